import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import packageJson from "../../package.json" with { type: "json" };
import type * as Library from "../../src/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const quickstart = join(root, "policies/quickstart");
const prepared = spawnSync(process.execPath, ["bin/prepare.js"], { cwd: root, encoding: "utf8" });
assert.is(prepared.status, 0, prepared.stderr);
const proviso = (await import(pathToFileURL(join(root, packageJson.exports["."].default)).href)) as typeof Library;

const crypto = proviso.createNodeCrypto();

function compile(mainPath: string, readFile: (path: string) => Uint8Array | undefined): Library.Compiled {
  const input = { mainPath, settings: { parameters: [] }, sigstoreInstances: new Set<string>() };
  return proviso.compilePolicy(input, {
    readFile,
    hasFile: (path) => readFile(path) !== undefined,
    standardModule: proviso.standardModule,
    crypto,
  });
}

async function judgeQuickstart(): Promise<Library.Judged> {
  const { policy } = compile("quickstart.policy", (path) =>
    existsSync(join(quickstart, path)) ? readFileSync(join(quickstart, path)) : undefined,
  );
  const [gate] = policy?.gates ?? [];
  assert.ok(policy && gate);
  const subject = proviso.parseSubject(`oci-layout:${join(quickstart, "image")}`);
  assert.ok(subject.ok);
  const ports = proviso.registryPorts({ hasher: crypto, files: proviso.nodeFileSystem, environment: {} });
  const discovery = await proviso.discover({ subject: subject.value }, ports);
  await ports.transport.close();
  assert.ok(discovery.ok);
  const keys = policy.trustRoots
    .flatMap((each) => each.keys)
    .flatMap(({ file, spki }) => {
      const loaded = proviso.loadKeys(file, spki, crypto);
      return loaded.ok ? loaded.value.keys : [];
    });
  const at = proviso.parseInstant("2026-11-25T12:00:00Z");
  assert.ok(at.ok);
  const input = { policy, gate, discovery: discovery.value, material: { roots: [], keys }, evaluationTime: at.value, dryRun: true };
  return proviso.judge(input, { crypto });
}

const library = suite("the library, as it is published");
library("judges the sample image", async () => {
  const judged = await judgeQuickstart();
  assert.is(judged.verdict.exitCode, 1);
  assert.equal(
    judged.verdict.controls.map(({ control, outcome }) => [control.id, outcome]),
    [
      ["C-01", "satisfied"],
      ["C-02", "violated"],
      ["C-03", "satisfied"],
      ["C-04", "missing"],
    ],
  );
});
library("reports what is wrong with a policy and compiles nothing", () => {
  const { policy, diagnostics } = compile("a.policy", () => Buffer.from("policy a version 1\ncontrl x {}\n"));
  assert.is(policy, undefined);
  assert.ok(diagnostics.some(({ severity }) => severity === "error"));
});
library.run();
