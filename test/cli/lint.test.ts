import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { projectRoot } from "../support/run-policy.ts";
import { memoryIo } from "./memory-io.ts";

const key = readFileSync(join(projectRoot, "policies/quickstart/keys/scanner.pub"), "utf8");
const policy = `policy p version 1

use sbom from "std/sbom@1"
// the scanner's view
use vuln from "std/vuln@1"

trust scanner {
  key "keys/scanner.pub"
  accept claimed time
}

control C-01 "Scanned" {
  evidence scan: vuln.report signed by scanner
    pick latest by finishedOn
}

gate prod {
  enforce C-01
}
`;

function repository(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "proviso-lint-"));
  mkdirSync(join(root, ".git"));
  for (const [name, text] of Object.entries({ "keys/scanner.pub": key, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function lint(cwd: string, ...words: readonly string[]) {
  const io = memoryIo({ cwd });
  const code = await run(["lint", ...words], io);
  return { code, ...io.written, codes: [...io.written.stdout.matchAll(/^\w+\[(L\d{3})\]/gmu)].map(([, each]) => each) };
}

const config = (lintSettings: object) => JSON.stringify({ lint: lintSettings });

const tests = suite("policy lint");

tests("findings on stdout, exit 0 as long as none is at deny", async () => {
  const { code, codes, stdout } = await lint(repository({ "p.policy": policy }));
  assert.equal([code, codes], [0, ["L103", "L207", "L208", "L605", "L401"]]);
  assert.match(stdout, "2 warnings, 3 notes");
});

tests("a rule at deny is exit 3, one at off is not said", async () => {
  const levels = { L401: "deny", L103: "off", L207: "off" };
  const { code, codes, stdout } = await lint(repository({ "p.policy": policy, "policy.config.json": config({ levels }) }));
  assert.equal([code, codes], [3, ["L208", "L605", "L401"]]);
  assert.match(stdout, /^error\[L401\]/mu);
});

tests("an exception names rule and block, and lets only that pass", async () => {
  const exceptions = [
    { rule: "L401", control: "C-01", reason: "the scanner keeps one report" },
    { rule: "L207", control: "builder", reason: "no such root here" },
    { rule: "L208", control: "scanner", reason: "no log yet" },
  ];
  const { codes } = await lint(repository({ "p.policy": policy, "policy.config.json": config({ exceptions }) }));
  assert.equal(codes, ["L103", "L207", "L605"]);
});

const wrong: readonly (readonly [object, string])[] = [
  [{ levels: { L401: "loud" } }, "`lint.levels.L401` must be one of off, note, warn, deny"],
  [{ levels: { E2002: "off" } }, "`lint.levels.E2002` is no code of a rule"],
  [{ levels: { L999: "off" } }, "no lint rule has the code `L999`"],
  [{ exceptions: [{ rule: "L401", control: "C-01" }] }, "needs `reason`"],
  [{ exceptions: [{ rule: "L401", control: "C-01", reason: " " }] }, "needs `reason`"],
  [{ exceptions: [{ rule: "L401", control: "C-01", reason: "x", until: "2027" }] }, "has no member `until`"],
  [{ exceptions: {} }, "`lint.exceptions` must be a list"],
  [{ rules: {} }, "there is no setting `lint.rules`"],
];
for (const [settings, message] of wrong) {
  tests(`configuration: ${message}`, async () => {
    const { code, stderr } = await lint(repository({ "p.policy": policy, "policy.config.json": config(settings) }));
    assert.is(code, 4);
    assert.match(stderr, message);
  });
}

tests("--fix edits in place, keeps comments, says what it did, and does nothing the second time", async () => {
  const root = repository({ "p.policy": policy });
  const first = await lint(root, "p.policy", "--fix");
  assert.equal([first.code, first.stderr], [0, "p.policy: remove the import `sbom`\n"]);
  const text = readFileSync(join(root, "p.policy"), "utf8");
  assert.is(text, policy.replace('use sbom from "std/sbom@1"\n', ""));
  const second = await lint(root, "--fix");
  assert.equal([second.stderr, readFileSync(join(root, "p.policy"), "utf8")], ["", text]);
});

tests("of a policy that does not compile only that is said", async () => {
  const { code, stdout } = await lint(repository({ "p.policy": policy.replace("finishedOn", "finished") }));
  assert.is(code, 3);
  assert.equal(stdout.match(/^\w+\[\w+\]/gmu), ["error[E2002]"]);
});

tests("json is that of check", async () => {
  const { stdout } = await lint(repository({ "p.policy": policy }), "--format", "json");
  const report = JSON.parse(stdout) as { format: string; warnings: number; diagnostics: { code: string; severity: string }[] };
  assert.equal([report.format, report.warnings], ["proviso/check/1", 2]);
  assert.equal(report.diagnostics.at(-1), { ...report.diagnostics.at(-1), code: "L401", severity: "warning" });
});

tests("check says the warnings, and leaves out the notes", async () => {
  const io = memoryIo({ cwd: repository({ "p.policy": policy, "policy.config.json": config({ levels: { L103: "deny" } }) }) });
  assert.is(await run(["check"], io), 3);
  assert.equal(io.written.stdout.match(/^\w+\[\w+\]/gmu), ["error[L103]", "warning[L401]"]);
});

tests("nothing to say", async () => {
  const { code, stdout } = await lint(repository({ "p.policy": "policy p version 1\n" }));
  assert.equal([code, stdout], [0, "1 policy linted, nothing to say\n"]);
});

tests("no policy at all, and one that is not there", async () => {
  assert.is((await lint(repository({}))).code, 4);
  assert.is((await lint(repository({}), "nowhere.policy")).code, 4);
});

tests.run();
