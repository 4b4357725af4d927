/** From what became of an envelope to the class of a candidate: `verification.md` §2, `language.md` §6.3. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JudgedAttestation } from "../../src/engine/index.ts";
import { search, type Searching } from "../../src/engine/search.ts";
import type { Search } from "../../src/evaluate/index.ts";
import { NOW } from "../evaluate/support/world.ts";
import { certificate, claims, discovery, evidence, IMAGE, INDEX, key, keyOf, OTHER, rejected, searching, verified } from "./parts.ts";

const tests = suite("search");

function find(attestations: readonly JudgedAttestation[], name = "x", change: Partial<Searching> = {}): Search {
  return search(searching(attestations, change), evidence(name));
}

/** `A not-ours signature·signature-invalid`. */
function told(found: Search): readonly string[] {
  return found.candidates.map(({ attestation, standing }) =>
    standing.kind === "authentic"
      ? `${attestation} ${standing.reading.kind}`
      : `${attestation} ${standing.kind} ${standing.because.step}·${standing.because.reason}`,
  );
}

const hint = { keyids: [keyOf("a")] };

/** One envelope, and the class that it gets for evidence `x`, signed by keys a or b. */
const CLASSES: readonly (readonly [name: string, attestation: JudgedAttestation, expected: readonly string[]])[] = [
  ["admitted", verified("A", [key("a")]), ["A readable"]],
  ["admitted, and its predicate does not fit", verified("A", [key("a")], { n: "one" }), ["A unreadable"]],
  ["signed by a stranger", verified("A", [key("c")]), ["A not-ours trust·key-not-listed"]],
  [
    "signed by a stranger who names our key",
    rejected("A", "signature", "signature-invalid", { ...claims(), ...hint }),
    ["A failed signature·signature-invalid"],
  ],
  [
    "with a broken signature and nobody's key",
    rejected("A", "signature", "signature-invalid", claims()),
    ["A not-ours signature·signature-invalid"],
  ],
  [
    "proven to be ours, and a later step failed",
    rejected("A", "tlog", "inclusion-invalid", claims(), { signedBy: [keyOf("b")] }),
    ["A failed tlog·inclusion-invalid"],
  ],
  ["signed after the evaluation time", rejected("A", "time", "time-in-future", { ...claims(), ...hint }), ["A later time·time-in-future"]],
  ["a bare statement", rejected("A", "decode", "not-signed", claims(), { notSigned: true }), ["A not-ours decode·not-signed"]],
  ["without signatures", rejected("A", "envelope", "no-signatures", claims()), ["A not-ours envelope·no-signatures"]],
  ["no JSON", rejected("A", "decode", "json-malformed"), ["A failed decode·json-malformed"]],
  ["no envelope", rejected("A", "envelope", "envelope-malformed"), ["A failed envelope·envelope-malformed"]],
  ["a broken bundle", rejected("A", "bundle", "bundle-malformed"), ["A failed bundle·bundle-malformed"]],
  ["no statement", rejected("A", "statement", "statement-invalid"), ["A failed statement·statement-invalid"]],
  ["no in-toto payload", rejected("A", "payload-type", "payload-type-unsupported"), ["A failed payload-type·payload-type-unsupported"]],
  ["too large to be opened", rejected("A", "decode", "too-large"), ["A failed decode·too-large"]],
  ["no attestation at all", rejected("A", "bundle", "not-an-attestation"), []],
  ["of another type", verified("A", [key("a")], { type: "https://other.example/v1" }), []],
  [
    "claiming another type, unverified",
    rejected("A", "signature", "signature-invalid", { ...claims({ type: "https://other.example/v1" }), ...hint }),
    [],
  ],
  [
    "unreadable, and claiming another type",
    rejected("A", "payload-type", "payload-type-unsupported", claims({ type: "https://other.example/v1" })),
    [],
  ],
  ["about another subject", verified("A", [key("a")], { subjects: [OTHER] }), ["A other-subject subject·subject-mismatch"]],
  ["about another subject and ours", verified("A", [key("a")], { subjects: [OTHER, IMAGE] }), ["A readable"]],
  [
    "claiming another subject, unverified",
    rejected("A", "signature", "signature-invalid", { ...claims({ subjects: [OTHER] }), ...hint }),
    ["A other-subject subject·subject-mismatch"],
  ],
];

for (const [name, attestation, expected] of CLASSES) tests(name, () => assert.equal(told(find([attestation])), expected));

tests("an unreadable envelope counts where it is listed for this very subject, and nowhere else", () => {
  const broken = (subject: typeof IMAGE | undefined, sources: readonly `S-${number}`[]) =>
    rejected("A", "decode", "json-malformed", {}, { sources, ...(subject === undefined ? {} : { subject }) });
  const failed = ["A failed decode·json-malformed"];
  assert.equal(told(find([broken(IMAGE, ["S-1"])])), failed);
  assert.equal(told(find([broken(OTHER, ["S-1"])])), [], "its carrier names another subject");
  assert.equal(told(find([broken(undefined, ["S-2"])])), [], "its source was asked about another subject");
  assert.equal(told(find([broken(undefined, ["S-1", "S-2"])])), failed, "one of its sources was asked about ours");
  assert.equal(told(find([broken(undefined, ["S-3"])])), failed, "a file of evidence says nothing about position");
  const platform = { judged: { digest: OTHER, indexPath: [INDEX] } };
  assert.equal(told(find([broken(INDEX, ["S-3"])], "x", platform)), failed, "the index on the way is ours too");
});

tests("the index on the user's own path counts, with its chain; another does not", () => {
  const about = verified("A", [key("a")], { subjects: [INDEX] });
  const found = find([about], "x", { judged: { digest: IMAGE, indexPath: [INDEX] } });
  assert.equal(told(found), ["A readable"]);
  assert.is(found.candidates[0]?.relation, "index-of");
  assert.equal(found.candidates[0]?.chain, [INDEX, IMAGE]);
  assert.equal(told(find([about])), ["A other-subject subject·subject-mismatch"]);
});

tests("the same payload in two envelopes is one candidate, shown by the one that was admitted", () => {
  const found = find([
    rejected("A", "signature", "signature-invalid", { ...claims(), ...hint }),
    verified("B", [key("c")]),
    verified("C", [key("a")]),
  ]);
  assert.equal(told(found), ["C readable"]);
  assert.equal(told(find([verified("A", [key("a")], { salt: "1" }), verified("B", [key("a")], { salt: "2" })])), [
    "A readable",
    "B readable",
  ]);
});

tests("a bad attestation never hides a good one next to it", () => {
  const bad = [
    rejected("X", "decode", "json-malformed"),
    rejected("Y", "signature", "signature-invalid", { ...claims(), ...hint }),
    rejected("Z", "signature", "signature-invalid", { ...claims({ n: 2 }), ...hint }),
    verified("W", [key("c")], { n: 3 }),
  ];
  const good = verified("A", [key("a")]);
  for (const order of [
    [...bad, good],
    [good, ...bad],
  ]) {
    assert.ok(told(find(order)).includes("A readable"));
  }
});

for (const reason of ["deadline-exceeded", "internal-error"] as const) {
  for (const [step, claimed] of [
    ["statement", {}],
    ["signature", { keyids: ["nobody's"] }],
    ["decode", claims({ n: 9 })],
  ] as const) {
    tests(`${reason} at ${step} is undecided for every trust root, whatever it claims`, () => {
      const open = rejected("B", step, reason, claimed);
      const kinds = ["x", "either-of", "named"].map((name) =>
        search(searching([verified("A", [key("a")]), open]), evidence(name)).candidates.map(
          ({ attestation, standing }) => `${attestation} ${standing.kind}`,
        ),
      );
      assert.equal(kinds, [
        ["A authentic", "B undecided"],
        ["A authentic", "B undecided"],
        ["A not-ours", "B undecided"],
      ]);
    });
  }
}

tests("an undecided envelope about another image, by its own word or where it was listed, disturbs nobody", () => {
  const standings = (open: ReturnType<typeof rejected>) =>
    search(searching([open]), evidence("x")).candidates.map(({ standing }) => standing.kind);
  assert.equal(standings(rejected("B", "signature", "deadline-exceeded", claims({ subjects: [OTHER] }))), ["other-subject"]);
  assert.equal(standings(rejected("B", "signature", "deadline-exceeded", {}, { subject: OTHER })), []);
});

tests("a threshold counts distinct keys over envelopes with one payload", () => {
  assert.equal(told(find([verified("A", [key("a")])], "two")), ["A failed threshold·threshold-not-met"]);
  assert.equal(told(find([verified("A", [key("a")]), verified("B", [key("a")])], "two")), ["A failed threshold·threshold-not-met"]);
  assert.equal(told(find([verified("A", [key("a")]), verified("B", [key("b")])], "two")), ["A readable"]);
  assert.equal(told(find([verified("A", [key("a")]), verified("B", [key("b")], { salt: "other" })], "two")), [
    "A failed threshold·threshold-not-met",
    "B failed threshold·threshold-not-met",
  ]);
});

tests("the first trust root that admits it serves, and the nearest answer is told where none does", () => {
  assert.equal(told(find([verified("A", [key("a")])], "either-of")), ["A readable"]);
  assert.equal(told(find([verified("A", [key("c")])], "either-of")), ["A readable"]);
  const claimed = rejected("A", "signature", "signature-invalid", { ...claims(), ...hint });
  assert.equal(told(find([claimed], "either-of")), ["A failed signature·signature-invalid"]);
});

tests("the earliest proven time counts, with who proved it", () => {
  const times = [
    { kind: "timestamp", operator: "tsa", at: NOW - 5n },
    { kind: "log", operator: "log", at: NOW - 9n },
  ] as const;
  const [candidate] = find([verified("A", [key("a")], {}, times)]).candidates;
  assert.equal(candidate?.standing.kind === "authentic" ? candidate.standing.signedAt : "none", { at: NOW - 9n, by: "log" });
});

function signersOf(attestation: JudgedAttestation, name: string): readonly string[] {
  const [candidate] = find([attestation], name).candidates;
  return candidate?.standing.kind === "authentic" ? candidate.standing.signers.map(({ kind, text }) => `${kind} ${text}`) : [];
}

tests("signers are who they are: a holder, a key, a workflow; never one certificate of many", () => {
  assert.equal(signersOf(verified("A", [key("a")]), "x"), ["email alice@acme.example"]);
  assert.equal(signersOf(verified("A", [key("b")]), "x"), [`key ${keyOf("b")}`]);
  assert.equal(signersOf(verified("A", [certificate("https://github.com/acme/w.yml@refs/heads/main", "1")]), "named"), [
    "uri https://github.com/acme/w.yml@refs/heads/main",
  ]);
  const odd = (serial: string) => signersOf(verified("A", [certificate("no such notation", serial)]), "named");
  assert.equal(odd("1"), odd("2"));
  assert.equal(odd("1"), ["account no such notation"]);
});

tests("nothing found, nothing of the type, and a source that failed are told apart", () => {
  assert.is(find([]).nothing, "none-found");
  assert.is(find([rejected("A", "bundle", "not-an-attestation")]).nothing, "none-found");
  assert.is(find([verified("A", [key("a")], { type: "https://other.example/v1" })]).nothing, "none-of-type");
  assert.equal(find([]).incomplete, []);
  const failed = find([], "x", { discovery: discovery({ failed: true }) });
  assert.equal(
    failed.incomplete.map(({ step, reason }) => `${step}·${reason}`),
    ["fetch·timeout"],
  );
  const nobody = find([], "x", { discovery: discovery({ absenceHolds: false }) });
  assert.equal(
    nobody.incomplete.map(({ reason }) => reason),
    ["no-source"],
  );
});

tests.run();
