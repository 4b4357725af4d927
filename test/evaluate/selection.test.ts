/** Classes of candidates and what is selected from them: `language.md` §6.3 and §6.4, every cell with its reason. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ControlVerdict } from "../../src/evaluate/index.ts";
import { control, judgeCell, reasonsOf } from "./support/cells.ts";

const tests = suite("selection");

const WINDOW = "fresh within 7 days of madeOn";
const WHERE = 'where x.kind-of is "wanted"';
const one = control(`evidence x: p signed by r ${WHERE} ${WINDOW}`);
const latest = control(`evidence x: p signed by r ${WHERE} ${WINDOW} pick latest by madeOn`);
const earliest = control(`evidence x: p signed by r ${WHERE} ${WINDOW} pick earliest by madeOn`);
const all = control(`evidence x: all p signed by r ${WHERE} ${WINDOW}`);
const any = control(`evidence x: any p signed by r ${WHERE} ${WINDOW}`);
const optional = control(`evidence x: optional all p signed by r ${WHERE} ${WINDOW}
  require q: some ex a in x where a.n is 1 else "none"`);

/** Outcome, what was bound, and the reasons of the evidence. */
function cell(policy: Parameters<typeof judgeCell>[0], letters: string): string {
  const { outcome, judgements } = judgeCell(policy, letters);
  const reported = judgements.find(({ evidence }) => evidence.length > 0);
  const [trace] = reported?.evidence ?? [];
  if (!trace) throw new Error("no evidence was traced");
  const bound = trace.bound.join("");
  return [outcome, trace.stale ? "stale" : "", bound, reasonsOf(trace)].filter((word) => word !== "").join(" ");
}

/** Of an `any` the reported combination is shown: the one with most true conjuncts, first in order. */
type Row = readonly [letters: string, exactlyOne: string, latest: string, all: string, any: string];

const TABLE: readonly Row[] = [
  // B or I
  ["B", "unverifiable schema-violation", "unverifiable schema-violation", "unverifiable schema-violation", "unverifiable schema-violation"],
  ["BF", "unverifiable schema-violation", "unverifiable schema-violation", "satisfied F", "satisfied F"],
  ["BFG", "unverifiable schema-violation", "unverifiable schema-violation", "satisfied GF", "satisfied F"],
  ["BA", "unverifiable schema-violation", "unverifiable schema-violation", "unverifiable schema-violation", "unverifiable stale A"],
  [
    "BX",
    "unverifiable schema-violation",
    "unverifiable schema-violation",
    "unverifiable schema-violation",
    "unverifiable schema-violation",
  ],
  ["!", "unverifiable source-failed", "unverifiable source-failed", "unverifiable source-failed", "unverifiable source-failed"],
  ["F!", "unverifiable source-failed", "unverifiable source-failed", "satisfied F", "satisfied F"],
  ["A!", "unverifiable source-failed", "unverifiable source-failed", "unverifiable source-failed", "unverifiable stale A"],
  ["N!", "unverifiable source-failed", "unverifiable source-failed", "unverifiable source-failed", "unverifiable source-failed"],
  ["B!", ...(Array(3).fill("unverifiable schema-violation source-failed") as [string, string, string]), "unverifiable schema-violation"],
  // what nobody decided: as B
  ["U", ...(Array(4).fill("unverifiable deadline-exceeded") as [string, string, string, string])],
  ["UF", "unverifiable deadline-exceeded", "unverifiable deadline-exceeded", "satisfied F", "satisfied F"],
  ["UFG", "unverifiable deadline-exceeded", "unverifiable deadline-exceeded", "satisfied GF", "satisfied F"],
  ["UA", "unverifiable deadline-exceeded", "unverifiable deadline-exceeded", "unverifiable deadline-exceeded", "unverifiable stale A"],
  ["UX", ...(Array(4).fill("unverifiable deadline-exceeded") as [string, string, string, string])],
  ["UNLSW", ...(Array(4).fill("unverifiable deadline-exceeded") as [string, string, string, string])],
  // F = 1
  ["F", "satisfied F", "satisfied F", "satisfied F", "satisfied F"],
  ["FA", "satisfied F", "satisfied F", "satisfied F", "satisfied F"],
  ["FX", "satisfied F", "satisfied F", "satisfied F", "satisfied F"],
  ["FNLSW", "satisfied F", "satisfied F", "satisfied F", "satisfied F"],
  // F > 1
  ["FG", "unverifiable ambiguous", "satisfied G", "satisfied GF", "satisfied F"],
  ["FGAX", "unverifiable ambiguous", "satisfied G", "satisfied GF", "satisfied F"],
  ["GH", "unverifiable ambiguous", "unverifiable ambiguous", "satisfied GH", "satisfied G"],
  // F = 0, A > 0
  ["A", "violated stale A", "violated stale A", "violated stale A", "violated stale A"],
  ["Aa", "violated stale A", "violated stale A", "violated stale Aa", "violated stale A"],
  ["AX", "violated stale A", "violated stale A", "violated stale A", "violated stale A"],
  ["ANLSW", "violated stale A", "violated stale A", "violated stale A", "violated stale A"],
  // F = 0, A = 0, X > 0
  ["X", ...(Array(4).fill("unverifiable signature-invalid") as [string, string, string, string])],
  ["XNLSW", ...(Array(4).fill("unverifiable signature-invalid") as [string, string, string, string])],
  // otherwise
  ["", ...(Array(4).fill("missing none-of-type") as [string, string, string, string])],
  ["S", ...(Array(4).fill("missing none-for-subject") as [string, string, string, string])],
  ["NS", ...(Array(4).fill("missing none-from-root") as [string, string, string, string])],
  ["LNS", ...(Array(4).fill("missing none-yet") as [string, string, string, string])],
  ["WLNS", ...(Array(4).fill("missing none-selected") as [string, string, string, string])],
];

for (const [letters, ...expected] of TABLE) {
  for (const [index, policy] of [one, latest, all, any].entries()) {
    const word = ["exactly one", "pick latest", "all", "any"][index] ?? "";
    // The order of candidates counts for nothing, and sets are listed newest first, then by name.
    for (const order of [letters, [...letters].reverse().join("")]) {
      tests(`${word} of [${order}]`, () => {
        const found = cell(policy, order);
        const isSet = word === "all" || word === "any";
        assert.is(isSet ? sortBound(found) : found, isSet ? sortBound(expected[index] ?? "") : expected[index]);
      });
    }
  }
}

/** Statements of a set without signing times stand by their names. */
function sortBound(text: string): string {
  return text
    .split(" ")
    .map((word) => (/^[A-Za-z]{2}$/u.test(word) ? [...word].sort().join("") : word))
    .join(" ");
}

for (const [letters, expected] of [
  ["FG", "satisfied F"],
  ["FGA", "satisfied F"],
  ["GH", "unverifiable ambiguous"],
  ["Aa", "violated stale a"],
  ["BF", "unverifiable schema-violation"],
  ["UF", "unverifiable deadline-exceeded"],
  ["UA", "unverifiable deadline-exceeded"],
] as const) {
  tests(`pick earliest of [${letters}]`, () => assert.is(cell(earliest, letters), expected));
}

for (const [letters, expected] of [
  ["", "violated"],
  ["F", "satisfied F"],
  ["A", "violated"],
  ["X", "violated"],
  ["N", "violated"],
  ["B", "unverifiable"],
  ["!", "unverifiable"],
  ["BF", "satisfied F"],
  ["U", "unverifiable"],
  ["UA", "unverifiable"],
  ["UF", "satisfied F"],
] as const) {
  tests(`optional all of [${letters}]: no conjunct of its own, and absence never helps`, () => {
    const verdict = judgeCell(optional, letters);
    assert.is(cell(optional, letters), expected);
    assert.equal(ids(verdict), ["C.q"]);
  });
}

tests("nothing found at all is told apart from nothing of the type", () => {
  assert.is(cell(one, ""), "missing none-of-type");
});

function ids({ judgements }: ControlVerdict): readonly string[] {
  return judgements.flatMap(({ requirements }) => requirements.map(({ id }) => id));
}

/** What the trace says of each candidate. */
const STEPS: readonly (readonly [letters: string, expected: Readonly<Record<string, string>>])[] = [
  ["FA", { F: "admissible used", A: "stale selection·stale" }],
  ["FW", { F: "admissible used", W: "filtered selection·filtered" }],
  [
    "FBUXNLS",
    {
      F: "admissible selection·not-picked",
      B: "unreadable predicate-schema·schema-violation",
      U: "undecided signature·deadline-exceeded",
      X: "failed signature·signature-invalid",
      N: "not-ours signature·signature-invalid",
      L: "later signature·signature-invalid",
      S: "other-subject signature·signature-invalid",
    },
  ],
  ["FG", { F: "admissible selection·not-picked", G: "admissible selection·not-picked" }],
  ["A", { A: "stale used" }],
];

for (const [letters, expected] of STEPS) {
  tests(`every candidate of [${letters}] is traced with its class and why it was not used`, () => {
    const [trace] = judgeCell(one, letters).judgements[0]?.evidence ?? [];
    const said = (trace?.candidates ?? []).map(
      ({ attestation, class: word, used, because }) =>
        [attestation, `${word} ${used ? "used" : `${because?.step}·${because?.reason}`}`] as const,
    );
    assert.equal(Object.fromEntries(said), expected);
  });
}

tests("`where` that cannot be decided spoils a selection", () => {
  const policy = control('evidence x: p signed by r where x has who and x.who is "gitlab:x"');
  const verdict = judgeCell(policy, "F");
  assert.is(verdict.outcome, "missing");
  const strange = control('evidence x: p signed by r where signer of x is "gitlab:x"');
  const { outcome, judgements } = judgeCell(strange, "F");
  assert.is(outcome, "unverifiable");
  const [candidate] = judgements[0]?.evidence[0]?.candidates ?? [];
  assert.is(candidate?.class, "unreadable");
  assert.is(candidate?.because?.reason, "incomparable");
});

tests("a stale statement keeps the freshness requirement false, with a message, and its reads resolve", () => {
  const { judgements } = judgeCell(one, "A");
  const [fresh] = judgements[0]?.requirements ?? [];
  assert.is(fresh?.id, "C.x.fresh");
  assert.is(fresh?.truth, "false");
  assert.match(fresh?.messages[0]?.text ?? "", /^x is 40 days old by madeOn \(2025-12-01T00:00:00Z\), and may be at most 7 days old$/u);
});

tests.run();
