/** `policy attest` looks at a predicate before it signs: ours must fit its view, others' are warned of. */
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { canonicalJson, type Json } from "../../src/base/index.ts";
import { run } from "../../src/cli/main.ts";
import { patchJson, REMOVED, type Patch } from "../support/patch-json.ts";
import { scratch } from "../support/run-policy.ts";
import { exampleJson, standardExamples } from "../support/standard-examples.ts";
import { memoryIo } from "./memory-io.ts";

const tests = suite("attest looks at the predicate");
const folder = scratch();
const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
writeFileSync(join(folder, "key.pem"), pair.privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });

async function attest(type: string, predicate: Json): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  writeFileSync(join(folder, "predicate.json"), canonicalJson(predicate));
  const io = memoryIo({ cwd: folder });
  const words = ["attest", `sha256:${"a".repeat(64)}`, "--type", type, "--predicate", "predicate.json", "--key", "key.pem"];
  const code = await run(words, io);
  return { code, ...io.written };
}

for (const example of standardExamples)
  tests(`${example.module}: ${example.name} is signed`, async () => {
    const { code, stdout, stderr } = await attest(example.predicateType, exampleJson(example));
    assert.is(code, 0, stderr);
    assert.match(stdout, '"payload"');
    if (example.predicateType.startsWith("https://proviso.dev/")) assert.is(stderr, "");
  });

const refused: readonly (readonly [name: string, patch: Patch, said: string])[] = [
  ["approval", [["/decision", "Approved"]], "at /predicate/decision its text is none of "],
  [
    "approval",
    [
      ["/environment", REMOVED],
      ["/decidedOn", "soon"],
    ],
    "at /predicate/environment it is absent; at /predicate/decidedOn an instant is written",
  ],
  ["code-review", [["/authors", []]], "at /predicate/authors it is empty"],
  ["deployment", [["/result", "success"]], "at /predicate/result its text is none of "],
  ["import", [["/checks", []]], "at /predicate/checks it is empty"],
  ["verdict-passed", [["/request", {}]], "at /predicate/request/gate it is absent"],
];
for (const [name, patch, said] of refused)
  tests(`${name}: ${said}`, async () => {
    const example = standardExamples.find((each) => each.name === name);
    assert.ok(example);
    const { code, stdout, stderr } = await attest(example.predicateType, patchJson(exampleJson(example), patch));
    assert.equal([code, stdout], [4, ""]);
    assert.match(stderr, `the predicate is none of type \`${example.predicateType}\`: ${said}`);
    assert.match(stderr, `help: docs/stdlib says what \`std/${example.module}@1\` asks for; nothing was signed`);
  });

tests("by its short name too", async () => {
  const { code, stderr } = await attest("approval", { decision: "yes" });
  assert.is(code, 4);
  assert.match(stderr, "at /predicate/decision its text is none of ");
});

tests("a type of somebody else is warned of, once for each view that reads it", async () => {
  const { code, stdout, stderr } = await attest("https://cyclonedx.org/bom", { bomFormat: "CycloneDX", specVersion: "1.3" });
  assert.is(code, 0);
  assert.match(stdout, '"payload"');
  const warned = stderr.split("\n").filter((line) => line.startsWith("warning: "));
  assert.equal(warned, [
    "warning: controls that read `std/sbom@1` document may not be able to read this: at /predicate/specVersion it is no CycloneDX 1.4 to 1.7",
    "warning: controls that read `std/vex@1` document may not be able to read this: at /predicate/specVersion it is no CycloneDX 1.4 to 1.7",
  ]);
});

tests("of many faults the first are shown", async () => {
  const checks = Array.from({ length: 6 }, (_, index) => ({ name: `c${index}`, result: "ok" }));
  const { stderr } = await attest("import", {
    supplier: "s",
    origin: "docker.io/a",
    reason: "r",
    importedOn: "2026-01-01T00:00:00Z",
    checks,
  });
  assert.match(stderr, "; and 3 more");
});

tests("a type of no standard view is nobody's business", async () => {
  const { code, stderr } = await attest("https://example.com/reviewed/v1", null);
  assert.equal([code, stderr], [0, ""]);
});

tests.run();
