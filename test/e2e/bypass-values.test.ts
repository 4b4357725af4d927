/** Values inside genuine evidence that try to look better than they are, and policies that must see through them. */
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { controlOf, judgeJson, reasonsOf } from "../support/run-policy.ts";
import { assertRefused, evalOf, imageWith, layoutWith, noteOf, noted, ours, policyFile } from "./support-bad-input.ts";
import { envelope, folderWith, HostileLayout, newKey, policyOf, provenance, statement, type Key } from "./support-hostile.ts";

const tests = suite("no way round by values");

// --------------------------------------------------------------------------------------------------- below a prefix

const below = noteOf('build.where under "https://github.com/acme"');
const uris: readonly (readonly [uri: string, outcome: "satisfied" | "violated" | "unverifiable"])[] = [
  ["https://github.com/acme", "satisfied"],
  ["HTTPS://GITHUB.COM:443/acme/x", "satisfied"],
  ["https://github.com/acme/x/../y", "satisfied"],
  ["https://github.com/acmeevil", "violated"],
  ["https://github.com/ACME/x", "violated"],
  ["https://github.com/acme/../evil", "violated"],
  ["https://github.com/acme/%2e%2e/evil", "violated"],
  ["https://github.com/acme/.%2e/evil", "violated"],
  ["https://github.com/acme//../../evil", "violated"],
  ["https://github.com//acme", "violated"],
  ["https://github.com./acme/x", "violated"],
  ["https://github.com:8443/acme", "violated"],
  ["http://github.com/acme", "violated"],
  ["https://evil.example/https://github.com/acme", "violated"],
  ["https://github.com@evil.example/acme", "unverifiable"],
  ["https://github.com\\@evil.example/acme", "unverifiable"],
  ["https://github.com/acme/\\..\\..\\evil", "unverifiable"],
  ["https://github.com/acme%2F..%2Fevil", "unverifiable"],
  ["https://github.com/acme/%00", "unverifiable"],
  [" https://github.com/acme", "unverifiable"],
  ["https://githu\u1E03.com/acme", "unverifiable"],
];
for (const [uri, outcome] of uris) {
  tests(`\`${uri}\` under https://github.com/acme: ${outcome}`, async () => {
    const { code, trace } = await judgeJson(noted({ text: "x", where: uri, words: [] }), "--policy", below);
    assert.is(controlOf(trace, "C-01").outcome, outcome);
    assert.is(code, { satisfied: 0, violated: 1, unverifiable: 2 }[outcome]);
  });
}

// --------------------------------------------------------------------------- "no finding" over what is no list of findings

const scanned = policyOf(
  { builder: ours },
  {
    extra: 'use vuln from "std/vuln@1"',
    trust: "  accept claimed time",
    evidence: "vuln.report signed by builder\n    fresh within 7 days of finishedOn\n    pick latest by finishedOn",
    requirement:
      'require clean: no finding f in build.findings where (f.severity otherwise critical) is at least critical\n    else "{f.id}"',
  },
);
const inTotoVulns = "https://in-toto.io/attestation/vulns/v0.2";
const cosignVuln = "https://cosign.sigstore.dev/attestation/vuln/v1";
const today = "2026-06-10T00:00:00Z";

function report(type: string, result: unknown, finishedOn: string): string {
  const scanner = { uri: "https://scanner.example", ...(result === undefined ? {} : { result }) };
  const predicate = { scanner, metadata: { scanStartedOn: finishedOn, scanFinishedOn: finishedOn } };
  return imageWith((layout, image) =>
    layout.attach(image, envelope({ payload: statement({ about: image.digest, type, predicate }), keys: [ours] })),
  );
}

const rated = (...scores: readonly unknown[]) => [{ id: "CVE-1", severity: scores.map((score) => ({ method: "any", score })) }];
const reports: readonly {
  readonly name: string;
  readonly result: unknown;
  readonly outcome: string;
  readonly type?: string;
  readonly at?: string;
  readonly reason?: string;
}[] = [
  { name: "an empty list", result: [], outcome: "satisfied" },
  { name: "low", result: rated("low"), outcome: "satisfied" },
  { name: "critical", result: rated("CRITICAL"), outcome: "violated" },
  { name: "low by one and critical by another", result: rated("low", "critical"), outcome: "violated" },
  { name: "a score of 9.8", result: rated("9.8"), outcome: "violated" },
  { name: "0 by one and 9.8 by another", result: rated(0, 9.8), outcome: "violated" },
  { name: "a word that nobody knows", result: rated("harmless"), outcome: "violated" },
  { name: "no rating", result: rated(), outcome: "violated" },
  ...[undefined, null, {}, "none", [{}], [null], 0].map((result) => ({
    name: `${JSON.stringify(result)} for a list`,
    result,
    outcome: "unverifiable",
    reason: "schema-violation",
  })),
  ...[undefined, null, {}, [], "none", { matches: null }, { SchemaVersion: 2, Results: null }, { results: null }].map((result) => ({
    name: `${JSON.stringify(result)} for a scanner's own report`,
    type: cosignVuln,
    result,
    outcome: "unverifiable",
    reason: "schema-violation",
  })),
  {
    name: "a report of two scanners at once",
    type: cosignVuln,
    result: { SchemaVersion: 2, Results: [], matches: [{ vulnerability: { id: "CVE-1", severity: "Critical" } }] },
    outcome: "unverifiable",
    reason: "schema-violation",
  },
  { name: "eight days old", result: [], at: "2026-06-02T00:00:00Z", outcome: "violated" },
  { name: "from tomorrow", result: [], at: "2026-06-11T00:00:00Z", outcome: "unverifiable", reason: "claimed-time-in-future" },
];
for (const { name, result, outcome, type = inTotoVulns, at = today, reason } of reports) {
  tests(`a scan: ${name}: ${outcome}`, async () => {
    const { code, trace } = await judgeJson(report(type, result, at), "--policy", scanned, "--at", today);
    const control = controlOf(trace, "C-01");
    assert.is(control.outcome, outcome);
    assert.is(code, { satisfied: 0, violated: 1 }[outcome] ?? 2);
    if (reason !== undefined) assert.ok(reasonsOf(control).includes(reason), reasonsOf(control).join(", "));
  });
}

// ----------------------------------------------------------------------------------------------------- who signed what

const other = newKey();
const bothNeeded = policyOf({ first: ours, second: other }, { trust: "  threshold 2" });
const signedBy = (keys: readonly Key[], predicate = provenance(), keyid?: string) => ({
  keys,
  predicate,
  ...(keyid === undefined ? {} : { keyid }),
});
const thresholds: readonly { readonly name: string; readonly envelopes: readonly ReturnType<typeof signedBy>[]; readonly code: number }[] =
  [
    { name: "two keys in one envelope", envelopes: [signedBy([ours, other])], code: 0 },
    { name: "two keys in two envelopes with the same payload", envelopes: [signedBy([ours]), signedBy([other])], code: 0 },
    { name: "one key twice", envelopes: [signedBy([ours, ours])], code: 2 },
    {
      name: "one key twice under two names",
      envelopes: [signedBy([ours], provenance(), "a"), signedBy([ours], provenance(), "b")],
      code: 2,
    },
    {
      name: "two keys over two payloads",
      envelopes: [signedBy([ours]), signedBy([other], { ...provenance(), note: 1 })],
      code: 2,
    },
    { name: "one key and a stranger", envelopes: [signedBy([ours, newKey()])], code: 2 },
  ];
for (const { name, envelopes, code } of thresholds) {
  tests(`two signers are needed: ${name}`, async () => {
    const subject = imageWith((layout, image) => {
      for (const { predicate, ...rest } of envelopes) {
        layout.attach(image, envelope({ payload: statement({ about: image.digest, predicate }), ...rest }));
      }
    });
    const judged = await judgeJson(subject, "--policy", bothNeeded);
    assert.is(judged.code, code);
    if (code !== 0) assert.ok(reasonsOf(controlOf(judged.trace, "C-01")).includes("threshold-not-met"));
  });
}

tests("a tag that names this image carries the statement of another one", async () => {
  const layout = new HostileLayout();
  const [image, foreign] = [layout.image("app"), layout.image("other")];
  const layer = {
    mediaType: "application/vnd.dsse.envelope.v1+json",
    ...layout.blob(envelope({ payload: statement({ about: foreign.digest }), keys: [ours] })),
  };
  const config = { mediaType: "application/vnd.oci.image.config.v1+json", ...layout.blob({ rootfs: { type: "layers", diff_ids: [] } }) };
  const named = (name: string) => ({ annotations: { "org.opencontainers.image.ref.name": name } });
  layout.list(
    { ...image, ...named("1.0") },
    { ...layout.manifest({ config, layers: [layer] }), ...named(`${image.digest.replace(":", "-")}.att`) },
  );
  const { code, trace } = await judgeJson(`${layout.subject}:1.0`, "--policy", policyFile);
  assert.is(code, 1);
  assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("none-for-subject"));
});

tests("a stranger's claim of the trusted key, beside good evidence and alone", async () => {
  const liar = (about: string) => envelope({ payload: statement({ about }), keys: [newKey()], keyid: "builder" });
  const beside = layoutWith((layout, image) => void layout.attach(image, liar(image.digest)));
  assert.is((await judgeJson(...evalOf(beside.subject).slice(1))).code, 0);
  const alone = imageWith((layout, image) => layout.attach(image, liar(image.digest)));
  assert.is((await judgeJson(...evalOf(alone).slice(1))).code, 1);
});

// ------------------------------------------------------------------------------------------- the folder that one stands in

tests("a configuration file cannot replace the shipped Sigstore root, and never outranks the command line", async () => {
  const root = { "policy.config.json": '{"sigstoreRoots":{"public-good":"evil.json"}}', "evil.json": "{}", ".git/x": "" };
  const io = memoryIo({ cwd: folderWith(root) });
  assertRefused(
    { code: await run([...evalOf(layoutWith().subject)], io), ...io.written },
    4,
    /cannot replace the Sigstore root `public-good`/u,
  );
  const easy = policyOf({ builder: newKey() }, { requirement: "" });
  const folder = folderWith({ ".policyrc": JSON.stringify({ policy: easy, gate: "nothing" }), ".git/x": "" });
  const here = memoryIo({ cwd: folder });
  const code = await run(
    ["eval", layoutWith().subject, "--policy", policyFile, "--gate", "deploy", "--trace", join(folder, "t.json")],
    here,
  );
  assert.is(code, 0, here.written.stderr);
  assert.match(here.written.stdout, /^PASSED/u);
});

tests.run();
