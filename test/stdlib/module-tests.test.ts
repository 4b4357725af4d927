/** The tests of the standard modules: each passes as `policy test` runs it, and gives every example of every module. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { standardModules } from "../../bin/stdlib/modules.ts";
import { standardExamples } from "../support/standard-examples.ts";
import { policy, projectRoot } from "../support/run-policy.ts";

const tests = suite("tests of the standard modules");
const folderOf = (module: string) => join("stdlib", module, "1");
const modules = standardModules()
  .filter(({ views }) => views.length > 0)
  .map(({ name }) => name);
const files = modules.map((module) => join(folderOf(module), "tests.policy"));
const read = (...path: readonly string[]) => readFileSync(join(projectRoot, ...path), "utf8");

tests("each module that has a view has tests", () => {
  assert.equal(
    files.filter((file) => !existsSync(join(projectRoot, file))),
    [],
  );
  assert.is(files.length, 15);
});

tests("they compile without a word and are formatted", async () => {
  const checked = await policy("check", ...files);
  assert.equal([checked.code, checked.stdout], [0, `${files.length} policies checked, nothing to say\n`]);
  assert.is((await policy("fmt", "--check", ...files)).code, 0);
});

const reports = {
  text: /^[12]\d\d passed$/mu,
  json: /"failed": 0/u,
  junit: /^ {2}<testsuite name="[^"]*" tests="\d+" failures="0" errors="0">/mu,
};
for (const [format, says] of Object.entries(reports)) {
  tests(`they pass: ${format}`, async () => {
    const { code, stdout, stderr } = await policy("test", ...files, "--format", format);
    assert.equal([code, stderr], [0, ""], stdout);
    assert.match(stdout, says);
  });
}

for (const module of modules) {
  tests(`${module}: every outcome, and every example`, () => {
    const text = read(folderOf(module), "tests.policy");
    for (const outcome of ["satisfied", "violated", "missing", "unverifiable"]) assert.match(text, `expect ${outcome}`);
    for (const example of standardExamples.filter((each) => each.module === module)) {
      const asIs = `"examples/${example.name}.json"`;
      const asStatement = `fixtures/${example.name}.json`;
      assert.ok(text.includes(asIs) || text.includes(`"${asStatement}"`), example.name);
      if (text.includes(asIs)) continue;
      const statement = JSON.parse(read(folderOf(module), asStatement)) as Record<string, unknown>;
      assert.is(statement["predicateType"], example.predicateType, example.name);
      const written = JSON.parse(read(folderOf(module), "examples", `${example.name}.json`)) as unknown;
      assert.equal(statement["predicate"], written, `${asStatement} holds another predicate than the example`);
    }
  });
}

tests("a folder of fixtures holds nothing that no test gives", () => {
  for (const module of modules) {
    const folder = join(projectRoot, folderOf(module), "fixtures");
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const text = read(folderOf(module), "tests.policy");
    assert.equal(
      names.filter((name) => !text.includes(`"fixtures/${name}"`)),
      [],
    );
  }
});

tests.run();
