/** The tables of `language.md` §6.1, cell by cell. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { holds, type Tally } from "../../src/evaluate/quantity.ts";
import { and, not, or, truthWord, union, Unknown, unverifiable, type Truth } from "../../src/evaluate/truth.ts";
import type { QuantityWord } from "../../src/language/index.ts";

const tests = suite("truth");
const span = { file: "main.policy", start: 0, end: 1 };
const U = unverifiable("ambiguous", span);
const V = unverifiable("incomparable", span);

const letter = (truth: Truth): string => ({ true: "T", false: "F", unknown: "U" })[truthWord(truth)];
const of: Readonly<Record<string, Truth>> = { T: true, F: false, U };

const AND = { TT: "T", TF: "F", TU: "U", FT: "F", FF: "F", FU: "F", UT: "U", UF: "F", UU: "U" };
const OR = { TT: "T", TF: "T", TU: "T", FT: "T", FF: "F", FU: "U", UT: "T", UF: "U", UU: "U" };

for (const [name, combine, table] of [
  ["and", and, AND],
  ["or", or, OR],
] as const) {
  for (const [operands, expected] of Object.entries(table)) {
    tests(`${operands.split("").join(` ${name} `)} is ${expected}`, () => {
      assert.is(letter(combine(operands.split("").map((each) => of[each] as Truth))), expected);
    });
  }
}

for (const [operand, expected] of Object.entries({ T: "F", F: "T", U: "U" })) {
  tests(`not ${operand} is ${expected}`, () => assert.is(letter(not(of[operand] as Truth)), expected));
}

tests("no operands: an `and` of nothing holds, an `or` of nothing does not", () => {
  assert.is(and([]), true);
  assert.is(or([]), false);
});

tests("reasons are united from the operands that left it undecided, each once", () => {
  assert.equal((and([U, true, V, U]) as Unknown).reasons, [...U.reasons, ...V.reasons]);
  assert.equal((or([V, false, U]) as Unknown).reasons, [...V.reasons, ...U.reasons]);
  assert.is(union([U, U]).reasons.length, 1);
  assert.is((not(U) as Unknown).reasons, U.reasons);
});

/** A list as letters, one for each element, `?` for an element that could not be read. */
function tally(list: string): Tally {
  const count = (word: string) => list.split(word).length - 1;
  return {
    size: list.length - count("?"),
    least: count("T"),
    most: count("T") + count("U"),
    false: count("F"),
    unknowns: Array<Unknown>(count("U")).fill(U),
    unread: Array<Unknown>(count("?")).fill(V),
  };
}

type Row = readonly [quantity: string, ...lists: readonly string[]];

/** `list=result`. */
const QUANTIFIERS: readonly Row[] = [
  ["some", "=F", "T=T", "F=F", "U=U", "TF=T", "TU=T", "FU=U", "FF=F", "?=U", "F?=U", "T?=T", "U?=U"],
  ["no", "=T", "T=F", "F=T", "U=U", "TF=F", "TU=F", "FU=U", "FF=T", "?=U", "F?=U", "T?=F", "U?=U"],
  ["every", "=F", "T=T", "F=F", "U=U", "TF=F", "TU=U", "FU=F", "TT=T", "?=U", "T?=U", "F?=F", "U?=U"],
  ["at-least 1", "=F", "T=T", "F=F", "U=U", "TT=T", "FU=U", "?=U", "T?=T"],
  ["at-least 2", "=F", "T=F", "TT=T", "TU=U", "UU=U", "TF=F", "FU=F", "TTU=T", "T?=U", "F?=U", "TT?=T", "FU?=U"],
  ["at-most 0", "=T", "T=F", "F=T", "U=U", "F?=U", "T?=F"],
  ["at-most 1", "=T", "T=T", "TT=F", "TU=U", "UU=U", "FU=T", "TTU=F", "T?=U", "TT?=F", "?=U"],
  ["exactly 1", "=F", "T=T", "F=F", "TT=F", "TU=U", "U=U", "UU=U", "FU=U", "TTU=F", "T?=U", "TT?=F", "?=U", "F?=U"],
  ["exactly 2", "=F", "T=F", "TT=T", "TTT=F", "TTU=U", "TU=U", "UF=F", "TT?=U", "TTT?=F", "F?=U"],
];

for (const [quantity, ...cells] of QUANTIFIERS) {
  for (const cell of cells) {
    const [list = "", expected] = cell.split("=");
    tests(`${quantity} over [${list}] is ${expected}`, () => {
      const [word, count] = quantity.split(" ");
      const truth = holds(word as QuantityWord, tally(list), BigInt(count ?? 0));
      assert.is(letter(truth), expected);
      if (truth instanceof Unknown) assert.ok(truth.reasons.length > 0, "an unknown says why");
    });
  }
}

tests("people counted: least and most decide, and between them nobody knows", () => {
  const people = (least: number, most: number): Tally => ({ ...tally(""), size: 3, least, most, unknowns: least === most ? [] : [V] });
  assert.is(holds("at-least", people(2, 2), 2n), true);
  assert.is(letter(holds("at-least", people(1, 2), 2n)), "U");
  assert.is(holds("at-least", people(1, 1), 2n), false);
  assert.is(letter(holds("at-most", people(1, 2), 1n)), "U");
  assert.is(holds("at-most", people(2, 2), 1n), false);
  assert.is(letter(holds("exactly", people(1, 2), 2n)), "U");
  assert.is(holds("exactly", people(1, 1), 2n), false);
});

tests.run();
