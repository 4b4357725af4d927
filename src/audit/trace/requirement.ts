import { formatInstant } from "../../base/index.ts";
import type { Message, RequirementTrace, TraceNode, TruthWord } from "../../evaluate/index.ts";
import type { Control, Evidence } from "../../language/index.ts";
import { defined } from "./defined.ts";
import { fromPart, nodePart, requestPointers, type FromPart, type NodeContext, type NodePart } from "./node.ts";
import type { TracePorts } from "./ports.ts";
import { reasonTable, type ReasonPart } from "./reasons.ts";
import type { SourcePart, Texts } from "./source.ts";
import { textPart, valuePart, wellFormed, type ValuePart } from "./value.ts";

export interface RequirementPart {
  readonly id: string;
  readonly kind: "stated" | "freshness";
  readonly hash: string;
  readonly text: string;
  readonly source: SourcePart;
  readonly truth: TruthWord;
  /** Why it is unknown. */
  readonly reasons?: readonly ReasonPart[];
  /** Why parts of it are unknown that did not decide; numbered on from `reasons`. */
  readonly undecided?: readonly ReasonPart[];
  /** Of a freshness requirement: whose. */
  readonly evidence?: string;
  readonly expression: NodePart;
  readonly messages?: readonly MessagePart[];
  readonly fix?: string;
  readonly graceUntil?: string;
}

export interface MessagePart {
  readonly witness?: number;
  readonly template: string;
  readonly text: string;
  readonly reads: readonly ReadPart[];
}

export interface ReadPart {
  readonly hole: string;
  /** Absent where there was none to show. */
  readonly value?: ValuePart;
  readonly from?: FromPart;
  readonly request?: string;
  readonly param?: string;
  readonly hidden?: true;
}

export function requirementPart(control: Control, trace: RequirementTrace, texts: Texts, ports: TracePorts): RequirementPart {
  const reasons = reasonTable(trace.reasons, trace.span.file, texts);
  const context: NodeContext = { texts, reasons };
  const expression = nodePart(trace.node, context);
  const messages = trace.truth === "false" ? trace.messages.map(messagePart) : [];
  const all = reasons.all();
  const [why, beside] = [all.slice(0, reasons.first), all.slice(reasons.first)];
  return defined({
    id: trace.id,
    kind: trace.kind,
    hash: ports.hashes.requirement(control, trace.source),
    text: texts.text(trace.span),
    source: texts.source(trace.span),
    truth: trace.truth,
    reasons: why.length === 0 ? undefined : why,
    undecided: beside.length === 0 ? undefined : beside,
    evidence: trace.kind === "freshness" ? (trace.source as Evidence).name : undefined,
    expression,
    messages: messages.length === 0 ? undefined : messages,
    fix: trace.fix === undefined ? undefined : wellFormed(trace.fix),
    graceUntil: trace.graceUntil === undefined ? undefined : formatInstant(trace.graceUntil),
  });
}

function messagePart({ witness, template, text, reads }: Message): MessagePart {
  return defined({
    witness,
    template: textPart(template) ?? '""',
    text: wellFormed(text),
    reads: reads.map(({ hole, node }) => readPart(hole, node)),
  });
}

function readPart(hole: string, node: TraceNode): ReadPart {
  const leaf = leafOf(node);
  const isHidden = node.hidden === true || leaf.hidden === true;
  const value = isHidden || node.value === undefined || node.type === undefined ? undefined : valuePart(node.type, node.value);
  return defined({
    hole,
    value,
    from: leaf.from === undefined || leaf.op === "absent" ? undefined : fromPart(leaf.from, isHidden ? "hidden" : "shown"),
    request: leaf.request === undefined ? undefined : requestPointers[leaf.request],
    param: leaf.param,
    hidden: isHidden ? (true as const) : undefined,
  });
}

/** Where the value of a hole comes from: through `define` to its expression, through `otherwise` to the side that was taken. */
function leafOf(node: TraceNode): TraceNode {
  const [first, second] = node.args ?? [];
  if (node.op === "define" && first !== undefined) return leafOf(first);
  if (node.op !== "otherwise" || first === undefined) return node;
  return first.op === "absent" && second !== undefined ? leafOf(second) : leafOf(first);
}
