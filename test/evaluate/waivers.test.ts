/** Waivers that stand in the policy, dates, and the laws of both: `language.md` §6.9, §6.10. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseRepository } from "../../src/base/index.ts";
import type { GateVerdict, Request, Waiver } from "../../src/evaluate/index.ts";
import { statedWaiver } from "../../src/evaluate/waivers/stated.ts";
import type { WaiveBlock } from "../../src/language/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { checkProperty, fc } from "../support/property.ts";
import { listing } from "./support/cells.ts";
import { aRequest, instant, judgeWorld, type Stated, type World } from "./support/world.ts";

const tests = suite("waivers");
const IMAGE = aRequest.digest.digests[0] ?? "";

const HEAD = `policy t version 1
person "alice@acme.example" also "github:alice-acme"
record item key name { name: String  bad: Bool  who: optional Identity }
predicate p "https://acme.example/p/v1" { n: Int  madeOn: Timestamp at "/at"  kind-of: String at "/kind"  items: List of item at "/items" }
predicate review "https://acme.example/review/v1" { authors: Set of Identity as author  ok: Bool }
trust r { key "keys/a.pub" accept claimed time }
trust officers {
  key "keys/alice.pub" held by "alice@acme.example"
  key "keys/bob.pub" held by "bob@acme.example"
}
`;

interface Block {
  readonly head?: string;
  readonly approver?: string;
  readonly on?: string;
  readonly expires?: string;
  readonly subject?: string;
  readonly more?: string;
}

function block({
  head = "C as W-1",
  approver = "alice@acme.example",
  on = "2026-01-05",
  expires = "2026-01-20",
  subject = `is "${IMAGE}"`,
  more = "",
}: Block = {}): string {
  return `waive ${head} {
  reason "r"
  ticket "t"
  requested by "carol@acme.example"
  approved by "${approver}" on ${on}
  expires ${expires}
  subject ${subject}
  ${more}
}
`;
}

const BODY = `evidence x: p signed by r
  require clean: no item i in x.items where i.bad else "{i.name}"
  require small: x.n < 5 else "n is {x.n}"`;

function policy(
  blocks: string,
  { body = BODY, gate = "enforce C", waivable = "waivable up to 30 days by officers scope repository" } = {},
) {
  return checkedPolicy(`${HEAD}control C "c" {
  ${waivable}
  ${body}
}
${blocks}
gate prod { ${gate} }
`);
}

const items = (...names: readonly string[]) => names.map((name) => ({ name, bad: true }));
const said = (n: number, bad: readonly unknown[] = [], signers?: readonly string[]): Stated => ({
  predicate: { n, at: "2026-01-09T00:00:00Z", kind: "k", items: bad },
  ...(signers && { signers }),
});
const robot = ["robot@ci.example"];

function told(verdict: GateVerdict): string {
  const [control] = verdict.controls;
  const waivers = verdict.waivers.map((each) => `${each.waiver.id ?? "?"} ${each.kind === "applied" ? "applied" : each.because}`);
  return [verdict.exitCode, control?.outcome, control?.disposition, ...waivers].join(" ");
}

function judge(text: ReturnType<typeof policy>, world: World, request: Partial<Request> = {}): string {
  return told(judgeWorld(text, world, request));
}

const bad: World = { x: [said(9, [], robot)] };

const rows: readonly (readonly [name: string, blocks: string, world: World, expected: string])[] = [
  ["the whole control", block(), bad, "0 violated waived W-1 applied"],
  ["one requirement", block({ head: "C for requirement small as W-1" }), bad, "0 violated waived W-1 applied"],
  ["the other requirement", block({ head: "C for requirement clean as W-1" }), bad, "1 violated enforced W-1 nothing-to-waive"],
  ["one element", block({ head: 'C for item "a" as W-1' }), { x: [said(1, items("a"), robot)] }, "0 violated waived W-1 applied"],
  [
    "one of two elements",
    block({ head: 'C for item "a" as W-1' }),
    { x: [said(1, items("a", "b"), robot)] },
    "1 violated enforced W-1 incomplete-cover",
  ],
  [
    "both of two elements",
    block({ head: 'C for item "a", "b" as W-1' }),
    { x: [said(1, items("a", "b"), robot)] },
    "0 violated waived W-1 applied",
  ],
  [
    "thirty elements, more than a trace shows",
    block({ head: `C for item ${Array.from({ length: 29 }, (_, i) => `"i${i}"`).join(", ")} as W-1` }),
    { x: [said(1, items(...Array.from({ length: 30 }, (_, i) => `i${i}`)), robot)] },
    "1 violated enforced W-1 incomplete-cover",
  ],
  [
    "an element beside a requirement",
    block({ head: 'C for item "a" as W-1' }),
    { x: [said(9, items("a"), robot)] },
    "1 violated enforced W-1 incomplete-cover",
  ],
  [
    "two waivers, each its own part",
    block({ head: 'C for item "a" as W-1' }) + block({ head: "C for requirement small as W-2" }),
    { x: [said(9, items("a"), robot)] },
    "0 violated waived W-1 applied W-2 applied",
  ],
  ["missing evidence", block(), { x: [] }, "0 missing waived W-1 applied"],
  [
    "missing evidence is no requirement",
    block({ head: "C for requirement small as W-1" }),
    { x: [] },
    "1 missing enforced W-1 incomplete-cover",
  ],
  ["what could not be verified", block(), { x: listing("X") }, "2 unverifiable enforced W-1 unverifiable-outcome"],
  ["what could not be read", block(), { x: listing("B") }, "2 unverifiable enforced W-1 unverifiable-outcome"],
  ["a source that did not answer", block(), { x: listing("!") }, "2 unverifiable enforced W-1 unverifiable-outcome"],
  ["nothing failed", block(), { x: [said(1, [], robot)] }, "0 satisfied clear W-1 nothing-to-waive"],
  ["another image", block({ subject: `is "sha256:${"0b".repeat(32)}"` }), bad, "1 violated enforced W-1 out-of-scope"],
  ["replaced", block() + block({ head: "C as W-2", more: "replaces W-1" }), bad, "0 violated waived W-1 replaced W-2 applied"],
  [
    "replaced from tomorrow on",
    block() + block({ head: "C as W-2", on: "2026-01-11", more: "replaces W-1" }),
    bad,
    "0 violated waived W-1 applied W-2 pending",
  ],
  [
    "each replaces the other",
    block({ more: "replaces W-2" }) + block({ head: "C as W-2", more: "replaces W-1" }),
    bad,
    "1 violated enforced W-1 replaced W-2 replaced",
  ],
];
for (const [name, blocks, world, expected] of rows) tests(name, () => assert.is(judge(policy(blocks), world), expected));

const DAYS: readonly (readonly [now: string, expected: string])[] = [
  ["2026-01-04T23:59:59.999999999Z", "1 violated enforced W-1 pending"],
  ["2026-01-05T00:00:00Z", "0 violated waived W-1 applied"],
  ["2026-01-20T23:59:59.999999999Z", "0 violated waived W-1 applied"],
  ["2026-01-21T00:00:00Z", "1 violated enforced W-1 expired"],
];
for (const [now, expected] of DAYS) {
  tests(`approved on 5 January, expires 20 January: at ${now}`, () => {
    const world = { x: [{ predicate: { n: 9, at: "2026-01-01T00:00:00Z", kind: "k", items: [] }, signers: robot }] };
    assert.is(judge(policy(block()), world, { now: instant(now) }), expected);
  });
}
tests("a verdict that rests on a waiver holds as long as the waiver", () => {
  const { holdsUntil } = judgeWorld(policy(block()), bad);
  assert.is(holdsUntil, instant("2026-01-20T23:59:59.999999999Z"));
});

function repository(text: string): Pick<Request, "repository"> {
  const parsed = parseRepository(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return { repository: parsed.value };
}
for (const [asked, expected] of [
  [repository("registry.acme.example/payments"), "0 violated waived W-1 applied"],
  [repository("registry.acme.example/payments/api"), "0 violated waived W-1 applied"],
  [repository("registry.acme.example/payments-evil"), "1 violated enforced W-1 out-of-scope"],
  [repository("registry.evil.example/payments"), "1 violated enforced W-1 out-of-scope"],
  [{}, "1 violated enforced W-1 out-of-scope"],
] as readonly (readonly [Pick<Request, "repository">, string])[]) {
  tests(`under a repository, asked for ${asked.repository?.text ?? "a digest alone"}`, () => {
    assert.is(judge(policy(block({ subject: 'under "registry.acme.example/payments"' })), bad, asked), expected);
  });
}

// ------------------------------------------------------------------------------------------------------------ platforms

const PLATFORMS = [0x10, 0x11].map((byte) => `sha256:${byte.toString(16).repeat(32)}` as const);
const [AMD = "", ARM = ""] = PLATFORMS;
const platforms: Partial<Request> = {
  platforms: { each: PLATFORMS.map((digest, at) => ({ digest, digests: { digests: [digest] }, name: `linux/p${at}` })), unread: [] },
};
const EACH = `for every platform
  ${BODY}`;
const ON_AMD = `for every platform
  applies when subject has platform and subject.platform is "linux/p0"
  ${BODY}`;
const onEach = (amd: number, arm: number): World => ({ [`x @ ${AMD}`]: [said(amd, [], robot)], [`x @ ${ARM}`]: [said(arm, [], robot)] });

for (const [name, body, subject, world, expected] of [
  ["the index, of a control over the index", BODY, IMAGE, bad, "0 violated waived W-1 applied"],
  ["a platform, of a control over the index", BODY, AMD, bad, "1 violated enforced W-1 out-of-scope"],
  ["the platform that failed", EACH, AMD, onEach(9, 1), "0 violated waived W-1 applied"],
  ["the other platform", EACH, ARM, onEach(9, 1), "1 violated enforced W-1 nothing-to-waive"],
  ["one of two that failed", EACH, AMD, onEach(9, 9), "1 violated enforced W-1 incomplete-cover"],
  ["the platform that is judged, beside one that the control is not about", ON_AMD, AMD, onEach(9, 9), "0 violated waived W-1 applied"],
  ["the index, of two platforms that failed", EACH, IMAGE, onEach(9, 9), "0 violated waived W-1 applied"],
] as const) {
  tests(`platforms: a waiver for ${name}`, () => {
    assert.is(judge(policy(block({ subject: `is "${subject}"` }), { body }), world, platforms), expected);
  });
}

for (const [gate, expected] of [
  ["enforce C\n accept signed waivers only", "1 violated enforced W-1 not-signed"],
  ["enforce C\n refuse waivers W-1", "1 violated enforced W-1 refused-by-gate"],
  ["enforce C\n refuse waivers W-2", "0 violated waived W-1 applied"],
  ["enforce C\n accept signed waivers only\n refuse waivers W-1", "1 violated enforced W-1 refused-by-gate"],
] as const) {
  tests(`gate: ${gate.replace("\n", "")}`, () => assert.is(judge(policy(block(), { gate }), bad), expected));
}

tests("grace comes before a waiver, and together they can cover a control", () => {
  const graced = `evidence x: p signed by r
  require clean: no item i in x.items where i.bad else "{i.name}"
    grace until 2026-01-12
  require small: x.n < 5 else "n is {x.n}"`;
  assert.is(
    judge(policy(block({ head: "C for requirement small as W-1" }), { body: graced }), { x: [said(9, items("a"), robot)] }),
    "0 violated waived W-1 applied",
  );
  assert.is(judge(policy(block(), { body: graced }), { x: [said(1, items("a"), robot)] }), "0 violated grace W-1 nothing-to-waive");
  const before = "enforce from 2026-02-01\n waivable up to 30 days by officers scope repository";
  assert.is(judge(policy(block(), { waivable: before }), bad), "0 violated grace W-1 nothing-to-waive");
});

tests("an empty `every` has no element that a waiver could name", () => {
  const every = `evidence x: p signed by r
  require each: every item i in x.items satisfies not i.bad else "x"`;
  assert.is(
    judge(policy(block({ head: 'C for item "a" as W-1' }), { body: every }), { x: [said(1, [], robot)] }),
    "1 violated enforced W-1 nothing-to-waive",
  );
});

tests("an element that nobody can decide is never covered", () => {
  const strange = `evidence x: p signed by r
  require mine: no item i in x.items where (i.who otherwise "alice@acme.example") is "alice@acme.example" else "{i.name}"`;
  const undecided = [
    { name: "a", bad: true },
    { name: "b", bad: true, who: "gitlab:x" },
  ];
  assert.is(
    judge(policy(block({ head: 'C for item "a", "b" as W-1' }), { body: strange }), { x: [said(1, undecided, robot)] }),
    "1 violated enforced W-1 incomplete-cover",
  );
});

tests("either: one branch covered is enough; the other may be anything", () => {
  const either = `either "built" {
    evidence x: p signed by r
    require small: x.n < 5 else "no"
  } or "imported" {
    evidence y: p signed by r
    require tiny: y.n < 3 else "no"
  }`;
  const text = policy(block({ head: "C for requirement small as W-1" }), { body: either });
  assert.is(judge(text, { x: [said(9, [], robot)], y: [] }), "0 missing waived W-1 applied");
  assert.is(
    judge(policy(block({ head: "C for requirement tiny as W-1" }), { body: either }), { x: [said(9, [], robot)], y: [] }),
    "1 missing enforced W-1 incomplete-cover",
  );
});

tests("any: one combination covered is enough", () => {
  const any = `evidence x: any p signed by r
  require clean: no item i in x.items where i.bad else "{i.name}"
  require small: x.n < 5 else "n is {x.n}"`;
  const world = { x: [said(1, items("a"), robot), said(1, items("b"), robot)] };
  for (const key of ["a", "b"])
    assert.is(judge(policy(block({ head: `C for item "${key}" as W-1` }), { body: any }), world), "0 violated waived W-1 applied");
  assert.is(judge(policy(block({ head: 'C for item "c" as W-1' }), { body: any }), world), "1 violated enforced W-1 nothing-to-waive");
});

// -------------------------------------------------------------------------------------------------------------- authors

const REVIEWED = `evidence x: p signed by r
  evidence reviewed: review signed by r
  require small: x.n < 5 else "no"
  require ok: reviewed.ok else "no"`;
const reviewOf = (authors: readonly string[]): Stated => ({ predicate: { authors, ok: true }, signers: robot });

for (const [name, reviews, expected] of [
  ["somebody else wrote it", [reviewOf(["dave@acme.example"])], "0 violated waived W-1 applied"],
  ["the approver wrote it", [reviewOf(["dave@acme.example", "alice@acme.example"])], "1 violated enforced W-1 approver-not-independent"],
  ["the approver wrote it, by another name", [reviewOf(["github:alice-acme"])], "1 violated enforced W-1 approver-not-independent"],
  ["nobody knows who wrote it", [reviewOf(["gitlab:somebody"])], "1 violated enforced W-1 approver-not-independent"],
  ["who wrote it is hidden", [], "1 violated enforced W-1 approver-not-independent"],
] as const) {
  tests(`authors: ${name}`, () => {
    const text = policy(block(), { body: REVIEWED });
    const world: World = { x: [said(9, [], robot)], reviewed: reviews };
    const [author] = reviews;
    const verdict = judgeWorld(text, world, {}, () => ({
      signers: [],
      ...(author && { authors: (author.predicate as { authors: readonly string[] }).authors.map(identityOf) }),
    }));
    assert.is(told(verdict), expected);
  });
}

// Two builds, each with its review. The first fails by its number and is reported; the waivers would cover the second.
const PAIRS = checkedPolicy(`policy t version 1
predicate p "https://acme.example/p/v1" { n: Int }
predicate review "https://acme.example/review/v1" { authors: Set of Identity as author  n: Int  first: Bool  second: Bool }
trust r { key "keys/a.pub" accept claimed time }
trust officers { key "keys/alice.pub" held by "alice@acme.example" }
control C "c" {
  waivable up to 30 days by officers
  evidence x: any p signed by r
  evidence reviewed: review signed by r
    where reviewed.n is x.n
  require big: x.n > 1 else "no"
  require first: reviewed.first else "no"
  require second: reviewed.second else "no"
}
${block({ head: "C for requirement first as W-1" })}${block({ head: "C for requirement second as W-2" })}
gate prod { enforce C }
`);

for (const [name, reviews, expected] of [
  ["somebody else", { R1: "dave@acme.example", R2: "erin@acme.example" }, "0 violated waived W-1 applied W-2 applied"],
  [
    "the approver",
    { R1: "dave@acme.example", R2: "alice@acme.example" },
    "1 violated enforced W-1 approver-not-independent W-2 approver-not-independent",
  ],
  ["nobody knows whom", { R1: "dave@acme.example" }, "1 missing enforced W-1 approver-not-independent W-2 approver-not-independent"],
] as const) {
  tests(`authors: of two builds the one that is not reported was written by ${name}`, () => {
    const build = (id: string, n: number): Stated => ({ id, predicate: { n }, signers: robot });
    const written: Readonly<Record<string, string>> = reviews;
    const reviewed = Object.entries(written).map(([id, author]): Stated => {
      const isFirst = id === "R1";
      return { id, predicate: { n: isFirst ? 1 : 2, first: isFirst, second: isFirst, authors: [author] }, signers: robot };
    });
    const world: World = { x: [build("X1", 1), build("X2", 2)], reviewed };
    const verdict = judgeWorld(PAIRS, world, {}, (_, id) => ({ signers: [], authors: [written[id] ?? []].flat().map(identityOf) }));
    assert.is(told(verdict), expected);
  });
}

function identityOf(text: string) {
  const kind = text.includes("@") ? "email" : "account";
  const [provider = "", name = ""] = text.split(":");
  const [local = "", domain = ""] = text.split("@");
  return kind === "email" ? ({ kind, text, local, domain } as const) : ({ kind: "account", text, provider, name } as const);
}

// ------------------------------------------------------------------------------------------------------------------ laws

const letters = fc.constantFrom("", "F", "A", "B", "X", "N", "L", "S", "!", "FB", "XF");
const statements = fc.oneof(
  letters.map((word) => listing(word)),
  fc
    .record({ n: fc.constantFrom(1, 9), bad: fc.subarray(["a", "b", "c"]) })
    .map(({ n, bad: names }): readonly Stated[] => [said(n, items(...names), robot)]),
);
const waived = fc.record({
  target: fc.constantFrom(
    "C",
    "C for requirement clean",
    "C for requirement small",
    'C for item "a"',
    'C for item "a", "b", "c"',
    'C for thing "q"',
    "D",
  ),
  on: fc.constantFrom("2026-01-05", "2026-01-10", "2026-01-11"),
  expires: fc.constantFrom("2026-01-08", "2026-01-12", "2026-01-20", "2026-01-31"),
  replaces: fc.constantFrom(undefined, undefined, 0, 1, 2),
  /** Of an emergency: when its review is due. */
  review: fc.constantFrom(undefined, undefined, "2026-01-09T00:00:00Z", "2026-01-30T00:00:00Z"),
});

interface Drawn {
  readonly name: string;
  readonly target: string;
  readonly on: string;
  readonly expires: string;
  readonly replaces?: string;
  readonly review: string | undefined;
}

type Generated = (typeof waived extends fc.Arbitrary<infer T> ? T : never)[];

const named = (blocks: Generated): readonly Drawn[] =>
  blocks
    .filter(({ target, on, expires }) => !target.includes("for thing") && on <= expires)
    .map(({ replaces, ...each }, index) => ({
      ...each,
      name: `W-${index}`,
      ...(replaces !== undefined && replaces < blocks.length && replaces !== index && { replaces: `W-${replaces}` }),
    }));

/** An emergency is signed, a risk acceptance stands in the policy. */
function judgeDrawn(drawn: readonly Drawn[], world: World): GateVerdict {
  const checked = generated(drawn);
  const reviewOf = new Map(drawn.flatMap(({ name, review }) => (review === undefined ? [] : [[name, review] as const])));
  const emergencies = checked.waivers.filter(({ id }) => reviewOf.has(id)).map((each) => emergency(each, reviewOf.get(each.id) ?? ""));
  const stated = { ...checked, waivers: checked.waivers.filter(({ id }) => !reviewOf.has(id)) };
  return judgeWorld(stated, world, {}, undefined, { waivers: emergencies, unreadable: [], withdrawals: [] });
}

function emergency(stated: WaiveBlock, review: string): Waiver {
  const origin = { kind: "signed", attestation: `A-${stated.id}` } as const;
  return { ...statedWaiver(stated), kind: "emergency", reviewDueBy: instant(review), origin, about: "subject" };
}

/** It replaces another one, or its review is overdue: its own going may let that one, or other emergencies, apply again. */
const endsOthers = ({ replaces, review }: Drawn) => replaces !== undefined || (review !== undefined && instant(review) < aRequest.now);

function generated(blocks: readonly Drawn[]) {
  const ids = new Set(blocks.map(({ name }) => name));
  const texts = blocks.map(({ replaces, ...each }) =>
    block({
      ...each,
      head: `${each.target} as ${each.name}`,
      more: replaces !== undefined && ids.has(replaces) ? `replaces ${replaces}` : "",
    }),
  );
  return checkedPolicy(`${HEAD}control C "c" {
  waivable up to 30 days by officers
  ${BODY}
}
control D "d" {
  waivable up to 30 days by officers
  evidence y: p signed by r
  evidence z: p signed by r
  require q: no item t in z.items where t.bad else "no"
}
${texts.join("")}
gate prod { enforce C, D }
`);
}

const outcomesOf = ({ controls }: GateVerdict) =>
  controls.map(({ control, outcome, reasons, judgements }) => [control.id, outcome, reasons.length, judgements.length]);

tests("a waiver changes no outcome, covers nothing unverifiable, and the removal of one that ends no other never opens a gate", () =>
  checkProperty(
    fc.property(fc.array(waived, { maxLength: 4 }), statements, statements, statements, (made, x, y, z) => {
      const world: World = { x, y, z };
      const blocks = named(made);
      const without = judgeDrawn([], world);
      const all = judgeDrawn(blocks, world);
      assert.equal(outcomesOf(all), outcomesOf(without));
      for (const { outcome, disposition } of all.controls) if (outcome === "unverifiable") assert.is.not(disposition, "waived");
      assert.ok(all.undecided.every((id) => without.undecided.includes(id)) && without.undecided.every((id) => all.undecided.includes(id)));
      for (const taken of blocks.filter((each) => !endsOthers(each))) {
        const fewer = judgeDrawn(
          blocks.filter((each) => each !== taken),
          world,
        );
        if (all.exitCode !== 0) assert.is.not(fewer.exitCode, 0);
      }
    }),
  ),
);

tests("the removal of one that ends another may: the older waiver applies again", () => {
  const [older, newer] = [block({}), block({ head: "C as W-2", expires: "2026-01-08", more: "replaces W-1" })];
  assert.is(judge(policy(older + newer), bad), "1 violated enforced W-1 replaced W-2 expired");
  assert.is(judge(policy(older), bad), "0 violated waived W-1 applied");
});

tests("a signed withdrawal that nobody could see or decide ends a block as well", () => {
  const world = { x: [said(1, items("a"))] };
  const waivedWith = (unseen?: string) => {
    const found = { waivers: [], unreadable: [], withdrawals: [], ...(unseen !== undefined && { unseen }) };
    const [control] = judgeWorld(policy(block()), world, {}, undefined, found).controls;
    return control?.disposition;
  };
  assert.is(waivedWith(), "waived");
  assert.is(waivedWith("a source did not answer"), "enforced");
});

tests.run();
