/**
 * The language once more, as plainly as it can be put, to hold the evaluator against: no closures, no traces, no reasons. A quantifier
 * is judged by trying every way in which its undecided elements could come out; it is decided where all of them agree.
 */
import { compareDecimals, decimalFromInt, scalars, type Cell, type RecordValue, type Type, type Value } from "../../../src/base/index.ts";
import type { Request } from "../../../src/evaluate/index.ts";
import { isCondition, type Condition, type Drawn, type Expression, type Quantified, type Relation } from "../../../src/language/index.ts";

export type Letter = "T" | "F" | "U";
export const UNKNOWN: unique symbol = Symbol("unknown");
export const NOTHING: unique symbol = Symbol("nothing");
export type Found = Value | typeof UNKNOWN | typeof NOTHING;

/** An `all` evidence: its statements, and how many more there may be. */
export interface Pile {
  readonly records: readonly RecordValue[];
  readonly unread: number;
}

export interface NaiveWorld {
  readonly slots: ReadonlyMap<number, Value | Pile | typeof UNKNOWN>;
  readonly request: Request;
  readonly same: (a: Value, b: Value) => boolean | undefined;
}

const SCALE: readonly Letter[] = ["F", "U", "T"];
const least = (letters: readonly Letter[]): Letter => SCALE[Math.min(2, ...letters.map((each) => SCALE.indexOf(each)))] as Letter;
const most = (letters: readonly Letter[]): Letter => SCALE[Math.max(0, ...letters.map((each) => SCALE.indexOf(each)))] as Letter;
const opposite = (letter: Letter): Letter => SCALE[2 - SCALE.indexOf(letter)] as Letter;
const letterOf = (truth: boolean | undefined): Letter => (truth === undefined ? "U" : truth ? "T" : "F");

export function naiveTruth(condition: Condition, world: NaiveWorld): Letter {
  switch (condition.kind) {
    case "and":
    case "or": {
      const needed = condition.kind === "and" ? "T" : "F";
      const letters: Letter[] = [];
      for (const { condition: operand, guardedBy } of condition.operands) {
        const guards = guardedBy.map((index) => letters[index] as Letter);
        letters.push(
          guards.every((guard) => guard === needed) ? naiveTruth(operand, world) : (guards.find((guard) => guard !== needed) as Letter),
        );
      }
      return condition.kind === "and" ? least(letters) : most(letters);
    }
    case "not":
      return opposite(naiveTruth(condition.operand, world));
    case "relation":
      return relation(condition, world);
    case "has": {
      const read = naiveValue(condition.read, world);
      return read === UNKNOWN ? "U" : letterOf(read !== NOTHING);
    }
    case "is-empty": {
      const elements = elementsOf(condition.left.kind === "values" ? condition.left.expression : condition.left.slot, world);
      const empty = elements === UNKNOWN ? "U" : elements.values.length > 0 ? "F" : elements.unread > 0 ? "U" : "T";
      return condition.negated ? opposite(empty) : empty;
    }
    case "within": {
      const [x, width, y] = [condition.left, condition.window, condition.right].map((each) => naiveValue(each, world));
      if (x === UNKNOWN || width === UNKNOWN || y === UNKNOWN) return "U";
      const [from, to] = condition.side === "before" ? [(y as bigint) - (width as bigint), y] : [y, (y as bigint) + (width as bigint)];
      return letterOf((from as bigint) <= (x as bigint) && (x as bigint) <= (to as bigint));
    }
    case "quantified":
      return quantified(condition, world);
    case "boolean": {
      const read = naiveValue(condition.read, world);
      return read === UNKNOWN ? "U" : letterOf(read === true);
    }
    default:
      throw new Error(`the naive interpreter does not know ${condition.kind}`);
  }
}

export function naiveValue(expression: Expression, world: NaiveWorld): Found {
  if (isCondition(expression)) {
    const letter = naiveTruth(expression, world);
    return letter === "U" ? UNKNOWN : letter === "T";
  }
  switch (expression.kind) {
    case "constant":
    case "parameter":
      return expression.value;
    case "request":
      return expression.member === "now" ? world.request.now : NOTHING;
    case "statement":
    case "element":
      return world.slots.get(expression.slot) as Found;
    case "define":
      return naiveValue(expression.value, world);
    case "field": {
      const record = naiveValue(expression.of, world);
      if (record === UNKNOWN || record === NOTHING) return record;
      return (record as RecordValue).cells[expression.index]?.value ?? NOTHING;
    }
    case "otherwise": {
      const left = naiveValue(expression.left, world);
      return left === NOTHING ? naiveValue(expression.right, world) : left;
    }
    case "set": {
      const values = expression.elements.map((each) => naiveValue(each, world));
      return values.includes(UNKNOWN) ? UNKNOWN : values.map((value) => ({ value: value as Value }));
    }
    case "sum": {
      const [left, right] = [naiveValue(expression.left, world), naiveValue(expression.right, world)];
      if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
      const sum = expression.op === "add" ? (left as bigint) + (right as bigint) : (left as bigint) - (right as bigint);
      return sum < -(2n ** 63n) || sum >= 2n ** 63n ? UNKNOWN : sum;
    }
    case "count": {
      const letters = bodies(expression.drawn, expression.body, world);
      return letters === UNKNOWN || letters.of.includes("U") || letters.unread > 0
        ? UNKNOWN
        : BigInt(letters.of.filter((each) => each === "T").length);
    }
    case "the": {
      const letters = bodies(expression.drawn, expression.body, world);
      if (letters === UNKNOWN || letters.of.includes("U") || letters.unread > 0) return UNKNOWN;
      const found = letters.values.filter((_, index) => letters.of[index] === "T");
      return found.length === 1 ? (found[0] as Value) : UNKNOWN;
    }
    default:
      throw new Error(`the naive interpreter does not know ${expression.kind}`);
  }
}

function elementsOf(
  list: Expression | number,
  world: NaiveWorld,
): { readonly values: readonly Value[]; readonly unread: number } | typeof UNKNOWN {
  if (typeof list === "number") {
    const pile = world.slots.get(list) as Pile | typeof UNKNOWN;
    return pile === UNKNOWN ? UNKNOWN : { values: pile.records, unread: pile.unread };
  }
  const value = naiveValue(list, world);
  return value === UNKNOWN ? UNKNOWN : { values: (value as readonly Cell[]).map((cell) => cell.value), unread: 0 };
}

function bodies({ list, slot }: Drawn, body: Condition, world: NaiveWorld) {
  const elements = elementsOf(list.kind === "values" ? list.expression : list.slot, world);
  if (elements === UNKNOWN) return UNKNOWN;
  const of = elements.values.map((value) => naiveTruth(body, { ...world, slots: new Map([...world.slots, [slot, value]]) }));
  return { ...elements, of };
}

function quantified(node: Quantified, world: NaiveWorld): Letter {
  const found = bodies(node.drawn, node.body, world);
  const amount = node.count ? naiveValue(node.count, world) : 0n;
  if (found === UNKNOWN || amount === UNKNOWN) return "U";
  if (node.count && (amount as bigint) < (node.word === "at-most" ? 0n : 1n)) return "U";
  const outcomes = new Set(completions(found.of, found.unread).map((truths) => holds(node.word, truths, Number(amount))));
  return outcomes.size > 1 ? "U" : letterOf([...outcomes][0]);
}

/** Every way in which undecided elements could come out, and unread ones too, which may also not be there. */
function completions(letters: readonly Letter[], unread: number): readonly (readonly boolean[])[] {
  const options: readonly (readonly boolean[])[][] = [
    ...letters.map((letter) => (letter === "U" ? [[true], [false]] : [[letter === "T"]])),
    ...Array.from({ length: unread * 4 }, () => [[], [true], [false]]),
  ].slice(0, letters.length + Math.min(unread, 1) * 4);
  return options.reduce<readonly (readonly boolean[])[]>(
    (ways, each) => ways.flatMap((way) => each.map((more) => [...way, ...more])),
    [[]],
  );
}

function holds(word: Quantified["word"], truths: readonly boolean[], amount: number): boolean {
  const count = truths.filter(Boolean).length;
  switch (word) {
    case "some":
      return count > 0;
    case "no":
      return count === 0;
    case "every":
      return truths.length > 0 && count === truths.length;
    case "at-least":
      return count >= amount;
    case "at-most":
      return count <= amount;
    case "exactly":
      return count === amount;
  }
}

function relation(node: Relation, world: NaiveWorld): Letter {
  const operands = [naiveValue(node.left, world), naiveValue(node.right, world)];
  if (operands.includes(UNKNOWN) || operands.includes(NOTHING)) return "U";
  const [left, right] = operands as [Value, Value];
  const member = () => most((right as readonly Cell[]).map((cell) => equal(node.on, left, cell.value, world)));
  const order = () => compare(node.on, left, right);
  switch (node.op) {
    case "is":
      return equal(node.on, left, right, world);
    case "is-not":
      return opposite(equal(node.on, left, right, world));
    case "is-one-of":
      return member();
    case "is-none-of":
      return opposite(member());
    case "is-at-least":
    case "ge":
      return letterOf(order() >= 0);
    case "is-at-most":
    case "le":
      return letterOf(order() <= 0);
    case "is-above":
    case "gt":
      return letterOf(order() > 0);
    case "is-below":
    case "lt":
      return letterOf(order() < 0);
    case "contains":
      return letterOf((left as string).includes(right as string));
    default:
      throw new Error(`the naive interpreter does not know ${node.op}`);
  }
}

function equal(on: Type, a: Value, b: Value, world: NaiveWorld): Letter {
  if (on.kind === "enum") return letterOf(a === b);
  if (on.kind === "set") {
    const inside = (inner: Value, outer: Value) =>
      (inner as readonly Cell[]).map((one) => most((outer as readonly Cell[]).map((other) => equal(on.of, one.value, other.value, world))));
    return least([...inside(a, b), ...inside(b, a)]);
  }
  if (on.kind !== "scalar") throw new Error("records and lists are not compared");
  if (on.name === "Identity") return letterOf(world.same(a, b));
  return letterOf((scalars[on.name].equal as (a: Value, b: Value) => boolean | undefined)(a, b));
}

function compare(on: Type, a: Value, b: Value): number {
  if (on.kind === "enum") return (a as number) - (b as number);
  const decimal = (value: Value) => (typeof value === "bigint" ? decimalFromInt(value) : value) as Parameters<typeof compareDecimals>[0];
  if (on.kind === "scalar" && on.name === "SemVer") return (scalars.SemVer.compare as (a: Value, b: Value) => number)(a, b);
  if (typeof a === "bigint" && typeof b === "bigint") return a < b ? -1 : a > b ? 1 : 0;
  return compareDecimals(decimal(a), decimal(b));
}
