/** Waivers that somebody really signed, over evidence that somebody really signed: each reason why one does not apply, beside the one that does. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../src/base/index.ts";
import { createWorld, type IdentitySigner, type MutationName } from "../../src/testing/index.ts";
import { matchGolden } from "../support/golden.ts";
import { judgeJson, policy, scratch } from "../support/run-policy.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { web } from "../support/trust/signing.ts";

const IMAGE = "a".repeat(64);
const NOW = "2026-01-10T12:00:00Z";
const world = await createWorld({ seed: "waivers", now: instant("2026-01-10T10:00:00Z") }, { crypto: web, hasher: crypto });
const folder = scratch();
const rootFile = join(folder, "root.json");
writeFileSync(rootFile, world.trustedRoot());

const person = (name: string): IdentitySigner => ({ san: `${name}@acme.example`, issuer: "https://accounts.acme.example" });
const [alice, scanBot, erin] = [person("alice"), person("scan-bot"), person("erin")];
const stranger: IdentitySigner = { san: "alice@mallory.example", issuer: "https://accounts.acme.example" };

const POLICY = `policy release version 3
use vuln from "std/vuln@1"
use review from "std/review@1"
trust scanner {
  sigstore public-good
  issuer "https://accounts.acme.example"
  identity is "scan-bot@acme.example"
}
trust risk-officers {
  sigstore public-good
  issuer "https://accounts.acme.example"
  identity matches glob "*@acme.example"
}
control C-02 "Scanned for CVEs, with no criticals" {
  owner "appsec@acme.example"
  waivable up to 30 days by risk-officers
  evidence scan: vuln.report signed by scanner
    fresh within 7 days of finishedOn
  require no-criticals: no finding f in scan.findings where (f.severity otherwise critical) is at least critical
    else "{f.id} is critical"
  require dated: scan has database.updatedOn
    else "the vulnerability database has no date"
}
control C-09 "Nobody may waive this" {
  evidence scan: vuln.report signed by scanner
}
gate prod {
  environment "production"
  enforce C-02, C-09
  refuse waivers W-REFUSED
}
gate dev {
  warn C-02
  enforce C-09
}
`;
const policyFile = join(folder, "release.policy");
writeFileSync(policyFile, POLICY);

type Said = Readonly<Record<string, Json>>;

/** A waiver, or anything about it that is `null` left out. */
const WAIVER: Said = {
  id: "W-1",
  kind: "risk-acceptance",
  control: "C-02",
  for: { finding: ["CVE-2026-0001"] },
  scope: { subject: `sha256:${IMAGE}` },
  requestedBy: "bob@acme.example",
  reason: "The vulnerable function is not reachable; the fix is scheduled.",
  ticket: "https://tickets.acme.example/RISK-4711",
  compensatingControls: ["Web application firewall rule 1181"],
  expires: "2026-02-03T00:00:00Z",
};

interface Evidence {
  readonly type?: string;
  readonly predicate: Said;
  readonly by: IdentitySigner;
  readonly subject?: string;
  readonly mutate?: MutationName;
  readonly at?: string;
}

function scan(findings: readonly string[], change: Partial<Evidence> = {}): Evidence {
  const result = findings.map((id) => ({ id, severity: [{ method: "CVSS_V3", score: "9.8" }] }));
  const predicate: Said = {
    scanner: { db: { lastUpdate: "2026-01-09T00:00:00Z" }, result },
    metadata: { scanStartedOn: "2026-01-09T10:00:00Z", scanFinishedOn: "2026-01-09T10:05:00Z" },
  };
  return { type: "https://in-toto.io/attestation/vulns/v0.2", predicate, by: scanBot, ...change };
}

function waiver(change: Said = {}, more: Partial<Evidence> = {}): Evidence {
  const predicate = Object.fromEntries(Object.entries({ ...WAIVER, ...change }).filter(([, value]) => value !== null));
  return { type: "https://proviso.dev/waiver/v1", predicate, by: alice, ...more };
}

function withdrawal(by: IdentitySigner, predicate: Said = { waiver: "W-1", reason: "fixed" }): Evidence {
  return { type: "https://proviso.dev/withdrawal/v1", predicate, by };
}

let files = 0;

async function bundleOf({ type = "", predicate, by, subject = IMAGE, mutate, at }: Evidence): Promise<string> {
  const statement: Json = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ digest: { sha256: subject } }],
    predicateType: type,
    predicate,
  };
  const file = join(folder, `evidence-${files++}.sigstore.json`);
  const request = { by, ...(mutate === undefined ? {} : { mutate }), ...(at === undefined ? {} : { at: instant(at) }) };
  writeFileSync(file, (await world.attest(statement, request)).bundle);
  return file;
}

async function words(evidence: readonly Evidence[], gate: string, file: string, now: string): Promise<readonly string[]> {
  const bundles = await Promise.all(evidence.map(bundleOf));
  const flags = ["--policy", file, "--gate", gate, "--at", now, "--sigstore-root", `public-good=${rootFile}`];
  return [`sha256:${IMAGE}`, ...bundles.flatMap((each) => ["--bundle", each]), ...flags];
}

/** `0 violated waived W-1 applied`, or with the reason of each waiver that does not apply. */
async function judge(evidence: readonly Evidence[], gate = "prod", file = policyFile, now = NOW): Promise<string> {
  const { code, trace } = await judgeJson(...(await words(evidence, gate, file, now)));
  const control = trace.controls.find(({ id }) => id === "C-02");
  const waivers = trace.waivers.map(({ id, applied, notAppliedBecause }) => `${id ?? "?"} ${applied ? "applied" : notAppliedBecause}`);
  return [code, control?.outcome, control?.disposition, ...waivers.sort()].join(" ");
}

const tests = suite("signed waivers");
const bad = scan(["CVE-2026-0001"]);
const BLOCKED = "1 violated enforced W-1";

const rows: readonly (readonly [name: string, evidence: readonly Evidence[], expected: string])[] = [
  ["the twin: somebody who may accepts the one finding", [bad, waiver()], "0 violated waived W-1 applied"],
  ["without it", [bad], "1 violated enforced"],
  ["for the requirement", [bad, waiver({ for: null, requirement: "C-02.no-criticals" })], "0 violated waived W-1 applied"],
  ["for the whole control", [bad, waiver({ for: null })], "0 violated waived W-1 applied"],
  [
    "an emergency with a review to come",
    [bad, waiver({ kind: "emergency", review: { dueBy: "2026-01-20T00:00:00Z" } })],
    "0 violated waived W-1 applied",
  ],
  [
    "two that cover two findings",
    [scan(["CVE-2026-0001", "CVE-2026-0002"]), waiver(), waiver({ id: "W-2", for: { finding: ["CVE-2026-0002"] } })],
    "0 violated waived W-1 applied W-2 applied",
  ],
  ["invalid: no reason", [bad, waiver({ reason: null })], "1 violated enforced ? invalid"],
  ["invalid: an empty ticket is no URI", [bad, waiver({ ticket: "" })], "1 violated enforced ? invalid"],
  ["invalid: no expiry", [bad, waiver({ expires: null })], "1 violated enforced ? invalid"],
  ["invalid: two scopes", [bad, waiver({ scope: { subject: `sha256:${IMAGE}`, repository: "r.example/app" } })], `${BLOCKED} invalid`],
  ["invalid: no scope", [bad, waiver({ scope: {} })], `${BLOCKED} invalid`],
  ["invalid: a requirement and elements", [bad, waiver({ requirement: "C-02.no-criticals" })], `${BLOCKED} invalid`],
  [
    "invalid: two kinds of elements",
    [bad, waiver({ for: { finding: ["CVE-2026-0001"], component: ["x"] } })],
    "1 violated enforced ? invalid",
  ],
  ["invalid: no element", [bad, waiver({ for: { finding: [] } })], `${BLOCKED} invalid`],
  ["invalid: an emergency without review", [bad, waiver({ kind: "emergency" })], `${BLOCKED} invalid`],
  ["invalid: an id that is no word", [bad, waiver({ id: "W 1\n" })], "1 violated enforced ? invalid"],
  ["invalid: replaces itself", [bad, waiver({ replaces: "W-1" })], `${BLOCKED} invalid`],
  ["orphan: no such control", [bad, waiver({ control: "C-20" })], `${BLOCKED} orphan`],
  ["orphan: no such requirement", [bad, waiver({ for: null, requirement: "C-02.no-highs" })], `${BLOCKED} orphan`],
  ["orphan: no such elements", [bad, waiver({ for: { component: ["x"] } })], `${BLOCKED} orphan`],
  ["refused by the gate", [bad, waiver({ id: "W-REFUSED" })], "1 violated enforced W-REFUSED refused-by-gate"],
  ["not waivable", [bad, waiver({ control: "C-09", for: null })], `${BLOCKED} not-waivable`],
  ["withdrawn", [bad, waiver(), withdrawal(erin)], `${BLOCKED} withdrawn`],
  ["withdrawn by somebody who says not which", [bad, waiver(), withdrawal(erin, { reason: "all of them" })], `${BLOCKED} withdrawn`],
  ["withdrawn by a stranger", [bad, waiver(), withdrawal(stranger)], "0 violated waived W-1 applied"],
  ["another one withdrawn", [bad, waiver(), withdrawal(erin, { waiver: "W-2", reason: "x" })], "0 violated waived W-1 applied"],
  [
    "replaced, and the new one applies",
    [bad, waiver(), waiver({ id: "W-2", replaces: "W-1" })],
    "0 violated waived W-1 replaced W-2 applied",
  ],
  [
    "replaced by one that has expired",
    [bad, waiver(), waiver({ id: "W-2", replaces: "W-1", notBefore: "2026-01-01T00:00:00Z", expires: "2026-01-10T11:00:00Z" })],
    `${BLOCKED} replaced W-2 expired`,
  ],
  [
    "replaced by a stranger",
    [bad, waiver(), waiver({ id: "W-2", replaces: "W-1" }, { by: stranger })],
    "0 violated waived W-1 applied W-2 approver-not-trusted",
  ],
  ["pending", [bad, waiver({ notBefore: "2026-01-10T12:00:01Z" })], `${BLOCKED} pending`],
  [
    "signed later than the moment that is judged: it was not there",
    [bad, waiver({}, { at: "2026-01-11T00:00:00Z" })],
    "1 violated enforced",
  ],
  ["begun in this instant", [bad, waiver({ notBefore: NOW })], "0 violated waived W-1 applied"],
  ["expired", [bad, waiver({ expires: "2026-01-10T11:59:59Z" })], `${BLOCKED} expired`],
  ["in its last instant", [bad, waiver({ expires: NOW })], "0 violated waived W-1 applied"],
  ["out of scope: another image", [bad, waiver({ scope: { subject: `sha256:${"b".repeat(64)}` } })], `${BLOCKED} out-of-scope`],
  ["out of scope: the statement is about another image", [bad, waiver({}, { subject: "b".repeat(64) })], `${BLOCKED} out-of-scope`],
  [
    "out of scope: another environment",
    [bad, waiver({ scope: { subject: `sha256:${IMAGE}`, environment: "dev" } })],
    `${BLOCKED} out-of-scope`,
  ],
  [
    "this environment",
    [bad, waiver({ scope: { subject: `sha256:${IMAGE}`, environment: "production" } })],
    "0 violated waived W-1 applied",
  ],
  ["out of scope: a whole repository", [bad, waiver({ scope: { repository: "r.example/app" } })], `${BLOCKED} out-of-scope`],
  ["exactly as long as it may", [bad, waiver({ expires: "2026-02-09T10:00:00Z" })], "0 violated waived W-1 applied"],
  ["too long", [bad, waiver({ expires: "2026-02-09T10:00:01Z" })], `${BLOCKED} too-long`],
  ["signed by a stranger", [bad, waiver({}, { by: stranger })], `${BLOCKED} approver-not-trusted`],
  ["signed by the requester", [bad, waiver({ requestedBy: "alice@acme.example" })], `${BLOCKED} approver-not-independent`],
  ["nobody knows who the requester is", [bad, waiver({ requestedBy: "github:alice" })], `${BLOCKED} approver-not-independent`],
  ["signed by whoever signed the evidence", [bad, waiver({}, { by: scanBot })], `${BLOCKED} approver-not-independent`],
  [
    "an emergency nobody reviewed",
    [bad, waiver({ kind: "emergency", review: { dueBy: "2026-01-10T11:59:59Z" } })],
    `${BLOCKED} review-overdue`,
  ],
  [
    "an overdue review keeps the next emergency from applying",
    [
      bad,
      waiver({ id: "W-0", kind: "emergency", review: { dueBy: "2026-01-10T11:00:00Z" } }),
      waiver({ kind: "emergency", review: { dueBy: "2026-01-20T00:00:00Z" } }),
    ],
    "1 violated enforced W-0 review-overdue W-1 review-overdue",
  ],
  [
    "and no risk acceptance",
    [bad, waiver({ id: "W-0", kind: "emergency", review: { dueBy: "2026-01-10T11:00:00Z" } }), waiver()],
    "0 violated waived W-0 review-overdue W-1 applied",
  ],
  ["nothing to waive", [scan([]), waiver()], "0 satisfied clear W-1 nothing-to-waive"],
  ["nothing to waive: another finding", [bad, waiver({ for: { finding: ["CVE-2026-9999"] } })], `${BLOCKED} nothing-to-waive`],
  ["one of two findings", [scan(["CVE-2026-0001", "CVE-2026-0002"]), waiver()], `${BLOCKED} incomplete-cover`],
  ["missing evidence, and another control that misses it", [waiver({ for: null })], "1 missing waived W-1 applied"],
  ["missing evidence is no finding", [waiver()], "1 missing enforced W-1 nothing-to-waive"],
];
for (const [name, evidence, expected] of rows) tests(name, async () => assert.is(await judge(evidence), expected));

tests("eng-05: what could not be verified is not waived, and the gate stays shut", async () => {
  const forged = scan(["CVE-2026-0001"], { mutate: "signature-zero" });
  assert.is(await judge([forged, waiver({ for: null })]), "2 unverifiable enforced W-1 unverifiable-outcome");
});

tests("a forged waiver is no waiver", async () => {
  const { code, trace } = await judgeJson(...(await words([bad, waiver({}, { mutate: "signature-zero" })], "prod", policyFile, NOW)));
  assert.is(code, 1);
  assert.equal(trace.waivers, []);
  assert.match(trace.warnings.map(({ text }) => text).join(), /calls itself a waiver and could not be verified/u);
});

tests("where the gate only warns, a waiver counts too", async () => {
  assert.is(await judge([bad, waiver()], "dev"), "0 violated waived W-1 applied");
  assert.is(await judge([bad], "dev"), "0 violated warned");
});

const golden: readonly (readonly [file: string, evidence: readonly Evidence[], gate: string, exit: number])[] = [
  ["applied", [bad, waiver()], "prod", 0],
  ["expired", [bad, waiver({ expires: "2026-01-10T11:59:59Z" })], "prod", 1],
  ["incomplete", [scan(["CVE-2026-0001", "CVE-2026-0002"]), waiver(), waiver({ control: "C-20", id: "W-3" })], "prod", 1],
  ["warned", [bad], "dev", 0],
];
for (const [file, evidence, gate, exit] of golden) {
  tests(`what a person is told: ${file}`, async () => {
    const { code, stdout } = await policy("eval", ...(await words(evidence, gate, policyFile, NOW)));
    assert.is(code, exit);
    matchGolden(
      `waivers/${file}.txt`,
      stdout
        .replaceAll(/sha256:[0-9a-f]{12}/gu, "sha256:…")
        .replaceAll(/A-\d\d/gu, "A-…")
        .replaceAll(/entry \d+/gu, "entry …"),
    );
  });
}

tests.run();
