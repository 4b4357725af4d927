/**
 * Expressions as closures, compiled once for each policy. These answer for the elements of lists, where there are many;
 * `explain.ts` answers for everything that a trace shows, with the same relations and the same logic.
 */
import {
  addDecimals,
  assert,
  isDuration,
  isInstant,
  isInt,
  subtractDecimals,
  type Cell,
  type RecordValue,
  type Value,
} from "../base/index.ts";
import {
  isCondition,
  type Condition,
  type Expression,
  type FieldRead,
  type RequestMember,
  type RequestRead,
  type Sum,
} from "../language/index.ts";
import { StatementSet, type BoundStatement, type Environment, type Read, type Slot } from "./environment.ts";
import { quantify, theElement } from "./quantify.ts";
import { asDecimal, matcher, ranger, relate } from "./relate.ts";
import { ABSENT, and, not, or, unverifiable, Unknown, type Truth } from "./truth.ts";

export type ReadValue = (environment: Environment) => Read;
export type ReadTruth = (environment: Environment) => Truth;

const values = new WeakMap<Expression, ReadValue>();
const truths = new WeakMap<Condition, ReadTruth>();

export function compileValue(expression: Expression): ReadValue {
  let compiled = values.get(expression);
  if (!compiled) values.set(expression, (compiled = makeValue(expression)));
  return compiled;
}

export function compileTruth(condition: Condition): ReadTruth {
  let compiled = truths.get(condition);
  if (!compiled) truths.set(condition, (compiled = makeTruth(condition)));
  return compiled;
}

function makeValue(expression: Expression): ReadValue {
  switch (expression.kind) {
    case "constant":
    case "parameter": {
      const { value } = expression;
      return () => value;
    }
    case "request":
      return requestRead(expression);
    case "statement":
      return ({ slots }) => statementValue(slots[expression.slot]);
    case "element":
      return ({ slots }) => elementValue(slots[expression.slot]);
    case "define":
      return compileValue(expression.value);
    case "field":
      return fieldRead(expression);
    case "set":
      return setRead(expression.elements.map(compileValue));
    case "sum":
      return sumRead(expression);
    case "otherwise": {
      const [left, right] = [compileValue(expression.left), compileValue(expression.right)];
      return (environment) => {
        const value = left(environment);
        return value === ABSENT ? right(environment) : value;
      };
    }
    case "the":
      return (environment) => {
        const found = theElement(expression, environment);
        return found.chosen instanceof Unknown ? found.chosen : elementOf(found.chosen);
      };
    case "count": {
      return (environment) => {
        const found = quantify(expression, environment);
        return found instanceof Unknown
          ? found
          : found.unknowns.length + found.unread.length > 0
            ? new Unknown([...found.unknowns, ...found.unread].flatMap((each) => each.reasons))
            : BigInt(found.trueCount);
      };
    }
    case "signer-of":
      return ({ slots }) => signersOf(slots[expression.statement.slot]);
    case "signing-time-of":
      return ({ slots }) => signingTimeOf(slots[expression.statement.slot]);
    default:
      return asValue(compileTruth(expression));
  }
}

function asValue(truth: ReadTruth): ReadValue {
  return truth;
}

function statementValue(slot: Slot): Read {
  if (slot instanceof Unknown) return slot;
  assert(slot && "record" in slot, "a single statement is bound here");
  return slot.record;
}

function elementValue(slot: Slot): Read {
  if (slot instanceof Unknown) return slot;
  assert(slot && "value" in slot, "a quantifier has bound this element");
  return slot.value;
}

/** An element as a value: of a list it is its own value, a statement is its record. */
export function elementOf(element: Cell | BoundStatement): Value {
  return "record" in element ? element.record : element.value;
}

export function signersOf(slot: Slot): Read {
  if (slot instanceof Unknown) return slot;
  assert(slot && "signers" in slot, "a single statement is bound here");
  return slot.signers.map((value) => ({ value }));
}

export function signingTimeOf(slot: Slot): Read {
  if (slot instanceof Unknown) return slot;
  assert(slot && "signers" in slot, "a single statement is bound here");
  return slot.signedAt?.at ?? ABSENT;
}

/** The cell that a field read ends at, with its origin. */
export function fieldCell(record: Value, index: number): Cell | undefined {
  return (record as RecordValue).cells[index];
}

function fieldRead(expression: FieldRead): ReadValue {
  const of = compileValue(expression.of);
  const { index, field } = expression;
  return (environment) => {
    const record = of(environment);
    if (record === ABSENT || record instanceof Unknown) return record;
    const cell = fieldCell(record, index);
    if (cell !== undefined) return cell.value;
    assert(field.optional, `\`${field.name}\` was read through its view`);
    return ABSENT;
  };
}

const requestMembers: { readonly [K in RequestMember]: (environment: Environment) => Value | undefined } = {
  "subject.digest": ({ request }) => request.digest,
  "subject.repository": ({ request }) => request.repository,
  "subject.tag": ({ request }) => request.tag,
  "subject.platform": ({ request }) => request.platform,
  "subject.index": ({ request }) => request.index,
  "stage.name": ({ request }) => request.stage.name,
  "stage.environment": ({ request }) => request.stage.environment,
  now: ({ request }) => request.now,
};

function requestRead(expression: RequestRead): ReadValue {
  const member = requestMembers[expression.member];
  const isClock = expression.member === "now";
  return (environment) => {
    if (isClock) environment.hasReadClock = true;
    return member(environment) ?? ABSENT;
  };
}

function setRead(elements: readonly ReadValue[]): ReadValue {
  return (environment) => {
    const cells: Cell[] = [];
    const unknowns: Unknown[] = [];
    for (const element of elements) {
      const value = element(environment);
      if (value instanceof Unknown) unknowns.push(value);
      else if (value !== ABSENT) cells.push({ value });
    }
    return unknowns.length > 0 ? new Unknown(unknowns.flatMap((each) => each.reasons)) : cells;
  };
}

function sumRead(expression: Sum): ReadValue {
  const [left, right] = [compileValue(expression.left), compileValue(expression.right)];
  return (environment) => addUp(expression, left(environment), right(environment));
}

export function addUp(sum: Sum, left: Read, right: Read): Read {
  if (left instanceof Unknown) return right instanceof Unknown ? new Unknown([...left.reasons, ...right.reasons]) : left;
  if (right instanceof Unknown || left === ABSENT || right === ABSENT) return right;
  const result =
    sum.type.kind === "scalar" && sum.type.name === "Decimal" ? addDecimal(sum, left, right) : addInt(sum, left as bigint, right as bigint);
  return result ?? unverifiable("out-of-range", sum.span, "the result leaves the range of its type");
}

function addDecimal(sum: Sum, left: Value, right: Value): Value | undefined {
  const add = sum.op === "add" ? addDecimals : subtractDecimals;
  return add(asDecimal(left), asDecimal(right));
}

function addInt(sum: Sum, left: bigint, right: bigint): bigint | undefined {
  const result = sum.op === "add" ? left + right : left - right;
  const name = sum.type.kind === "scalar" ? sum.type.name : "Int";
  const isInRange = name === "Timestamp" ? isInstant(result) : name === "Duration" ? isDuration(result) : isInt(result);
  return isInRange ? result : undefined;
}

function makeTruth(condition: Condition): ReadTruth {
  switch (condition.kind) {
    case "and":
    case "or":
      return logical(
        condition.kind,
        condition.operands.map((operand) => compileTruth(operand.condition)),
      );
    case "not": {
      const operand = compileTruth(condition.operand);
      return (environment) => not(operand(environment));
    }
    case "relation": {
      const related = relate(condition);
      return binary(compileValue(condition.left), compileValue(condition.right), related);
    }
    case "has": {
      const read = compileValue(condition.read);
      return (environment) => {
        const value = read(environment);
        return value instanceof Unknown ? value : value !== ABSENT;
      };
    }
    case "is-empty":
      return emptiness(condition);
    case "matches":
      return unary(compileValue(condition.left), matcher(condition));
    case "in-range":
      return unary(compileValue(condition.left), ranger(condition));
    case "within":
      return within(condition);
    case "quantified":
      return (environment) => {
        const found = quantify(condition, environment);
        return found instanceof Unknown ? found : found.truth;
      };
    case "boolean":
      return booleanRead(condition.read);
  }
}

function booleanRead(read: Expression): ReadTruth {
  if (isCondition(read)) return compileTruth(read);
  if (read.kind === "define" && isCondition(read.value)) return compileTruth(read.value);
  return compileValue(read) as ReadTruth;
}

/** An operand after a decisive one is not evaluated: it could not change the result, and may rely on it for what it reads. */
function logical(op: "and" | "or", operands: readonly ReadTruth[]): ReadTruth {
  const decisive = op === "or";
  const combine = op === "or" ? or : and;
  return (environment) => {
    let seen: Truth[] | undefined;
    for (const operand of operands) {
      const truth = operand(environment);
      if (truth === decisive) return decisive;
      if (truth instanceof Unknown) (seen ??= []).push(truth);
    }
    return seen ? combine(seen) : !decisive;
  };
}

type Related = (left: Value, right: Value, people: Environment["people"]) => Truth;

function binary(left: ReadValue, right: ReadValue, related: Related): ReadTruth {
  return (environment) => {
    const a = left(environment);
    const b = right(environment);
    if (a instanceof Unknown) return b instanceof Unknown ? new Unknown([...a.reasons, ...b.reasons]) : a;
    if (b instanceof Unknown) return b;
    assert(a !== ABSENT && b !== ABSENT, "absence is guarded where the policy is compiled");
    return related(a, b, environment.people);
  };
}

function unary(left: ReadValue, test: (value: Value) => boolean): ReadTruth {
  return (environment) => {
    const value = left(environment);
    if (value instanceof Unknown) return value;
    assert(value !== ABSENT, "absence is guarded where the policy is compiled");
    return test(value);
  };
}

function emptiness(condition: Condition & { kind: "is-empty" }): ReadTruth {
  const { left, negated } = condition;
  const isEmpty =
    left.kind === "values" ? valuesEmpty(compileValue(left.expression)) : ({ slots }: Environment) => statementsEmpty(slots[left.slot]);
  return negated ? (environment) => not(isEmpty(environment)) : isEmpty;
}

function valuesEmpty(read: ReadValue): ReadTruth {
  return unary(read, (value) => (value as readonly Cell[]).length === 0);
}

export function statementsEmpty(slot: Slot): Truth {
  if (slot instanceof Unknown) return slot;
  assert(slot instanceof StatementSet, "an `all` evidence is bound here");
  if (slot.statements.length > 0) return false;
  const [first] = slot.unread;
  return first ?? true;
}

function within(condition: Condition & { kind: "within" }): ReadTruth {
  const [left, window, right] = [compileValue(condition.left), compileValue(condition.window), compileValue(condition.right)];
  return (environment) => isWithin(condition.side, left(environment), window(environment), right(environment));
}

/** `x within D before y`: y - D <= x <= y; `after`: y <= x <= y + D. */
export function isWithin(side: "before" | "after", left: Read, window: Read, right: Read): Truth {
  const unknowns = [left, window, right].filter((value) => value instanceof Unknown);
  if (unknowns.length > 0) return new Unknown(unknowns.flatMap((each) => each.reasons));
  const [x, width, y] = [left, window, right] as readonly bigint[] as readonly [bigint, bigint, bigint];
  return side === "before" ? y - width <= x && x <= y : y <= x && x <= y + width;
}
