import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { writeGolden } from "../../src/cli/testing/golden-file.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { scratch } from "../support/run-policy.ts";
import { memoryIo } from "./memory-io.ts";

function folder(): string {
  const root = scratch();
  mkdirSync(join(root, "policy/a-folder"), { recursive: true });
  mkdirSync(join(root, "outside"));
  writeFileSync(join(root, "outside/victim.txt"), "precious");
  symlinkSync("../outside", join(root, "policy/link"));
  symlinkSync("../outside/victim.txt", join(root, "policy/file-link"));
  return root;
}

const golden = suite("files of golden traces");

golden("are written below the folder of the policy, in folders that are made", () => {
  const root = folder();
  for (const file of ["trace.json", "./traces/new/trace.json"]) {
    writeGolden(join(root, "policy"), file, "written");
    assert.is(readFileSync(join(root, "policy", file), "utf8"), "written");
  }
});

for (const [file, says] of [
  ["../outside/victim.txt", "leaves the folder"],
  ["a/../../outside/victim.txt", "leaves the folder"],
  ["/etc/proviso-golden", "leaves the folder"],
  ["..\\outside\\victim.txt", "leaves the folder"],
  ["", "leaves the folder"],
  ["link/victim.txt", "a link leads out"],
  ["link/new/trace.json", "a link leads out"],
  ["file-link", "ELOOP"],
  ["a-folder", "EISDIR"],
] as const) {
  golden(`are nowhere else: ${JSON.stringify(file)}`, () => {
    const root = folder();
    assert.throws(
      () => writeGolden(join(root, "policy"), file, "written"),
      (error: unknown) => error instanceof UsageError && error.message.includes(says),
    );
    assert.is(readFileSync(join(root, "outside/victim.txt"), "utf8"), "precious");
    assert.not.ok(existsSync(join(root, "outside/new")));
  });
}

const POLICY = `policy traced version 1
use vuln from "std/vuln@1"
trust scanner { key "keys/scanner.pub" accept claimed time }
control C-1 "Scanned" {
  evidence scan: any vuln.report signed by scanner
  require read: scan.findings is empty else "it has findings"
}
gate prod { enforce C-1 }
test "nothing was scanned" for C-1 {
  at 2026-01-01
  given nothing
  expect missing
  expect trace "FILE"
}
`;

function tested(file: string): string {
  const root = folder();
  mkdirSync(join(root, "policy/keys"));
  writeFileSync(
    join(root, "policy/keys/scanner.pub"),
    readFileSync(new URL("../../policies/quickstart/keys/scanner.pub", import.meta.url)),
  );
  writeFileSync(join(root, "policy/p.policy"), POLICY.replace("FILE", file));
  return root;
}

async function test(root: string, ...words: readonly string[]) {
  const io = memoryIo({ cwd: join(root, "policy") });
  return { code: await run(["test", "p.policy", ...words], io), ...io.written };
}

golden("outside are neither read nor written by the command", async () => {
  for (const file of ["../outside/victim.txt", "file-link", "link/victim.txt"]) {
    const root = tested(file);
    const compared = await test(root);
    assert.is(compared.code, 1);
    assert.not.match(compared.stdout, /precious/u);
    const updated = await test(root, "--update");
    assert.is(updated.code, 4, updated.stderr);
    assert.match(updated.stderr, /the golden trace .* cannot be written/u);
    assert.is(readFileSync(join(root, "outside/victim.txt"), "utf8"), "precious");
  }
});

const thresholds = suite("thresholds of policy test");

thresholds("a threshold asks for what it measures", async () => {
  const root = tested("trace.json");
  assert.is((await test(root, "--update")).code, 0);
  assert.is((await test(root)).code, 0);
  const covered = await test(root, "--min-coverage", "requirements=100");
  assert.is(covered.code, 1);
  assert.match(covered.stderr, /of the requirements are shown, and 100 % are asked for/u);
  const mutated = await test(root, "--min-mutation", "100");
  assert.is(mutated.code, 1);
  assert.match(mutated.stderr, /100 % are asked for/u);
});

thresholds("a policy without tests beside one with them is not passed over", async () => {
  const root = tested("trace.json");
  await test(root, "--update");
  writeFileSync(join(root, "policy/q.policy"), POLICY.slice(0, POLICY.indexOf("test ")).replace("policy traced", "policy untested"));
  const io = memoryIo({ cwd: join(root, "policy") });
  assert.is(await run(["test", ".", "--coverage", "--min-coverage", "outcomes=1"], io), 1);
  assert.match(io.written.stderr, /q\.policy: 0 % of the outcomes of enforced controls are shown/u);
  const mutated = memoryIo({ cwd: join(root, "policy") });
  assert.is(await run(["test", ".", "--min-mutation", "1", "--mutate-budget", "3"], mutated), 1);
  assert.match(mutated.written.stderr, /q\.policy: it has no tests/u);
});

golden.run();
thresholds.run();
