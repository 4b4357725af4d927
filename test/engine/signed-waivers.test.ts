/** Which signed waivers and withdrawals a run saw, and whether there may be more: what was withdrawn must not come back by hiding that. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JudgedAttestation } from "../../src/engine/index.ts";
import { findWaivers, type WaiverSearch } from "../../src/engine/signed-waivers.ts";
import { judgeGate } from "../../src/evaluate/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { crypto } from "../support/trust/run.ts";
import { aRequest, json, NOW } from "../evaluate/support/world.ts";
import { key, rejected, sha, verified } from "./parts.ts";

const tests = suite("signed waivers and what may be unseen");
const IMAGE = sha("index");
const [AMD, ARM] = [sha("linux/amd64"), sha("linux/arm64")];
const WAIVER = "https://proviso.dev/waiver/v1";
const WITHDRAWAL = "https://proviso.dev/withdrawal/v1";

const policyOf = (each: string) =>
  checkedPolicy(`policy t version 1
predicate p "https://acme.example/p/v1" { n: Int }
trust r { key "keys/b.pub" }
trust officers { key "keys/a.pub" held by "alice@acme.example"
  accept claimed time }
control C "c" { ${each}
  waivable up to 30 days by officers
  evidence x: p signed by r
}
gate prod { enforce C }
`);
type Holder = "a" | "b" | "c";

const whole = policyOf("");
const byPlatform = policyOf("for every platform");

function signed(id: string, type: string, predicate: unknown, about = IMAGE, by: readonly Holder[] = ["a"]): JudgedAttestation {
  const made = verified(id, by.map(key), { type, subjects: [about], salt: id });
  const { verification } = made;
  if (verification.kind !== "verified") throw new Error("it is verified");
  return { ...made, verification: { ...verification, statement: { ...verification.statement, predicate: json(predicate) } } };
}

function waiver(subject = IMAGE, about = subject, by: readonly Holder[] = ["a"]): JudgedAttestation {
  return signed(
    "A-01",
    WAIVER,
    {
      id: "W-1",
      kind: "risk-acceptance",
      control: "C",
      scope: { subject },
      requestedBy: "bob@acme.example",
      reason: "r",
      ticket: "https://tickets.acme.example/1",
      notBefore: "2026-01-05T00:00:00Z",
      expires: "2026-01-20T00:00:00Z",
    },
    about,
    by,
  );
}

const withdrawal = signed("A-02", WITHDRAWAL, { waiver: "W-1", reason: "fixed" });
const gap: WaiverSearch["incomplete"] = [{ step: "fetch", reason: "timeout", detail: "S-2 referrers-api: it did not answer" }];

function told(
  attestations: readonly JudgedAttestation[],
  { policy = whole, incomplete = [] as WaiverSearch["incomplete"] } = {},
): readonly unknown[] {
  const [subject, ...platforms] = [IMAGE, AMD, ARM].map((digest) => ({ digest, indexPath: digest === IMAGE ? [] : [IMAGE] }));
  const [gate] = policy.gates;
  if (!subject || !gate) throw new Error("there is one");
  const waivers = findWaivers({ policy, attestations, subject, platforms, incomplete, now: NOW, hasher: crypto });
  const each = platforms.map(({ digest }) => ({ digest, digests: { digests: [digest] } }));
  const { controls, waivers: verdicts } = judgeGate({
    policy,
    gate,
    request: { ...aRequest, now: NOW, digest: { digests: [IMAGE] }, platforms: { each, unread: [] } },
    search: () => ({ candidates: [], nothing: "none-found", incomplete: [] }),
    waivers,
  });
  return [
    controls[0]?.disposition,
    ...verdicts.map((verdict) => (verdict.kind === "applied" ? "applied" : `${verdict.because}: ${verdict.detail ?? ""}`)),
  ];
}

const late = (
  type: string | undefined,
  step: "statement" | "signature" = "statement",
  reason: "deadline-exceeded" | "internal-error" = "deadline-exceeded",
) => rejected("A-03", step, reason, type === undefined ? {} : { predicateType: type, payloadDigest: sha("late") });
const unknown = (detail: string) => ["enforced", `withdrawal-unknown: ${detail}`];
const UNDECIDED = unknown("A-03 may be its withdrawal, and could not be decided");

const copy = (by: Holder) => signed("A-02", WITHDRAWAL, { waiver: "W-1", reason: "fixed" }, IMAGE, [by]);

/** Another envelope over the same statement, which nobody could decide. */
function lateCopy({ verification }: JudgedAttestation, predicateType = WITHDRAWAL): JudgedAttestation {
  if (verification.kind !== "verified") throw new Error("it is verified");
  return rejected("A-03", "statement", "deadline-exceeded", { predicateType, payloadDigest: verification.facts.payloadDigest });
}

const rows: readonly (readonly [name: string, attestations: readonly JudgedAttestation[], expected: readonly string[]])[] = [
  ["the twin: all was seen and decided", [waiver()], ["waived", "applied"]],
  ["a withdrawal", [waiver(), withdrawal], ["enforced", "withdrawn: A-02 withdraws it"]],
  ["a withdrawal out of time", [waiver(), late(WITHDRAWAL)], UNDECIDED],
  ["a withdrawal that was given up in its signature", [waiver(), late(WITHDRAWAL, "signature")], UNDECIDED],
  ["a withdrawal that met a mistake of ours", [waiver(), late(WITHDRAWAL, "signature", "internal-error")], UNDECIDED],
  ["another waiver out of time, which may replace it", [waiver(), late(WAIVER)], UNDECIDED],
  ["nobody knows what is out of time", [waiver(), late(undefined)], UNDECIDED],
  ["something else out of time", [waiver(), late("https://acme.example/p/v1")], ["waived", "applied"]],
  [
    "a withdrawal that is forged",
    [waiver(), rejected("A-03", "signature", "signature-invalid", { predicateType: WITHDRAWAL })],
    ["waived", "applied"],
  ],
  ["a withdrawal out of time beside a copy by a stranger", [waiver(), copy("c"), lateCopy(copy("c"))], UNDECIDED],
  [
    "a withdrawal out of time beside one by whoever may approve",
    [waiver(), copy("a"), lateCopy(copy("a"))],
    ["enforced", "withdrawn: A-02 withdraws it"],
  ],
];
for (const [name, attestations, expected] of rows) tests(name, () => assert.equal(told(attestations), expected));

tests("where two must sign, one withdrawal that was decided does not settle what the other says", () => {
  const two = checkedPolicy(`policy t version 1
predicate p "https://acme.example/p/v1" { n: Int }
trust r { key "keys/c.pub" }
trust officers { key "keys/a.pub" held by "alice@acme.example" key "keys/b.pub" held by "carol@acme.example" threshold 2
  accept claimed time }
control C "c" {
  waivable up to 30 days by officers
  evidence x: p signed by r
}
gate prod { enforce C }
`);
  const both = waiver(IMAGE, IMAGE, ["a", "b"]);
  assert.equal(told([both], { policy: two }), ["waived", "applied"]);
  assert.equal(told([both, copy("a"), lateCopy(copy("a"))], { policy: two }), UNDECIDED);
});

tests("a source that failed may hold a withdrawal", () => {
  const detail = "what was found may not be all, a withdrawal among the rest: S-2 referrers-api: it did not answer";
  assert.equal(told([waiver()], { incomplete: gap }), unknown(detail));
  assert.equal(told([waiver(), withdrawal], { incomplete: gap }), ["enforced", "withdrawn: A-02 withdraws it"]);
});

for (const [name, policy, made, expected] of [
  ["one platform, of a control over the whole image", whole, waiver(AMD), ["enforced", "out-of-scope"]],
  ["the image, said about one platform", whole, waiver(IMAGE, AMD), ["enforced", "out-of-scope"]],
  ["one of two platforms", byPlatform, waiver(AMD), ["enforced", "incomplete-cover"]],
  ["every platform", byPlatform, waiver(), ["waived", "applied"]],
  ["another image", byPlatform, waiver(sha("another")), ["enforced", "out-of-scope"]],
] as const) {
  tests(`a waiver for ${name}`, () =>
    assert.equal(
      told([made], { policy }).map((text) => String(text).replace(/:.*/u, "")),
      expected,
    ),
  );
}

tests.run();
