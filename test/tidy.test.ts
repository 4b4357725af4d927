import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { projectFile, readProject } from "./support/tidy/files.ts";
import { rules } from "./support/tidy/rules.ts";

const root = new URL("../", import.meta.url);
const project = readProject(fileURLToPath(root));

/** Places that break a rule for now. Remove one when it is put right; `exceptionCount` says how many are left and is never raised. */
const exceptions: readonly { readonly rule: string; readonly path: string; readonly why: string }[] = [
  { rule: "file-length", path: "grammar/ast.ts", why: "one declaration for each node of the language, and no code" },
  { rule: "boolean-argument", path: "src/evaluate/truth.ts", why: "truth values are what it computes with" },
  { rule: "boolean-argument", path: "src/language/controls/body.ts", why: "the truth value that presence is proven under" },
];
const exceptionCount = 3;

/** For each rule, text that breaks it and text that does not, so that a rule which sees nothing is noticed. */
const samples: readonly { readonly rule: string; readonly path: string; readonly bad: string; readonly good: string }[] = [
  {
    rule: "function-length",
    path: "src/base/x.ts",
    bad: `function f() {\n${"f();\n".repeat(59)}}`,
    good: `function f() {\n${"f();\n".repeat(58)}}`,
  },
  { rule: "file-length", path: "src/base/x.ts", bad: "f();\n".repeat(401), good: "f();\n".repeat(400) },
  { rule: "only", path: "test/x.test.ts", bad: "tests.only('x', f);", good: "tests('only', f);" },
  { rule: "suite-run", path: "test/x.test.ts", bad: 'const a = suite("a");', good: 'const a = suite<{ n: 1 }>("a");\na.run();' },
  { rule: "open-end", path: "docs/x.md", bad: "TODO: more", good: "to do" },
  { rule: "machine-path", path: "docs/x.md", bad: "see /root/secret", good: "see src/root/secret and /predicate/builder" },
  { rule: "any", path: "src/base/x.ts", bad: "let x: any;", good: "let any: unknown;" },
  { rule: "ts-comment", path: "src/base/x.ts", bad: "// @ts-ignore", good: "// @ts-expect-error the argument is wrong on purpose" },
  { rule: "default-export", path: "src/base/x.ts", bad: "export default function f() {}", good: "export function f() {}" },
  { rule: "default-export", path: "src/base/x.ts", bad: "export default 1;", good: "export { f };" },
  {
    rule: "boolean-argument",
    path: "src/base/x.ts",
    bad: "parse(text, true);",
    good: "map.set(1, true); is(true); parse(text, { strict: true });",
  },
  { rule: "ambient", path: "src/trust/x.ts", bad: "const t = Date.now();", good: "const t = clock.now();" },
  { rule: "ambient", path: "src/trust/x.ts", bad: "const t = new Date();", good: "const t = new Date(0);" },
  { rule: "ambient", path: "grammar/x.ts", bad: "console.log(1);", good: "port.console; type T = { process: string };" },
  { rule: "ambient", path: "src/base/x.ts", bad: "names.sort((a, b) => a.localeCompare(b));", good: "names.sort();" },
  { rule: "ambient", path: "src/base/x.ts", bad: "const { env } = process;", good: "function f(process: string) { return process; }" },
];

const house = suite("house rules");
for (const rule of rules) {
  house(rule.name, () => {
    const allowed = new Set(exceptions.filter((exception) => exception.rule === rule.name).map(({ path }) => path));
    const files = project.filter(({ path }) => rule.appliesTo.test(path) && !allowed.has(path));
    const found = files.flatMap((file) => rule.check(file).map((place) => `${file.path}:${place}`));
    assert.is(found.join("\n"), "");
    assert.ok(files.length > 0, "the rule looks at no file");
  });
}
house.run();

const bites = suite("the rules themselves");
for (const { rule: name, path, bad, good } of samples) {
  bites(`${name}: ${bad.slice(0, 40).replaceAll("\n", " ")}`, () => {
    const rule = rules.find((candidate) => candidate.name === name);
    if (rule === undefined) throw new Error(`no rule ${name}`);
    assert.ok(rule.appliesTo.test(path));
    assert.is.not(rule.check(projectFile(path, bad)).length, 0);
    assert.equal(rule.check(projectFile(path, good)), []);
  });
}
for (const path of ["src/base/utils.ts", "src/base/types.ts", "src/base/CamelCase.ts", "test/helper.test.ts"]) {
  bites(`file-name: ${path}`, () => assert.is(rules.find(({ name }) => name === "file-name")?.check(projectFile(path, "")).length, 1));
}
bites("every rule has a sample", () => {
  const known = new Set(["file-name", ...samples.map(({ rule }) => rule)]);
  assert.equal(
    rules.map(({ name }) => name).filter((name) => !known.has(name)),
    [],
  );
});
bites("the exceptions only shrink, and none is out of date", () => {
  assert.is(exceptions.length, exceptionCount);
  for (const { rule: name, path } of exceptions) {
    const file = project.find((candidate) => candidate.path === path);
    const rule = rules.find((candidate) => candidate.name === name);
    assert.ok(
      file !== undefined && rule !== undefined && rule.check(file).length > 0,
      `${name} ${path} is no exception any more; remove it`,
    );
  }
});
bites.run();

const packages = suite("packages");
packages("every version is pinned exactly", () => {
  for (const path of ["package.json", "bench/package.json", "bin/runtime/package.json"].filter((name) => existsSync(new URL(name, root)))) {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(new URL(path, root), "utf8"));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      assert.match(String(version), /^\d+\.\d+\.\d+$/u, `${path}: ${name}`);
    }
  }
});
packages("the lock file holds no address of a registry, which may be a mirror of one machine", () => {
  assert.not.match(readFileSync(new URL("package-lock.json", root), "utf8"), /"resolved": "\w+:/u);
});
packages("no script runs at install", () => {
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  for (const name of ["preinstall", "install", "postinstall", "prepare", "prepublish"]) assert.is(scripts[name], undefined);
});
packages.run();

const doors = suite("doors");
for (const folder of readdirSync(new URL("src/", root), { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  // The shells and the adapters are entered by the executable and by each adapter's own door.
  if (["cli", "lsp", "server", "platform"].includes(folder.name)) continue;
  doors(folder.name, () => assert.ok(existsSync(new URL(`src/${folder.name}/index.ts`, root)), `src/${folder.name}/index.ts is missing`));
}
doors.run();
