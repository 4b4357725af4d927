/**
 * Evaluates an expression and writes down how: a node for everything that was evaluated, each leaf with its origin.
 * `language.md` §7. The truth of a requirement comes from here, so the trace cannot say something else than the verdict.
 */
import { assert, type Cell, type Type, type Value } from "../base/index.ts";
import {
  isCondition,
  type BooleanRead,
  type Condition,
  type DrawnList,
  type Expression,
  type FieldRead,
  type Has,
  type IsEmpty,
  type Logical,
  type Not,
  type Otherwise,
  type Relation,
  type SetOf,
  type SignerOf,
  type SigningTimeOf,
  type Sum,
  type Within,
} from "../language/index.ts";
import { addUp, isWithin, onKnown, setOf } from "./arithmetic.ts";
import { compileValue } from "./compile.ts";
import { paidFor, StatementSet, type Environment, type Read, type Slot } from "./environment.ts";
import { explainCount, explainQuantified, explainThe, type Explainers } from "./explain-quantifier.ts";
import { concluded, explained, type Concluded, type Explained } from "./nodes.ts";
import { evidenceOf, fromOf, rootOf } from "./origin.ts";
import { matcher, ranger, relate } from "./relate.ts";
import { fieldCell, fieldValue, signersOf, signingTimeOf, statementsEmpty, statementValue } from "./slots.ts";
import { ABSENT, and, not, or, truthWord, Unknown, type Truth } from "./truth.ts";
import type { From, NodeOp, TraceNode } from "./trace.ts";

/** A condition with its node. */
export function explainTruth(condition: Condition, environment: Environment): Concluded {
  environment.steps += 1;
  switch (condition.kind) {
    case "and":
    case "or":
      return explainLogical(condition, environment);
    case "not":
      return explainNot(condition, environment);
    case "relation":
      return explainBinary(condition, environment);
    case "has":
      return explainHas(condition, environment);
    case "is-empty":
      return explainEmpty(condition, environment);
    case "matches": {
      const op = condition.pattern === "glob" ? "matches-glob" : "matches-regex";
      return explainUnary(op, condition, condition.text, matcher(condition), environment);
    }
    case "in-range":
      return explainUnary("in-range", condition, condition.range, ranger(condition), environment);
    case "within":
      return explainWithin(condition, environment);
    case "quantified":
      return explainQuantified(condition, environment, explainers);
    case "boolean":
      return explainBoolean(condition, environment);
  }
}

/** Any expression with its node. */
export function explain(expression: Expression, environment: Environment): Explained {
  if (isCondition(expression)) {
    const { node, truth } = explainTruth(expression, environment);
    return { node, value: truth };
  }
  environment.steps += 1;
  switch (expression.kind) {
    case "constant":
      return explained("const", expression, expression.value);
    case "parameter":
      return explained("param", expression, expression.value, { param: expression.name });
    case "request":
      return explained("request", expression, compileValue(expression)(environment), { request: expression.member });
    case "statement":
      return explained("evidence", expression, statementValue(environment.slots[expression.slot]), { evidence: expression.evidence });
    case "element":
      return explainElement(expression, environment);
    case "define": {
      const inner = explain(expression.value, environment);
      return explained("define", expression, inner.value, { define: expression.name, args: [inner.node] });
    }
    case "field":
      return explainField(expression, environment);
    case "set":
      return explainSet(expression, environment);
    case "sum":
      return explainSum(expression, environment);
    case "otherwise":
      return explainOtherwise(expression, environment);
    case "the":
      return explainThe(expression, environment, explainers);
    case "count":
      return explainCount(expression, environment, explainers);
    case "signer-of":
      return explainFact(expression, signersOf, { kind: "set", of: { kind: "scalar", name: "Identity" } }, environment);
    case "signing-time-of":
      return explainFact(expression, signingTimeOf, expression.type, environment);
  }
}

// -------------------------------------------------------------------------------------------------- reads

function explainElement(expression: Expression & { kind: "element" }, environment: Environment): Explained {
  const cell = environment.slots[expression.slot] as Cell;
  return explained("read", expression, cell.value, { from: fromOf(cell, expression, environment) });
}

function explainField(expression: FieldRead, environment: Environment): Explained {
  const record = compileValue(expression.of)(environment);
  const args = explainRoot(expression, environment);
  if (record instanceof Unknown) {
    if (args) return explained("read", expression, record, { args });
    return explained("evidence", expression, record, { evidence: evidenceOf(expression) });
  }
  const cell = record === ABSENT ? undefined : fieldCell(record, expression.index);
  const from = cell && fromOf(cell, expression, environment);
  const value = record === ABSENT ? ABSENT : fieldValue(cell, expression.field);
  return explained("read", expression, value, args ? { from, args } : { from });
}

/** What a path starts from, where that is more than a name: the element that `the` found, or what a `define` stands for. */
function explainRoot(path: FieldRead, environment: Environment): readonly TraceNode[] | undefined {
  const root = rootOf(path);
  return root.kind === "the" || root.kind === "define" ? [paidFor(environment, () => explain(root, environment)).node] : undefined;
}

/** A verified fact of the envelope, not a member of the statement. */
function explainFact(expression: SignerOf | SigningTimeOf, read: (slot: Slot) => Read, type: Type, environment: Environment): Explained {
  const slot = environment.slots[expression.statement.slot];
  const op = expression.kind;
  const from: From | undefined =
    slot && "attestation" in slot ? { attestation: slot.attestation, pointer: "", field: "envelope" } : undefined;
  return explained(op, expression, read(slot), { type, evidence: expression.statement.name, from });
}

function explainSet(expression: SetOf, environment: Environment): Explained {
  const elements = expression.elements.map((element) => explain(element, environment));
  return explained("set", expression, setOf(elements.map(({ value }) => value)), { args: elements.map(({ node }) => node) });
}

function explainSum(expression: Sum, environment: Environment): Explained {
  const [left, right] = [explain(expression.left, environment), explain(expression.right, environment)];
  return explained(expression.op, expression, addUp(expression, left.value, right.value), { args: [left.node, right.node] });
}

function explainOtherwise(expression: Otherwise, environment: Environment): Explained {
  const left = explain(expression.left, environment);
  if (left.value !== ABSENT) return explained("otherwise", expression, left.value, { args: [left.node] });
  const right = explain(expression.right, environment);
  return explained("otherwise", expression, right.value, { args: [left.node, right.node], type: expression.right.type });
}

// --------------------------------------------------------------------------------------------- conditions

/** Every operand is evaluated, except one that relies on a guard that did not hold. */
function explainLogical(condition: Logical, environment: Environment): Concluded {
  const needed = condition.kind === "and";
  const truths: Truth[] = [];
  const nodes: TraceNode[] = [];
  for (const { condition: operand, guardedBy } of condition.operands) {
    const guard = guardedBy.map((index) => truths[index]).find((truth) => truth !== needed);
    if (guard === undefined) {
      const result = explainTruth(operand, environment);
      truths.push(result.truth);
      nodes.push(result.node);
    } else {
      // An unknown guard makes what it guards unknown for the same reasons; a false one has decided already.
      truths.push(guard);
      nodes.push({ op: "guarded", span: operand.span, ...(guard instanceof Unknown ? { because: guard.reasons } : {}) });
    }
  }
  return concluded(condition.kind, condition, needed ? and(truths) : or(truths), nodes);
}

function explainNot(condition: Not, environment: Environment): Concluded {
  const operand = explainTruth(condition.operand, environment);
  return concluded("not", condition, not(operand.truth), [operand.node]);
}

function explainBinary(condition: Relation, environment: Environment): Concluded {
  const [left, right] = [explain(condition.left, environment), explain(condition.right, environment)];
  const truth = onKnown([left.value, right.value], ([a, b]) => relate(condition)(a as Value, b as Value, environment.people));
  return concluded(condition.op, condition, truth, [left.node, right.node]);
}

function explainUnary(
  op: NodeOp,
  condition: Condition & { readonly left: Expression },
  text: string,
  test: (value: Value) => boolean,
  environment: Environment,
): Concluded {
  const left = explain(condition.left, environment);
  const pattern: TraceNode = { op: "const", span: condition.span, type: { kind: "scalar", name: "String" }, value: text };
  const truth = onKnown([left.value], ([value]) => test(value as Value));
  return concluded(op, condition, truth, [left.node, pattern]);
}

function explainHas(condition: Has, environment: Environment): Concluded {
  const read = explain(condition.read, environment);
  return concluded("has", condition, read.value instanceof Unknown ? read.value : read.value !== ABSENT, [read.node]);
}

function explainEmpty(condition: IsEmpty, environment: Environment): Concluded {
  const { left, negated } = condition;
  const over = explainList(left, environment);
  const isEmpty =
    left.kind === "statements"
      ? statementsEmpty(environment.slots[left.slot])
      : onKnown([over.value], ([value]) => (value as readonly Cell[]).length === 0);
  return concluded(negated ? "is-not-empty" : "is-empty", condition, negated ? not(isEmpty) : isEmpty, [over.node]);
}

/** The list that a quantifier runs over. */
function explainList(list: DrawnList, environment: Environment): Explained {
  if (list.kind === "values") return explain(list.expression, environment);
  const slot = environment.slots[list.slot];
  const base = { op: "evidence", span: list.span, evidence: list.evidence } as const;
  if (slot instanceof Unknown) return { node: { ...base, because: slot.reasons }, value: slot };
  assert(slot instanceof StatementSet, "an `all` evidence is bound here");
  return { node: { ...base, size: slot.statements.length }, value: [] };
}

function explainWithin(condition: Within, environment: Environment): Concluded {
  const left = explain(condition.left, environment);
  const window = explain(condition.window, environment);
  const right = explain(condition.right, environment);
  const truth = isWithin(condition.side, left.value, window.value, right.value);
  const measured = truth instanceof Unknown ? undefined : distance(left.value as bigint, right.value as bigint);
  const op = condition.side === "before" ? "within-before" : "within-after";
  return concluded(op, condition, truth, [left.node, window.node, right.node], { measured });
}

const explainers: Explainers = { value: explain, truth: explainTruth, list: explainList };

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}

function explainBoolean(condition: BooleanRead, environment: Environment): Concluded {
  const { node, value } = explain(condition.read, environment);
  const truth = value as Truth;
  return { node: { ...node, truth: truthWord(truth), value: undefined }, truth };
}
