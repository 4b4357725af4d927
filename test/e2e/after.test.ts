/** A gate that comes after another one: the earlier gate's verdict, really signed, about this image and under this policy. `language.md` §6.11. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../src/base/index.ts";
import { createWorld, type IdentitySigner, type MutationName } from "../../src/testing/index.ts";
import { controlOf, judgeJson, scratch } from "../support/run-policy.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { web } from "../support/trust/signing.ts";

const IMAGE = "a".repeat(64);
const NOW = "2026-01-20T00:00:00Z";
const world = await createWorld({ seed: "after", now: instant("2026-01-05T00:00:00Z") }, { crypto: web, hasher: crypto });
const folder = scratch();
const rootFile = join(folder, "root.json");
writeFileSync(rootFile, world.trustedRoot());

const ISSUER = "https://accounts.acme.example";
const gatekeeper: IdentitySigner = { san: "gate@acme.example", issuer: ISSUER };
const stranger: IdentitySigner = { san: "gate@mallory.example", issuer: ISSUER };

const policyFile = join(folder, "release.policy");
writeFileSync(
  policyFile,
  `policy release version 3
use promotion from "std/promotion@1"
trust gatekeeper {
  sigstore public-good
  issuer "${ISSUER}"
  identity is "gate@acme.example"
}
control C-01 "Approved" {
  evidence approval: any promotion.approval signed by gatekeeper
}
control C-02 "Over" {
  until 2020-01-01
  evidence approval: any promotion.approval signed by gatekeeper
}
gate dev {
  enforce C-01
}
gate prod {
  after dev signed by gatekeeper fresh within 14 days
  enforce C-01
}
gate idle {
  after dev signed by gatekeeper fresh within 14 days
  enforce C-02
}
`,
);

interface Said {
  readonly decision?: string;
  readonly gate?: string;
  readonly policy?: string;
  readonly version?: string;
  readonly evaluatedAt?: string;
  readonly by?: IdentitySigner;
  readonly subject?: string;
  readonly at?: string;
  readonly mutate?: MutationName;
}

let files = 0;

async function bundleOf(
  predicateType: string,
  predicate: Json,
  { by = gatekeeper, subject = IMAGE, mutate, at = "2026-01-19T00:00:00Z" }: Said,
): Promise<string> {
  const statement: Json = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ digest: { sha256: subject } }],
    predicateType,
    predicate,
  };
  const file = join(folder, `evidence-${files++}.sigstore.json`);
  writeFileSync(file, (await world.attest(statement, { by, at: instant(at), ...(mutate === undefined ? {} : { mutate }) })).bundle);
  return file;
}

function verdict(said: Said): Promise<string> {
  const { decision = "passed", gate = "dev", policy = "release", version = "3", evaluatedAt = "2026-01-18T00:00:00Z" } = said;
  const predicate = { decision, request: { gate }, policy: { name: policy, version }, evaluatedAt, validUntil: "2026-01-19T00:00:00Z" };
  return bundleOf("https://proviso.dev/verdict/v1", predicate, said);
}

async function judge(verdicts: readonly Said[], gate = "prod"): Promise<string> {
  const approval = await bundleOf(
    "https://proviso.dev/approval/v1",
    { decision: "approved", environment: "prod", decidedOn: "2026-01-19T00:00:00Z" },
    {},
  );
  const bundles = [approval, ...(await Promise.all(verdicts.map(verdict)))].flatMap((file) => ["--bundle", file]);
  const flags = ["--policy", policyFile, "--gate", gate, "--at", NOW, "--sigstore-root", `public-good=${rootFile}`];
  const { code, trace } = await judgeJson(`sha256:${IMAGE}`, ...bundles, ...flags);
  const { outcome, disposition, judgements } = controlOf(trace, "after.dev");
  const failed = judgements.flatMap(({ requirements }) => requirements.filter(({ truth }) => truth === "false").map(({ id }) => id));
  const missing = judgements.flatMap(({ evidence }) => evidence.flatMap(({ reasons = [] }) => reasons.map(({ reason }) => reason)));
  return [code, outcome, disposition, ...failed, ...missing].join(" ");
}

const tests = suite("after another gate");

const rows: readonly (readonly [name: string, verdicts: readonly Said[], expected: string])[] = [
  ["dev passed it", [{}], "0 satisfied clear"],
  ["nobody says so", [], "1 missing enforced none-of-type"],
  ["dev blocked it", [{ decision: "blocked" }], "1 violated enforced after.dev.passed"],
  ["dev could not judge it", [{ decision: "not-judged" }], "1 violated enforced after.dev.passed"],
  ["another gate passed it", [{ gate: "test" }], "1 missing enforced none-selected"],
  ["another policy passed it", [{ policy: "looser" }], "1 missing enforced none-selected"],
  ["another version of the policy passed it", [{ version: "2" }], "1 missing enforced none-selected"],
  ["another image passed", [{ subject: "b".repeat(64) }], "1 missing enforced none-for-subject"],
  ["a stranger says so", [{ by: stranger }], "1 missing enforced none-from-root"],
  ["a broken signature", [{ mutate: "signature-zero" }], "2 unverifiable enforced signature-invalid"],
  ["fourteen days ago, to the second", [{ evaluatedAt: "2026-01-06T00:00:00Z" }], "0 satisfied clear"],
  ["a second longer ago", [{ evaluatedAt: "2026-01-05T23:59:59Z" }], "1 violated enforced after.dev.verdict.fresh"],
  [
    "it passed, and later it did not",
    [{}, { decision: "blocked", evaluatedAt: "2026-01-18T12:00:00Z" }],
    "1 violated enforced after.dev.passed",
  ],
  ["it did not, and later it passed", [{ decision: "blocked" }, { evaluatedAt: "2026-01-18T12:00:00Z" }], "0 satisfied clear"],
  ["two verdicts of one moment that differ", [{}, { decision: "blocked" }], "2 unverifiable enforced ambiguous"],
  ["judged later than it was signed", [{ evaluatedAt: "2026-01-19T12:00:00Z" }], "2 unverifiable enforced claimed-time-in-future"],
];
for (const [name, verdicts, expected] of rows) tests(name, async () => assert.is(await judge(verdicts), expected));

tests("an earlier gate's verdict judges nothing by itself", async () => assert.is(await judge([{}], "idle"), "2 satisfied clear"));

tests.run();
