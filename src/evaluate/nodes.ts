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

/** While it is put together: member after member, since copying a node for each is half of what a trace costs. */
type Draft = { -readonly [Member in keyof TraceNode]: TraceNode[Member] };

/** The node of a value: what it is, why it is unknown, that it is absent, or that it is hidden. */
export function explained(op: NodeOp, at: Expression, value: Read, extra?: Extra): Explained {
  const node: Draft = { op, span: at.span, type: at.type, ...extra };
  if (value === ABSENT) {
    if (op === "read" || op === "request") node.op = "absent";
  } else if (value instanceof Unknown) node.because = value.reasons;
  else if (isSecret(at)) node.hidden = true;
  else if (node.type?.kind === "list") node.size = (value as readonly Cell[]).length;
  else if (node.type?.kind !== "record") node.value = value;
  return { node, value };
}

export function concluded(op: NodeOp, at: Condition, truth: Truth, args: readonly TraceNode[], extra?: Extra): Concluded {
  const node: Draft = { op, span: at.span, truth: truthWord(truth), args, ...extra };
  if (truth instanceof Unknown) node.because = truth.reasons;
  return { node, truth };
}
