/** Every code that the compiler can give has a page, and the examples of each page do what the page says. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compilePolicy, said, type PolicyFolder } from "../support/compile-policy.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

const folder: PolicyFolder = {
  mainPath: "page.policy",
  files: {
    "acme.policy": "policy acme version 1",
    "shared/acme.policy": "policy acme version 1",
    "limits.policy": "policy limits version 1\nparam max-age: Duration = 7 days, at most 30 days\nparam fixed-window: Duration = 7 days",
    "acme-controls.policy": `policy acme-controls version 1
use vuln from "std/vuln@1"
trust scanner { key "keys/scanner.pub" }
control C-01 "Scanned" { evidence scan: vuln.report signed by scanner }`,
  },
};

// --------------------------------------------------------------------- what the examples leave out, as readers do

const BLOCKS: Readonly<Record<string, string>> = {
  vuln: `use vuln from "std/vuln@1"`,
  slsa: `use slsa from "std/slsa@1"`,
  sbom: `use sbom from "std/sbom@1"`,
  "max-scan-age": "param max-scan-age: Duration = 7 days, at most 30 days",
  scanner: `trust scanner {\n  key "keys/scanner.pub"\n  logged yes\n}`,
  "release-managers": `trust release-managers {\n  key "keys/rm.pub" held by "alice@acme.example"\n  timestamped yes\n}`,
  "release-workflow": `trust release-workflow {\n  key "keys/release.pub"\n  logged yes\n}`,
  approval: `predicate approval "https://acme.example/attestation/approval/v1" {\n  decision: one of approved, rejected\n  environment: String\n}`,
};

const EVIDENCE: Readonly<Record<string, string>> = {
  scan: "evidence scan: vuln.report signed by scanner",
  bom: "evidence bom: sbom.document signed by release-workflow",
  approvals: "evidence approvals: all approval signed by release-managers",
};

/** An example as a whole policy: a body gets its control, and a name that it uses and does not declare its declaration. */
function whole(example: string): string {
  if (example.startsWith("policy ")) return example;
  const isBody = /^(?:require|define|evidence) /u.test(example);
  const blocks = isBody ? `control C-01 "A control" {\n${missing(example, EVIDENCE)}\n${example}}\n` : example;
  return `policy page version 1\n${missing(blocks, BLOCKS)}\n${blocks}`;
}

function missing(text: string, declarations: Readonly<Record<string, string>>): string {
  const lines = Object.entries(declarations).filter(
    ([name, line]) => uses(text, name) && !text.includes(line.split(/[ "{:]/u, 2).join(" ")),
  );
  return lines.map(([, line]) => line).join("\n");
}

function uses(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "u").test(text);
}

// ----------------------------------------------------------------------------------------------------------- pages

const emitted = new Set<string>();
for (const path of [...globSync("grammar/**/*.ts", { cwd: root }), ...globSync("src/language/**/*.ts", { cwd: root })]) {
  for (const [, code] of readFileSync(`${root}${path}`, "utf8").matchAll(/"(E\d{4})"/gu)) if (code !== undefined) emitted.add(code);
}

const PAGE = /^# (E\d{4}): .+\n\n## Wrong\n\n```policy\n([^]+?)```\n\n## Right\n\n```policy\n([^]+?)```\n\n## Why\n\n([^]+)$/u;

const test = suite("pages of diagnostics");

for (const code of [...emitted].sort()) {
  test(code, () => {
    const file = `${root}docs/diagnostics/${code}.md`;
    assert.ok(existsSync(file), `docs/diagnostics/${code}.md is not there`);
    const [, title, wrong, right] = PAGE.exec(readFileSync(file, "utf8")) ?? [];
    assert.is(title, code, "a page has a title, and the sections Wrong, Right and Why");
    const codes = new Set(compilePolicy(whole(wrong ?? ""), folder).diagnostics.map((each) => each.code));
    assert.equal([...codes], [code]);
    assert.equal(said(compilePolicy(whole(right ?? ""), folder)), []);
  });
}

test("no page for what nobody says", () => {
  const pages = globSync("docs/diagnostics/E*.md", { cwd: root }).map((path) => path.replace(/^.*(E\d{4})\.md$/u, "$1"));
  assert.equal(
    pages.filter((code) => !emitted.has(code)),
    [],
  );
});

test.run();
