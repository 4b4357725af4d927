/** The pages of the language: every policy in them compiles or is refused as the page says, and the reference is about the grammar as it is. */
import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRules } from "../../bin/grammar/ebnf.ts";
import { languageArtefacts } from "../../bin/language/artefacts.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";
import { checkTests, format } from "../../src/language/index.ts";
import { compilePolicy, said, type PolicyFolder } from "../support/compile-policy.ts";
import { wholeExample } from "../support/page-example.ts";
import { policy, projectRoot, scratch } from "../support/run-policy.ts";

const tests = suite("pages of the language");
const read = (path: string): string => readFileSync(`${projectRoot}${path}`, "utf8");
const pages = globSync("docs/language/*.md", { cwd: projectRoot }).sort();

const folder: PolicyFolder = {
  mainPath: "page.policy",
  files: { "acme.policy": `policy acme version 1\nparam max-age: Duration = 7 days, at most 30 days` },
};

/** What stands in a comment right above a block says what is to be held of it. */
const BLOCK = /(?:<!-- (?<claim>refused|file): (?<value>[^\n]*?) -->\n\n)?```policy\n(?<text>[\s\S]*?)```/gu;

for (const page of pages) {
  const blocks = [...read(page).matchAll(BLOCK)].map(({ groups }) => groups ?? {});
  for (const [index, { claim, value = "", text = "" }] of blocks.entries()) {
    const name = `${page} ${index + 1}`;
    if (claim === "file") {
      tests(`${name} is ${value}`, () => assert.ok(read(value).includes(text)));
      continue;
    }
    const compiled = compilePolicy(wholeExample(text), folder);
    const wrong = compiled.policy ? checkTests(compiled.declared.main, compiled.policy).diagnostics : [];
    if (claim === "refused") {
      tests(`${name} is refused with ${value}`, () => {
        const codes = [...compiled.diagnostics, ...wrong].map(({ code }) => code);
        assert.equal([...new Set(codes)], value.split(", "));
      });
      continue;
    }
    tests(`${name} compiles`, () => {
      assert.equal(said(compiled), []);
      assert.equal(
        wrong.map(({ code, message }) => `${code} ${message}`),
        [],
      );
    });
    if (text.includes("\ntest "))
      tests(`${name} passes its own tests`, async () => {
        const { code, stdout } = await policy("test", inFolder(text));
        assert.is(code, 0, stdout);
      });
    tests(`${name} is formatted`, () => {
      if (text.startsWith("policy ")) assert.is(format(new SourceFile("page.policy", text)).text, text);
    });
  }
}

/** The policy as a file, with a key for each that it names. */
function inFolder(text: string): string {
  const made = scratch();
  mkdirSync(join(made, "keys"));
  for (const [, name = ""] of text.matchAll(/key "keys\/([\w-]+)\.pub"/gu))
    copyFileSync(`${projectRoot}docs/language/tour/keys/release-manager.pub`, join(made, "keys", `${name}.pub`));
  const file = join(made, "page.policy");
  writeFileSync(file, text);
  return file;
}

tests("there is a policy in every page that explains one", () => {
  for (const page of ["tour", "reference", "coming-from"])
    assert.ok(read(`docs/language/${page}.md`).split("```policy\n").length > 4, page);
});

for (const [path, text] of await languageArtefacts())
  tests(`${path} is current`, () => assert.is(read(path), text, "run `node bin/language-artefacts.ts`"));

// ------------------------------------------------------------------------------------------------------- reference

const reference = read("docs/language/reference.md");

tests("the reference has a section for each rule of the grammar, and for no other", () => {
  const headings = reference.split("\n").filter((line) => line.startsWith("### "));
  const explained = headings.flatMap((line) => [...line.matchAll(/`(\w+)`/gu)].map(([, name = ""]) => name));
  const rules = readRules(read("grammar/proviso.ebnf")).map(({ name }) => name);
  assert.equal([...explained].sort(), [...rules].sort());
});

tests("the reference names every code, beside what it is said of", () => {
  const codes = globSync("docs/diagnostics/E*.md", { cwd: projectRoot }).map((path) => path.replace(/^.*(E\d{4})\.md$/u, "$1"));
  const named = new Set(reference.match(/E\d{4}/gu));
  assert.equal(
    codes.filter((code) => !named.has(code)),
    [],
  );
});

tests("every section of the reference shows the construct", () => {
  for (const section of reference.split(/^### /mu).slice(1)) {
    const heading = section.split("\n", 1)[0] ?? "";
    assert.ok(section.includes("```policy\n") || section.includes("](") || section.includes("above"), heading);
  }
});

tests.run();
