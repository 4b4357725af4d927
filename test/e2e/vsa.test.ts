/** A verifier's summary as the evidence of a package: the real one, and one thing wrong with each of its copies. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { InspectDocument } from "../../src/audit/index.ts";
import type { Json } from "../../src/base/index.ts";
import { createWorld, type IdentitySigner } from "../../src/testing/index.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { controlOf, judgeJson, policy, policyWith, projectRoot, reasonsOf, scratch } from "../support/run-policy.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { web } from "../support/trust/signing.ts";

const POLICY = join(projectRoot, "policies/vsa/package.policy");
const tests = suite("a verification summary");
const real = withRealdata(tests);

const folder = () => realdataPath("evidence", "wrangle");
const wheel = () => join(folder(), readdirSync(folder()).find((name) => name.endsWith(".whl")) ?? "");
const bundle = () => join(folder(), "good-default-signed.bundle.jsonl");

real("the real one: no policy uri, no subject name, and good (pass-12, W3)", async () => {
  const { code, trace } = await judgeJson(`file:${wheel()}`, "--bundle", bundle(), "--policy", POLICY, "--at", "2026-06-25T00:00:00Z");
  assert.is(code, 0);
  assert.is(controlOf(trace, "V-01").outcome, "satisfied");
});
real("the real one about another package", async () => {
  const changed = policyWith(readFileSync(POLICY, "utf8"), "pkg:pypi/wrangle-test-fixture@", "pkg:pypi/other@");
  const { code, trace } = await judgeJson(`file:${wheel()}`, "--bundle", bundle(), "--policy", changed, "--at", "2026-06-25T00:00:00Z");
  assert.is(code, 1);
  assert.is(controlOf(trace, "V-01").outcome, "violated");
});
real("the summary of an image says nothing about the wheel", async () => {
  const other = join(folder(), "container-vsa.intoto.jsonl");
  const { code, trace } = await judgeJson(`file:${wheel()}`, "--bundle", other, "--policy", POLICY, "--at", "2026-06-25T00:00:00Z");
  assert.is(code, 1);
  assert.equal(
    [controlOf(trace, "V-01").outcome, reasonsOf(controlOf(trace, "V-01"))],
    ["missing", ["subject-mismatch", "none-for-subject"]],
  );
});

// ----------------------------------------------------------------------------------------- copies, signed by a local Sigstore

const world = await createWorld({ seed: "vsa", now: instant("2026-11-20T10:00:00Z") }, { crypto: web, hasher: crypto });
const WRANGLE = "https://github.com/TomHennen/wrangle/.github/workflows/build_and_publish_python.yml@refs/heads/main";
const signer: IdentitySigner = {
  san: WRANGLE,
  issuer: "https://token.actions.githubusercontent.com",
  claims: { "source-repository": "https://github.com/TomHennen/wrangle-test" },
};
const predicate: { readonly [name: string]: Json } = {
  verifier: { id: "https://carabiner.dev/ampel@v1" },
  resourceUri: "pkg:pypi/wrangle-test-fixture@0.0.1.dev27905469742",
  verificationResult: "PASSED",
  verifiedLevels: ["SLSA_BUILD_LEVEL_3"],
  timeVerified: "2026-11-20T10:00:00Z",
};

async function judge(change: { readonly [name: string]: Json }, by: IdentitySigner = signer): Promise<string> {
  const changed = Object.fromEntries(Object.entries({ ...predicate, ...change }).filter(([, value]) => value !== null));
  const statement: Json = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ digest: { sha256: "a".repeat(64) } }],
    predicateType: "https://slsa.dev/verification_summary/v1",
    predicate: changed,
  };
  const files = scratch();
  const [evidence, root] = [join(files, "vsa.sigstore.json"), join(files, "root.json")];
  writeFileSync(evidence, (await world.attest(statement, { by })).bundle);
  writeFileSync(root, world.trustedRoot());
  const words = [`sha256:${"a".repeat(64)}`, "--bundle", evidence, "--policy", POLICY, "--at", "2026-11-21T00:00:00Z"];
  const { code, trace } = await judgeJson(...words, "--sigstore-root", `public-good=${root}`);
  const control = controlOf(trace, "V-01");
  const failed = control.judgements.flatMap(({ requirements }) =>
    requirements.filter(({ truth }) => truth === "false").map(({ id }) => id),
  );
  return [code, control.outcome, ...failed, ...reasonsOf(control)].join(" ");
}

const rows: readonly (readonly [name: string, change: { readonly [name: string]: Json }, outcome: string])[] = [
  ["the twin", {}, "0 satisfied"],
  ["pred-09 failed", { verificationResult: "FAILED" }, "1 violated V-01.result"],
  ["pred-09 in lower case", { verificationResult: "passed" }, "2 unverifiable schema-violation"],
  ["pred-09 no result", { verificationResult: null }, "2 unverifiable schema-violation"],
  ["pred-09 another verifier", { verifier: { id: "https://carabiner.dev/ampel@v2" } }, "1 violated V-01.verifier"],
  ["pred-09 another artifact", { resourceUri: "pkg:pypi/wrangle-test-fixture@0.0.2" }, "1 violated V-01.resource"],
  ["pred-10 unevaluated", { verifiedLevels: ["SLSA_BUILD_LEVEL_UNEVALUATED"] }, "1 violated V-01.level"],
  ["pred-10 no number", { verifiedLevels: ["SLSA_BUILD_LEVEL_3x"] }, "1 violated V-01.level"],
  ["pred-10 another track", { verifiedLevels: ["SLSA_SOURCE_LEVEL_3"] }, "1 violated V-01.level"],
  ["W1 too low", { verifiedLevels: ["SLSA_BUILD_LEVEL_2"] }, "1 violated V-01.level"],
  ["W1 the highest counts, and implies the lower", { verifiedLevels: ["SLSA_BUILD_LEVEL_1", "SLSA_BUILD_LEVEL_4"] }, "0 satisfied"],
  ["a level and a failure", { verifiedLevels: ["SLSA_BUILD_LEVEL_3"], verificationResult: "FAILED" }, "1 violated V-01.result"],
  ["no time is claimed", { timeVerified: null }, "0 satisfied"],
];
for (const [name, change, outcome] of rows) tests(name, async () => assert.is(await judge(change), outcome));
// ------------------------------------------------------------------------------------------------ what it rests on (W4)

const INPUTS_POLICY = policyWith(
  readFileSync(POLICY, "utf8"),
  `  require result:`,
  `  require inputs: summary has inputsNamed and (summary.inputsVerified otherwise 0) is summary.inputsNamed
    else "{summary.inputsVerified otherwise "none"} of {summary.inputsNamed otherwise "no"} inputs were found and verified"
  require result:`,
);

type Trace = Awaited<ReturnType<typeof judgeJson>>["trace"];

/** What the trace says of the inputs of the summary that counts: the step, the messages, and where the numbers stand. */
function inputFacts(trace: Trace): {
  readonly step: readonly string[];
  readonly said: readonly string[];
  readonly from: readonly string[];
} {
  const judgements = controlOf(trace, "V-01").judgements;
  const candidates = judgements.flatMap(({ evidence }) => evidence.flatMap((each) => each.candidates));
  const messages = judgements.flatMap(({ requirements }) => requirements.flatMap((each) => each.messages ?? []));
  return {
    step: candidates.flatMap(({ steps }) =>
      steps.flatMap(({ step, detail }) => (step === "predicate-schema" && detail !== undefined ? [detail] : [])),
    ),
    said: messages.map(({ text }) => text),
    from: messages.flatMap(({ reads }) => reads.flatMap(({ from }) => (from ? [`${from.pointer} ${from.field} ${from.via ?? ""}`] : []))),
  };
}

const judgeWheel = (policy: string, ...bundles: readonly string[]) =>
  judgeJson(`file:${wheel()}`, ...bundles.flatMap((file) => ["--bundle", file]), "--policy", policy, "--at", "2026-06-25T00:00:00Z");

function linesIn(kept: (line: string, number: number) => readonly string[]): string {
  const lines = readFileSync(bundle(), "utf8").trimEnd().split("\n");
  const file = join(scratch(), "some.jsonl");
  writeFileSync(file, `${lines.flatMap((line, index) => kept(line, index + 1)).join("\n")}\n`);
  return file;
}

real("all five inputs of the real one are lines of the same file (W4)", async () => {
  const { code, trace } = await judgeWheel(INPUTS_POLICY, bundle());
  assert.is(code, 0);
  assert.equal(inputFacts(trace).step, ["5 of 5 input attestations that it names were found and verified"]);
  const inspected = await policy("inspect", `file:${wheel()}`, "--bundle", bundle(), "--at", "2026-06-25T00:00:00Z", "--format", "json");
  const { attestations } = JSON.parse(inspected.stdout) as InspectDocument;
  const [summary] = attestations.flatMap(({ inputs }) => inputs ?? []);
  assert.equal([summary?.named, summary?.verified], [5, 5]);
  const line = (id: string | undefined) => attestations.find((one) => one.id === id)?.envelope.uri?.split("#")[1];
  assert.equal(summary?.each.map(({ attestation }) => line(attestation)).sort(), ["L1", "L3", "L4", "L5", "L6"]);
});

real("with one line taken away there are four of five, whichever it is", async () => {
  for (const gone of [1, 3, 4, 5, 6]) {
    const { code, trace } = await judgeWheel(
      INPUTS_POLICY,
      linesIn((line, number) => (number === gone ? [] : [line])),
    );
    assert.equal([code, controlOf(trace, "V-01").outcome], [1, "violated"], `line ${gone}`);
    const facts = inputFacts(trace);
    assert.equal(facts.said, ["4 of 5 inputs were found and verified"]);
    assert.match(facts.step.join(), /^4 of 5 input attestations that it names were found and verified; not found: sha256:[0-9a-f]{64}$/u);
    assert.equal(facts.from, [
      "/predicate/inputAttestations vsa.summary/inputsVerified inputs-verified",
      "/predicate/inputAttestations vsa.summary/inputsNamed inputs-named",
    ]);
  }
});

real("an input with one byte more is another", async () => {
  const file = linesIn((line, number) => [number === 4 ? line.replace("{", "{ ") : line]);
  assert.equal(inputFacts((await judgeWheel(INPUTS_POLICY, file)).trace).said, ["4 of 5 inputs were found and verified"]);
});

real("where a source did not answer, four of five is no answer; five of five is", async () => {
  const broken = join(scratch(), "broken.jsonl");
  writeFileSync(broken, "{");
  const four = await judgeWheel(
    INPUTS_POLICY,
    linesIn((line, number) => (number === 1 ? [] : [line])),
    broken,
  );
  assert.equal([four.code, controlOf(four.trace, "V-01").outcome], [2, "unverifiable"]);
  assert.match(inputFacts(four.trace).step.join(), /^4 of 5 .*; not decided: sha256:/u);
  assert.equal(reasonsOf(controlOf(four.trace, "V-01")), ["malformed"]);
  assert.is((await judgeWheel(INPUTS_POLICY, bundle(), broken)).code, 0);
});

real("inspect says which input is not here", async () => {
  const file = linesIn((line, number) => (number === 4 ? [] : [line]));
  const { stdout } = await policy("inspect", `file:${wheel()}`, "--bundle", file, "--at", "2026-06-25T00:00:00Z");
  assert.match(stdout, /inputs {5}4 of the 5 that it names were found here and verified: A-0[0-9], A-0[0-9], A-0[0-9], A-0[0-9]\n/u);
  assert.match(stdout, /\n {13}not found: sha256:03b66b968d9bec3cb177f4fde81acfc89ba36862b835eb84782aae12abc3e428\n/u);
});

tests("an input that is here and does not verify is none that counts", async () => {
  const statement = (type: string, body: Json): Json => ({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ digest: { sha256: "a".repeat(64) } }],
    predicateType: type,
    predicate: body,
  });
  const attest = async (type: string, body: Json) =>
    new TextDecoder().decode((await world.attest(statement(type, body), { by: { ...signer, san: "https://other.example/w" } })).bundle);
  const good = await attest("https://acme.example/scan/v1", { n: 1 });
  const spoilt = (await attest("https://acme.example/scan/v1", { n: 2 })).replace(/"sig": ?"(.)(.)/u, '"sig":"$2$1');
  const bare = JSON.stringify(statement("https://acme.example/scan/v1", { n: 3 }));
  const digest = (text: string) => ({ digest: { sha256: createHash("sha256").update(text).digest("hex") } });
  const inputAttestations = [good, spoilt, bare].map((text) => digest(text.trim()));
  const summary = (
    await world.attest(statement("https://slsa.dev/verification_summary/v1", { ...predicate, inputAttestations }), { by: signer })
  ).bundle;
  const files = scratch();
  const paths = [good, spoilt, bare, summary].map((text, index) => {
    const path = join(files, `${index}.json`);
    writeFileSync(path, text);
    return path;
  });
  writeFileSync(join(files, "root.json"), world.trustedRoot());
  const root = ["--sigstore-root", `public-good=${join(files, "root.json")}`, "--at", "2026-11-21T00:00:00Z"];
  const words = [`sha256:${"a".repeat(64)}`, ...paths.flatMap((path) => ["--bundle", path]), ...root];
  const { code, trace } = await judgeJson(...words, "--policy", INPUTS_POLICY);
  assert.is(code, 1);
  assert.match(inputFacts(trace).step.join(), /^1 of 3 .* were found and verified; found and not verified: sha256:[0-9a-f]{64}, sha256:/u);
  const { stdout } = await policy("inspect", ...words);
  assert.match(stdout, /inputs {5}1 of the 3 that it names were found here and verified: A-0[0-9]\n/u);
  assert.match(stdout, /found, and does not verify: A-0/u);
});

tests("pred-07 the right words by another signer", async () => {
  const other = { ...signer, san: WRANGLE.replace("wrangle/", "mangle/") };
  assert.is(await judge({}, other), "1 missing identity-mismatch none-from-root");
  const caller = { ...signer, claims: { "source-repository": "https://github.com/mallory/wrangle-test" } };
  assert.match(await judge({}, caller), /^2 unverifiable claim-mismatch/u);
});
tests("the policy's own file is the one that is tested", () => assert.match(readFileSync(POLICY, "utf8"), WRANGLE));
tests.run();
