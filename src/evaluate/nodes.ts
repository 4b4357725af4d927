/** Nodes of a trace: what came out of a value or a condition, written down. `language.md` §7. */
import type { Cell } from "../base/index.ts";
import type { Condition, Expression } from "../language/index.ts";
import type { Read } from "./environment.ts";
import { isSecret } from "./secrets.ts";
import { ABSENT, truthWord, Unknown, type Truth } from "./truth.ts";
import type { NodeOp, TraceNode } from "./trace.ts";

export interface Explained {
  readonly node: TraceNode;
  readonly value: Read;
}
export interface Concluded {
  readonly node: TraceNode;
  readonly truth: Truth;
}

type Extra = Partial<Omit<TraceNode, "op" | "span">>;

/** The node of a value: what it is, why it is unknown, that it is absent, or that it is hidden. */
export function explained(op: NodeOp, at: Expression, value: Read, extra: Extra = {}): Explained {
  const base = { op, span: at.span, type: at.type, ...extra };
  if (value === ABSENT) return { node: { ...base, op: op === "read" || op === "request" ? "absent" : op }, value };
  if (value instanceof Unknown) return { node: { ...base, because: value.reasons }, value };
  if (isSecret(at)) return { node: { ...base, hidden: true }, value };
  const { kind } = base.type;
  if (kind === "record") return { node: base, value };
  if (kind === "list") return { node: { ...base, size: (value as readonly Cell[]).length }, value };
  return { node: { ...base, value }, value };
}

export function concluded(op: NodeOp, at: Condition, truth: Truth, args: readonly TraceNode[], extra: Extra = {}): Concluded {
  const node = { op, span: at.span, truth: truthWord(truth), args, ...extra };
  return truth instanceof Unknown ? { node: { ...node, because: truth.reasons }, truth } : { node, truth };
}
