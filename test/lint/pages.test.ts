/** One folder, one test, one page for each rule, and they agree. */
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rules } from "../../src/lint/index.ts";
import { pageOf } from "./lint-text.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tests = suite("lint rules");

for (const { code, name, title, level, fixChangesHash } of rules) {
  tests(`${code} ${name}`, () => {
    assert.ok(existsSync(`${root}src/lint/rules/${name}/rule.ts`), "its folder");
    assert.ok(existsSync(`${root}test/lint/rules/${name}.test.ts`), "its test");
    const page = readFileSync(`${root}docs/lint/${code}.md`, "utf8");
    assert.is(pageOf(code).title, `# ${code}: ${title}`);
    assert.match(page, /\n## Wrong\n[^]+\n## Right\n[^]+\n## Why\n/u);
    assert.is(/Default\s+level:\s+note\./u.test(page), level === "note", "a page says when a rule is less than a warning");
    assert.is(/meaning hash does/u.test(page), fixChangesHash === true, "a page says when its fix changes the meaning hash");
  });
}

tests("no folder, page or test without a rule", () => {
  const names = rules.map(({ name }) => name).sort();
  const folders = readdirSync(`${root}src/lint/rules`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.equal(folders.map((entry) => entry.name).sort(), names);
  const own = globSync("test/lint/rules/*.test.ts", { cwd: root }).map((path) => path.replace(/^.*[\\/]|\.test\.ts$/gu, ""));
  assert.equal(own.sort(), names);
  const pages = globSync("docs/lint/*.md", { cwd: root }).map((path) => path.replace(/^.*[\\/]|\.md$/gu, ""));
  assert.equal(pages.sort(), rules.map(({ code }) => code as string).sort());
});

tests("codes and names are each used once, in order of code", () => {
  const codes = rules.map(({ code }) => code as string);
  assert.equal(codes, [...new Set(codes)].sort());
  assert.is(new Set(rules.map(({ name }) => name)).size, rules.length);
});

tests.run();
