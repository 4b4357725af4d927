/** Relations between known values. Unknown operands never get here; absent ones neither. `language.md` §5.2. */
import {
  assert,
  compareDecimals,
  compareSemVer,
  compileRegex,
  compileValueGlob,
  decimalFromInt,
  gitRefUnder,
  isAllowedBy,
  isInRange,
  matchesRegex,
  matchesValueGlob,
  parseSemVerRange,
  repositoryUnder,
  scalars,
  uriUnder,
  type Cell,
  type DecimalValue,
  type GitRef,
  type GlobType,
  type GlobValue,
  type Identity,
  type Licence,
  type Repository,
  type ScalarName,
  type ScalarValue,
  type SemVer,
  type Type,
  type Uri,
  type Value,
  type People,
} from "../base/index.ts";
import type { Span } from "../diagnostics/index.ts";
import type { InRange, Matches, Relation } from "../language/index.ts";
import { once } from "./once.ts";
import { and, not, or, unverifiable, type Truth } from "./truth.ts";

export type Relate = (left: Value, right: Value, people: People) => Truth;

/** Made once for each relation of the policy, so that nothing about types is decided for each element. */
export const relate: (relation: Relation) => Relate = once(makeRelation);

function makeRelation(relation: Relation): Relate {
  const { left, op } = relation;
  const one = relateOne(relation);
  if (left.kind !== "signer-of") return one;
  // What is said of the signers must hold for each of them.
  assert(op === "is" || op === "is-not" || op === "is-one-of" || op === "is-none-of", "signers are only compared by identity");
  return (signers, right, people) => and((signers as readonly Cell[]).map((cell) => one(cell.value, right, people)));
}

function relateOne(relation: Relation): Relate {
  const { op, on, span } = relation;
  switch (op) {
    case "is":
      return equals(on, span);
    case "is-not": {
      const equal = equals(on, span);
      return (left, right, people) => not(equal(left, right, people));
    }
    case "is-one-of":
      return membership(relation);
    case "is-none-of": {
      const isMember = membership(relation);
      return (left, right, people) => not(isMember(left, right, people));
    }
    case "is-at-least":
      return (left, right) => (left as number) >= (right as number);
    case "is-at-most":
      return (left, right) => (left as number) <= (right as number);
    case "is-above":
      return (left, right) => (left as number) > (right as number);
    case "is-below":
      return (left, right) => (left as number) < (right as number);
    case "lt":
    case "le":
    case "gt":
    case "ge":
      return ordered(relation);
    case "under":
      return under(on);
    case "contains":
      return (left, right) => (left as string).includes(right as string);
    case "allowed-by":
      return (left, right) =>
        isAllowedBy(
          left as Licence,
          (right as readonly Cell[]).map((cell) => cell.value as Licence),
        );
  }
}

/** Scalars whose JavaScript equality is theirs. */
const PRIMITIVE: ReadonlySet<ScalarName> = new Set(["Bool", "Int", "String", "Timestamp", "Duration", "Commit", "Platform", "Purl"]);

/** Equality of two values of one type. */
function equals(type: Type, span: Span): Relate {
  if (type.kind === "enum") return (left, right) => left === right;
  if (type.kind === "set") return setEquality(equals(type.of, span));
  assert(type.kind === "scalar", "records and lists are not compared");
  if (PRIMITIVE.has(type.name)) return (left, right) => left === right;
  if (type.name === "Identity") {
    const strangers = unverifiable("incomparable", span, "nobody has said whether these are the same person");
    return (left, right, people) => people.same(left as Identity, right as Identity) ?? strangers;
  }
  const { equal } = scalars[type.name] as { equal(a: ScalarValue, b: ScalarValue): boolean | undefined };
  const incomparable = unverifiable("incomparable", span, "they name no digest of the same kind, or agree in one and differ in another");
  return (left, right) => equal(left as ScalarValue, right as ScalarValue) ?? incomparable;
}

/** Each element of one stands in the other. */
function setEquality(equal: Relate): Relate {
  const within = (inner: readonly Cell[], outer: readonly Cell[], people: People) =>
    and(inner.map((element) => or(outer.map((other) => equal(element.value, other.value, people)))));
  return (left, right, people) =>
    and([
      within(left as readonly Cell[], right as readonly Cell[], people),
      within(right as readonly Cell[], left as readonly Cell[], people),
    ]);
}

/** Membership is the `or` of its equalities. */
function membership(relation: Relation): Relate {
  const { on, right, span } = relation;
  const equal = equals(on, span);
  const isFixed = right.kind === "parameter" || right.kind === "constant";
  if (isFixed && on.kind === "scalar" && PRIMITIVE.has(on.name)) {
    const members = new Set((right.value as readonly Cell[]).map((cell) => cell.value));
    return (left) => members.has(left);
  }
  return (left, list, people) => or((list as readonly Cell[]).map((cell) => equal(left, cell.value, people)));
}

function ordered(relation: Relation): Relate {
  const { on, op, left, right } = relation;
  assert(on.kind === "scalar", "only scalars have this order");
  const compare = comparison(on.name, isInt(left.type) === isInt(right.type) ? "alike" : "mixed");
  switch (op) {
    case "lt":
      return (a, b) => compare(a, b) < 0;
    case "le":
      return (a, b) => compare(a, b) <= 0;
    case "gt":
      return (a, b) => compare(a, b) > 0;
    default:
      return (a, b) => compare(a, b) >= 0;
  }
}

function comparison(name: ScalarName, mixed: "mixed" | "alike"): (a: Value, b: Value) => number {
  if (mixed === "mixed") return (a, b) => compareDecimals(asDecimal(a), asDecimal(b));
  if (name === "SemVer") return (a, b) => compareSemVer(a as SemVer, b as SemVer);
  if (name === "Decimal") return (a, b) => compareDecimals(a as DecimalValue, b as DecimalValue);
  return (a, b) => ((a as bigint) < (b as bigint) ? -1 : (a as bigint) > (b as bigint) ? 1 : 0);
}

function isInt(type: Type): boolean {
  return type.kind === "scalar" && type.name === "Int";
}

/** An Int where a Decimal is asked for. */
export function asDecimal(value: Value): DecimalValue {
  return typeof value === "bigint" ? decimalFromInt(value) : (value as DecimalValue);
}

function under(on: Type): Relate {
  assert(on.kind === "scalar", "only scalars have segments");
  switch (on.name) {
    case "Uri":
      return (left, right) => uriUnder(left as Uri, right as Uri);
    case "Repository":
      return (left, right) => repositoryUnder(left as Repository, right as Repository);
    default:
      return (left, right) => gitRefUnder(left as GitRef, right as GitRef);
  }
}

export const matcher: (node: Matches) => (value: Value) => boolean = once(makeMatcher);
export const ranger: (node: InRange) => (value: Value) => boolean = once(makeRanger);

function makeMatcher(node: Matches): (value: Value) => boolean {
  if (node.pattern === "regex") {
    const regex = compileRegex(node.text);
    assert(regex.ok, "patterns are checked when the policy is compiled");
    return (value) => matchesRegex(regex.value, value as string);
  }
  assert(node.left.type.kind === "scalar", "only scalars have segments");
  const glob = compileValueGlob(node.left.type.name as GlobType, node.text);
  assert(glob.ok, "patterns are checked when the policy is compiled");
  return (value) => matchesValueGlob(glob.value, value as GlobValue);
}

function makeRanger(node: InRange): (value: Value) => boolean {
  const range = parseSemVerRange(node.range);
  assert(range.ok, "ranges are checked when the policy is compiled");
  return (value) => isInRange(value as SemVer, range.value);
}
