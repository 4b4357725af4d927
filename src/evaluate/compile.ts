/**
 * Expressions as closures, compiled once for each policy. These answer for the elements of lists, where there are many;
 * `explain.ts` answers for everything that a trace shows, with the same relations and the same logic.
 */
import { assert, type Cell, type Value } from "../base/index.ts";
import {
  isCondition,
  type Condition,
  type Expression,
  type FieldRead,
  type IsEmpty,
  type Logical,
  type Relation,
  type RequestMember,
  type RequestRead,
} from "../language/index.ts";
import { addUp, isWithin, setOf } from "./arithmetic.ts";
import type { Environment, Read } from "./environment.ts";
import { once } from "./once.ts";
import { countOf, quantify, theElement, type Readers } from "./quantify.ts";
import { matcher, ranger, relate, type Relate } from "./relate.ts";
import { elementOf, elementValue, fieldCell, fieldValue, signersOf, signingTimeOf, statementsEmpty, statementValue } from "./slots.ts";
import { ABSENT, not, union, Unknown, type Truth } from "./truth.ts";

export type ReadValue = (environment: Environment) => Read;
export type ReadTruth = (environment: Environment) => Truth;

export const compileValue: (expression: Expression) => ReadValue = once(makeValue);
export const compileTruth: (condition: Condition) => ReadTruth = once(makeTruth);

export const readers: Readers = { value: compileValue, truth: compileTruth };

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
    case "set": {
      const elements = expression.elements.map(compileValue);
      return (environment) => setOf(elements.map((element) => element(environment)));
    }
    case "sum": {
      const [left, right] = [compileValue(expression.left), compileValue(expression.right)];
      return (environment) => addUp(expression, left(environment), right(environment));
    }
    case "otherwise":
      return otherwise(compileValue(expression.left), expression.right);
    case "the":
      return (environment) => {
        const { chosen } = theElement(expression, environment, readers);
        return chosen instanceof Unknown ? chosen : elementOf(chosen);
      };
    case "count":
      return (environment) => countOf(expression, quantify(expression, environment, readers));
    case "signer-of":
      return ({ slots }) => signersOf(slots[expression.statement.slot]);
    case "signing-time-of":
      return ({ slots }) => signingTimeOf(slots[expression.statement.slot]);
    default:
      return compileTruth(expression);
  }
}

/** What a constant or parameter holds: it is known before anything is evaluated. */
function fixed(expression: Expression): Value | undefined {
  return expression.kind === "constant" || expression.kind === "parameter" ? expression.value : undefined;
}

function otherwise(left: ReadValue, fallback: Expression): ReadValue {
  const instead = fixed(fallback);
  if (instead === undefined) return orElse(left, compileValue(fallback));
  return (environment) => {
    const value = left(environment);
    return value === ABSENT ? instead : value;
  };
}

function orElse(left: ReadValue, right: ReadValue): ReadValue {
  return (environment) => {
    const value = left(environment);
    return value === ABSENT ? right(environment) : value;
  };
}

/** The field of a quantifier's element is what is read most: it needs no second closure. */
function elementField(slot: number, { index, field }: FieldRead): ReadValue {
  return ({ slots }) => {
    const element = slots[slot] as Cell | undefined;
    assert(element !== undefined, "a quantifier has bound this element");
    return fieldValue(fieldCell(element.value, index), field);
  };
}

function fieldRead(expression: FieldRead): ReadValue {
  if (expression.of.kind === "element") return elementField(expression.of.slot, expression);
  const of = compileValue(expression.of);
  const { index, field } = expression;
  return (environment) => {
    const record = of(environment);
    if (record === ABSENT || record instanceof Unknown) return record;
    return fieldValue(fieldCell(record, index), field);
  };
}

const requestMembers: { readonly [K in RequestMember]: (environment: Environment) => Value | Unknown | undefined } = {
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

function makeTruth(condition: Condition): ReadTruth {
  switch (condition.kind) {
    case "and":
    case "or":
      return logical(condition);
    case "not": {
      const operand = compileTruth(condition.operand);
      return (environment) => not(operand(environment));
    }
    case "relation":
      return related(condition);
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
    case "within": {
      const [left, window, right] = [compileValue(condition.left), compileValue(condition.window), compileValue(condition.right)];
      return (environment) => isWithin(condition.side, left(environment), window(environment), right(environment));
    }
    case "quantified":
      return (environment) => {
        const found = quantify(condition, environment, readers);
        return found instanceof Unknown ? found : found.truth;
      };
    case "boolean":
      return booleanRead(condition.read);
  }
}

function booleanRead(read: Expression): ReadTruth {
  if (isCondition(read)) return compileTruth(read);
  if (read.kind === "define") return booleanRead(read.value);
  return compileValue(read) as ReadTruth;
}

/** An operand behind a decisive one is not evaluated: it could not change the result, and may rely on it for what it reads. */
function logical({ kind, operands }: Logical): ReadTruth {
  if (operands.some(({ guardedBy }) => guardedBy.length > 0)) return guarded({ kind, operands });
  const decisive = kind === "or";
  const reads = operands.map(({ condition }) => compileTruth(condition));
  return (environment) => {
    let unknowns: Unknown[] | undefined;
    for (const read of reads) {
      const truth = read(environment);
      if (truth === decisive) return decisive;
      if (truth instanceof Unknown) (unknowns ??= []).push(truth);
    }
    return unknowns ? union(unknowns) : !decisive;
  };
}

/** An operand whose guard is unknown is unknown for the same reasons, whatever it would say. `language.md` §5.4. */
function guarded({ kind, operands }: Pick<Logical, "kind" | "operands">): ReadTruth {
  const decisive = kind === "or";
  const reads = operands.map(({ condition, guardedBy }) => ({ read: compileTruth(condition), guardedBy }));
  return (environment) => {
    const truths: Truth[] = [];
    let unknowns: Unknown[] | undefined;
    for (const { read, guardedBy } of reads) {
      const truth = unknowns && unknownGuard(truths, guardedBy) ? (unknowns[0] as Unknown) : read(environment);
      if (truth === decisive) return decisive;
      truths.push(truth);
      if (truth instanceof Unknown) (unknowns ??= []).push(truth);
    }
    return unknowns ? union(unknowns) : !decisive;
  };
}

function unknownGuard(truths: readonly Truth[], guardedBy: readonly number[]): boolean {
  return guardedBy.some((index) => truths[index] instanceof Unknown);
}

/** Mostly something is compared with what the policy says, which is known and there. */
function related(condition: Relation): ReadTruth {
  const relation = relate(condition);
  const right = fixed(condition.right);
  const near = nearField(condition.left);
  if (near && right !== undefined) return relatedField(near, right, relation);
  const left = compileValue(condition.left);
  if (right === undefined) return binary(left, compileValue(condition.right), relation);
  return (environment) => {
    const value = left(environment);
    if (value instanceof Unknown) return value;
    assert(value !== ABSENT, "absence is guarded where the policy is compiled");
    return relation(value, right, environment.people);
  };
}

/** A field of a quantifier's element, with what stands for it where it is absent. */
interface NearField {
  readonly slot: number;
  readonly index: number;
  readonly instead: Value | undefined;
}

function nearField(expression: Expression): NearField | undefined {
  if (expression.kind === "field" && expression.of.kind === "element")
    return { slot: expression.of.slot, index: expression.index, instead: undefined };
  const instead = expression.kind === "otherwise" ? fixed(expression.right) : undefined;
  const near = expression.kind === "otherwise" && instead !== undefined ? nearField(expression.left) : undefined;
  return near?.instead === undefined ? near && { ...near, instead } : near;
}

/** What long lists are asked most, in one closure. */
function relatedField({ slot, index, instead }: NearField, right: Value, relation: Relate): ReadTruth {
  return ({ slots, people }) => {
    const element = slots[slot] as Cell;
    const value = fieldCell(element.value, index)?.value ?? instead;
    assert(value !== undefined, "absence is guarded where the policy is compiled");
    return relation(value, right, people);
  };
}

function binary(left: ReadValue, right: ReadValue, related: Relate): ReadTruth {
  return (environment) => {
    const a = left(environment);
    const b = right(environment);
    if (a instanceof Unknown) return b instanceof Unknown ? union([a, b]) : a;
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

function emptiness({ left, negated }: IsEmpty): ReadTruth {
  const isEmpty: ReadTruth =
    left.kind === "values"
      ? unary(compileValue(left.expression), (value) => (value as readonly Cell[]).length === 0)
      : ({ slots }) => statementsEmpty(slots[left.slot]);
  return negated ? (environment) => not(isEmpty(environment)) : isEmpty;
}
