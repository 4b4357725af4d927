/**
 * Evaluates an expression and writes down how: a node for everything that was evaluated, each leaf with its origin.
 * `language.md` §7. The truth of a requirement comes from here, so the trace cannot say something else than the verdict.
 */
import { assert, type Cell, type Value } from "../base/index.ts";
import { isCondition, type Condition, type DrawnList, type Expression, type FieldRead } from "../language/index.ts";
import { addUp, compileValue, fieldCell, isWithin, signersOf, signingTimeOf, statementsEmpty } from "./compile.ts";
import { StatementSet, type BoundStatement, type Environment, type Read } from "./environment.ts";
import { explainCount, explainQuantified, explainThe } from "./explain-quantifier.ts";
import { matcher, ranger, relate } from "./relate.ts";
import { ABSENT, and, not, or, truthWord, Unknown, type Truth } from "./truth.ts";
import type { From, NodeOp, TraceNode } from "./trace.ts";

export interface Explained {
  readonly node: TraceNode;
  readonly value: Read;
}
export interface Concluded {
  readonly node: TraceNode;
  readonly truth: Truth;
}

/** A condition with its node. */
export function explainTruth(condition: Condition, environment: Environment): Concluded {
  environment.steps += 1;
  switch (condition.kind) {
    case "and":
    case "or":
      return explainLogical(condition, environment);
    case "not": {
      const operand = explainTruth(condition.operand, environment);
      return concluded("not", condition, not(operand.truth), [operand.node]);
    }
    case "relation":
      return explainBinary(condition, environment);
    case "has":
      return explainHas(condition, environment);
    case "is-empty":
      return explainEmpty(condition, environment);
    case "matches":
      return explainUnary(
        condition.pattern === "glob" ? "matches-glob" : "matches-regex",
        condition,
        condition.text,
        matcher(condition),
        environment,
      );
    case "in-range":
      return explainUnary("in-range", condition, condition.range, ranger(condition), environment);
    case "within":
      return explainWithin(condition, environment);
    case "quantified":
      return explainQuantified(condition, environment);
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
      return explainStatement(expression, environment);
    case "element":
      return explainElement(expression, environment);
    case "define": {
      const inner = explain(expression.value, environment);
      return explained("define", expression, inner.value, { define: expression.name, args: [inner.node] });
    }
    case "field":
      return explainField(expression, environment);
    case "set": {
      const elements = expression.elements.map((element) => explain(element, environment));
      return explained("set", expression, compileValue(expression)(environment), { args: elements.map((element) => element.node) });
    }
    case "sum": {
      const [left, right] = [explain(expression.left, environment), explain(expression.right, environment)];
      return explained(expression.op, expression, addUp(expression, left.value, right.value), { args: [left.node, right.node] });
    }
    case "otherwise":
      return explainOtherwise(expression, environment);
    case "the":
      return explainThe(expression, environment);
    case "count":
      return explainCount(expression, environment);
    case "signer-of": {
      const slot = environment.slots[expression.statement.slot];
      return explained("signer-of", expression, signersOf(slot), {
        type: { kind: "set", of: IDENTITY },
        evidence: expression.statement.name,
        from: factOf(slot),
      });
    }
    case "signing-time-of": {
      const slot = environment.slots[expression.statement.slot];
      return explained("signing-time-of", expression, signingTimeOf(slot), { evidence: expression.statement.name, from: factOf(slot) });
    }
  }
}

/** A verified fact of the envelope, not a member of the statement. */
function factOf(slot: Environment["slots"][number]): From | undefined {
  return slot && "attestation" in slot ? { attestation: slot.attestation, pointer: "", field: "envelope" } : undefined;
}

type Extra = Partial<Omit<TraceNode, "op" | "span">>;

/** The node of a value: what it is, why it is unknown, or that it is absent. */
export function explained(op: NodeOp, at: Expression, value: Read, extra: Extra = {}): Explained {
  const base = { op, span: at.span, type: at.type, ...extra };
  if (value === ABSENT) return { node: { ...base, op: op === "read" || op === "request" ? "absent" : op }, value };
  if (value instanceof Unknown) return { node: { ...base, because: value.reasons }, value };
  if (base.hidden) return { node: base, value };
  const { kind } = at.type;
  if (kind === "record") return { node: base, value };
  if (kind === "list") return { node: { ...base, size: (value as readonly Cell[]).length }, value };
  return { node: { ...base, value }, value };
}

export function concluded(op: NodeOp, at: Condition, truth: Truth, args: readonly TraceNode[], extra: Extra = {}): Concluded {
  const node = { op, span: at.span, truth: truthWord(truth), args, ...extra };
  return truth instanceof Unknown ? { node: { ...node, because: truth.reasons }, truth } : { node, truth };
}

const IDENTITY = { kind: "scalar", name: "Identity" } as const;

// -------------------------------------------------------------------------------------------------- reads

function explainStatement(expression: Expression & { kind: "statement" }, environment: Environment): Explained {
  const slot = environment.slots[expression.slot];
  const value = slot instanceof Unknown ? slot : (slot as BoundStatement).record;
  return explained("evidence", expression, value, { evidence: expression.evidence });
}

function explainElement(expression: Expression & { kind: "element" }, environment: Environment): Explained {
  const cell = environment.slots[expression.slot] as Cell;
  return explained("read", expression, cell.value, { from: fromOf(cell, expression, environment) });
}

function explainField(expression: FieldRead, environment: Environment): Explained {
  const value = compileValue(expression)(environment);
  const hidden = expression.field.mark === "secret" ? true : undefined;
  if (value instanceof Unknown) {
    const root = rootOf(expression);
    return explained("evidence", expression, value, root === undefined ? {} : { evidence: root });
  }
  const record = compileValue(expression.of)(environment);
  const isThere = record !== ABSENT && !(record instanceof Unknown);
  const cell = isThere ? fieldCell(record, expression.index) : undefined;
  return explained("read", expression, value, { from: cell && fromOf(cell, expression, environment), hidden });
}

/** The evidence that a path starts from. */
function rootOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "statement":
      return expression.evidence;
    case "field":
      return rootOf(expression.of);
    case "element":
      return rootOf(expression.list);
    case "define":
      return rootOf(expression.value);
    case "the":
      return expression.drawn.list.kind === "statements" ? expression.drawn.list.evidence : rootOf(expression.drawn.list.expression);
    default:
      return undefined;
  }
}

/** `vuln.report/findings/severity`. */
function fieldName(expression: Expression): string {
  switch (expression.kind) {
    case "field":
      return `${fieldName(expression.of)}/${expression.field.name}`;
    case "element":
      return fieldName(expression.list);
    case "define":
      return fieldName(expression.value);
    case "the":
      return expression.drawn.list.kind === "values"
        ? fieldName(expression.drawn.list.expression)
        : expression.type.kind === "record"
          ? expression.type.name
          : "";
    default:
      return expression.type.kind === "record" ? expression.type.name : "";
  }
}

function fromOf(cell: Cell, expression: Expression, environment: Environment): From | undefined {
  const attestation = attestationOf(expression, environment);
  if (attestation === undefined || cell.pointer === undefined) return undefined;
  return { attestation, pointer: cell.pointer, field: fieldName(expression), native: cell.native, via: cell.via };
}

/** The attestation that a path reads from. */
export function attestationOf(expression: Expression, environment: Environment): string | undefined {
  switch (expression.kind) {
    case "statement": {
      const slot = environment.slots[expression.slot];
      return slot && "attestation" in slot ? slot.attestation : undefined;
    }
    case "field":
      return attestationOf(expression.of, environment);
    case "element":
      return attestationOf(expression.list, environment);
    case "define":
      return attestationOf(expression.value, environment);
    case "the":
      return attestationOfThe(expression, environment);
    default:
      return undefined;
  }
}

function attestationOfThe(expression: Expression & { kind: "the" }, environment: Environment): string | undefined {
  const { list } = expression.drawn;
  return list.kind === "values" ? attestationOf(list.expression, environment) : undefined;
}

function explainOtherwise(expression: Expression & { kind: "otherwise" }, environment: Environment): Explained {
  const left = explain(expression.left, environment);
  if (left.value !== ABSENT) return explained("otherwise", expression, left.value, { args: [left.node] });
  const right = explain(expression.right, environment);
  return explained("otherwise", expression, right.value, { args: [left.node, right.node], type: expression.right.type });
}

// --------------------------------------------------------------------------------------------- conditions

/** Every operand is evaluated, except one that relies on a guard that did not hold. */
function explainLogical(condition: Condition & { kind: "and" | "or" }, environment: Environment): Concluded {
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
      truths.push(guard instanceof Unknown ? guard : !needed);
      nodes.push({ op: "guarded", span: operand.span, ...(guard instanceof Unknown ? { because: guard.reasons } : {}) });
    }
  }
  return concluded(condition.kind, condition, needed ? and(truths) : or(truths), nodes);
}

function explainBinary(condition: Condition & { kind: "relation" }, environment: Environment): Concluded {
  const [left, right] = [explain(condition.left, environment), explain(condition.right, environment)];
  return concluded(
    condition.op,
    condition,
    onKnown([left.value, right.value], ([a, b]) => relate(condition)(a as Value, b as Value, environment.people)),
    [left.node, right.node],
  );
}

/** Every relation with an unknown operand is unknown. */
export function onKnown(operands: readonly Read[], decide: (values: readonly Value[]) => Truth): Truth {
  const unknowns = operands.filter((value) => value instanceof Unknown);
  if (unknowns.length > 0) return new Unknown([...new Set(unknowns.flatMap((each) => each.reasons))]);
  assert(!operands.includes(ABSENT), "absence is guarded where the policy is compiled");
  return decide(operands as readonly Value[]);
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
  return concluded(
    op,
    condition,
    onKnown([left.value], ([value]) => test(value as Value)),
    [left.node, pattern],
  );
}

function explainHas(condition: Condition & { kind: "has" }, environment: Environment): Concluded {
  const read = explain(condition.read, environment);
  return concluded("has", condition, read.value instanceof Unknown ? read.value : read.value !== ABSENT, [read.node]);
}

function explainEmpty(condition: Condition & { kind: "is-empty" }, environment: Environment): Concluded {
  const { node, isEmpty } = explainEmptiness(condition.left, environment);
  const op = condition.negated ? "is-not-empty" : "is-empty";
  return concluded(op, condition, condition.negated ? not(isEmpty) : isEmpty, [node]);
}

function explainEmptiness(list: DrawnList, environment: Environment): { readonly node: TraceNode; readonly isEmpty: Truth } {
  const over = explainList(list, environment);
  if (list.kind === "statements") return { node: over.node, isEmpty: statementsEmpty(environment.slots[list.slot]) };
  return { node: over.node, isEmpty: onKnown([over.value], ([value]) => (value as readonly Cell[]).length === 0) };
}

/** The list that a quantifier runs over. */
export function explainList(list: DrawnList, environment: Environment): Explained {
  if (list.kind === "values") return explain(list.expression, environment);
  const slot = environment.slots[list.slot];
  const base = { op: "evidence", span: list.span, evidence: list.evidence } as const;
  if (slot instanceof Unknown) return { node: { ...base, because: slot.reasons }, value: slot };
  assert(slot instanceof StatementSet, "an `all` evidence is bound here");
  return { node: { ...base, size: slot.statements.length }, value: [] };
}

function explainWithin(condition: Condition & { kind: "within" }, environment: Environment): Concluded {
  const [left, window, right] = [condition.left, condition.window, condition.right].map((part) => explain(part, environment)) as [
    Explained,
    Explained,
    Explained,
  ];
  const truth = isWithin(condition.side, left.value, window.value, right.value);
  const measured = truth instanceof Unknown ? undefined : distance(left.value as bigint, right.value as bigint);
  return concluded(condition.side === "before" ? "within-before" : "within-after", condition, truth, [left.node, window.node, right.node], {
    measured,
  });
}

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}

function explainBoolean(condition: Condition & { kind: "boolean" }, environment: Environment): Concluded {
  const { node, value } = explain(condition.read, environment);
  const truth = value as Truth;
  return { node: { ...node, truth: truthWord(truth), value: undefined }, truth };
}
