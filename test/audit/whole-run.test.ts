/** Traces of whole runs, checked against the published schema and against themselves, and their text against the page. */
import { Chalk } from "chalk";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  evaluationDigest,
  evidenceSetDigest,
  inputsDigest,
  workingsDigest,
  type NodePart,
  type TraceDocument,
} from "../../src/audit/index.ts";
import { canonicalJson, type Json } from "../../src/base/index.ts";
import { widthOf } from "../../src/cli/render/columns.ts";
import { renderVerdict } from "../../src/cli/render/verdict.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { judgeJson, projectRoot } from "../support/run-policy.ts";
import { hasher } from "./run-parts.ts";
import { assertValid, compileSchema } from "./schema.ts";

const test = suite("traces of whole runs");
const real = withRealdata(test);
const validate = compileSchema("trace.schema.json");

async function traceOf(exitCode: number, ...words: readonly string[]): Promise<TraceDocument> {
  const { code, stdout, stderr, trace } = await judgeJson(...words);
  assert.is(code, exitCode, stderr);
  const text = stdout.trimEnd();
  assert.is(canonicalJson(JSON.parse(text) as Json), text);
  assert.not.ok(text.includes(projectRoot), "a path of this machine is in the trace");
  assertValid(validate, trace);
  assertDigests(trace);
  assertOrigins(trace);
  return trace;
}

/** The digests are functions of the document: anybody can compute them again. */
function assertDigests(trace: TraceDocument): void {
  const { inputsDigest: inputs, evaluationDigest: evaluation, workingsDigest: workings, ...rest } = trace;
  assert.equal([inputsDigest(rest, hasher), evaluationDigest(rest, hasher), workingsDigest(rest, hasher)], [inputs, evaluation, workings]);
  assert.is(evidenceSetDigest(trace.discovery.sources, trace.discovery.candidates, hasher), trace.discovery.evidenceSetDigest);
}

/** `audit.md` §3.2: a leaf points only into an attestation that is bound in its judgement, and that one verified. */
function assertOrigins({ controls, discovery }: TraceDocument): void {
  const verified = new Set(discovery.attestations.filter((one) => one.verified).map(({ id }) => id));
  for (const { evidence, requirements } of controls.flatMap(({ judgements }) => judgements)) {
    const bound = new Set(evidence.flatMap((one) => one.bound));
    for (const id of requirements.flatMap(({ expression }) => originsOf(expression))) {
      assert.ok(bound.has(id) && verified.has(id), `${id} is read`);
    }
  }
}

function originsOf(node: NodePart): readonly string[] {
  const inside = [...(node.args ?? []), ...(node.over === undefined ? [] : [node.over]), ...(node.witnesses ?? []).map(({ body }) => body)];
  return [...(node.from === undefined ? [] : [node.from.attestation]), ...inside.flatMap(originsOf)];
}

function textOf(trace: TraceDocument): string {
  const text = renderVerdict(trace, { colours: new Chalk({ level: 0 }), detail: "verbose" });
  for (const line of text.split("\n")) assert.ok(widthOf(line) <= 100, line);
  return text;
}

test("the sample image of the repository", async () => {
  const words = ["oci-layout:policies/quickstart/image", "--policy", "policies/quickstart", "--at", "2026-11-25T12:00:00Z"];
  const trace = await traceOf(1, ...words);
  assert.ok(trace.controls.some(({ outcome }) => outcome === "satisfied"));
  assert.ok(trace.controls.some(({ outcome }) => outcome === "violated"));
  assert.match(textOf(trace), /✗ C-02 +VIOLATED/u);
});

for (const version of ["v2.1.0", "v1.10.0", "v1.4.0"]) {
  real(`slsa-verifier ${version}: its text names signer, issuer, log entry, relation and pointer`, async () => {
    const image = `oci-layout:${realdataPath("images", `slsa-verifier-${version}`)}`;
    const text = textOf(await traceOf(0, image, "--policy", "policies/slsa-images/slsa-verifier.policy"));
    assert.match(text, /generator_container_slsa3\.yml@refs\/tags\//u);
    assert.match(text, /vouched for by https:\/\/token\.actions\.githubusercontent\.com/u);
    assert.match(text, /log {5}rekor\.sigstore\.dev entry \d+ \((?:dsse|intoto) 0\.0\.1, \w+\), \d{4}-/u);
    assert.match(text, /about {3}this very image/u);
    assert.match(text, /\/predicate\/builder\/id =/u);
  });
}

real("the same evidence, judged twice and two weeks later", async () => {
  const wheel = `file:${realdataPath("evidence", "wrangle", "wrangle_test_fixture-0.0.1.dev27905469742-py3-none-any.whl")}`;
  const bundle = realdataPath("evidence", "wrangle", "good-default-signed.bundle.jsonl");
  const judge = (exitCode: number, at: string) =>
    traceOf(exitCode, wheel, "--bundle", bundle, "--policy", "policies/wrangle/wheel.policy", "--at", at);
  const fresh = await judge(0, "2026-06-25T00:00:00Z");
  const again = await judge(0, "2026-06-25T00:00:00Z");
  assert.equal([fresh.inputsDigest, fresh.workingsDigest], [again.inputsDigest, again.workingsDigest]);
  const stale = await judge(1, "2026-07-10T00:00:00Z");
  assert.not.equal(stale.inputsDigest, fresh.inputsDigest);
  assert.is(stale.discovery.evidenceSetDigest, fresh.discovery.evidenceSetDigest);
  assert.match(textOf(stale), /vulnerabilities is 18 days 10 hours 41 minutes old by signing time/u);
});

test.run();
