/** Evaluated expressions as a trace writes them: `audit.md` §3.1, `language.md` §7. */
import { formatDuration, formatInstant } from "../../base/index.ts";
import type { From, NodeOp, QuantifiedTrace, TraceNode, TruthWord, Witness } from "../../evaluate/index.ts";
import type { RequestMember } from "../../language/index.ts";
import { defined } from "./defined.ts";
import type { ReasonTable } from "./reasons.ts";
import type { SpanPart, Texts } from "./source.ts";
import { nativePart, textPart, typeText, valuePart, wellFormed, type NativePart, type ValuePart } from "./value.ts";

export interface NodePart {
  readonly op: NodeOp;
  readonly text?: string;
  /** Absent in traces of other engines for nodes that have no text of their own. */
  readonly span?: SpanPart;
  readonly type?: string;
  readonly truth?: TruthWord;
  readonly value?: ValuePart;
  readonly size?: number;
  readonly args?: readonly NodePart[];
  readonly param?: string;
  /** Pointer into the trace's `request`. */
  readonly request?: string;
  readonly evidence?: string;
  readonly define?: string;
  readonly from?: FromPart;
  /** Numbers of the requirement's `reasons` and, counted on, `undecided`. */
  readonly because?: readonly number[];
  readonly hidden?: true;
  readonly binds?: string;
  readonly over?: NodePart;
  readonly elements?: Readonly<Record<TruthWord, string>>;
  readonly witnesses?: readonly WitnessPart[];
  readonly omitted?: number;
  readonly people?: { readonly least: number; readonly most: number };
  /** ISO 8601 duration. */
  readonly measured?: string;
  readonly clock?: { readonly kind: "claimed" | "log" | "timestamp"; readonly notAfter?: string };
}

export interface FromPart {
  readonly attestation: string;
  readonly pointer: string;
  readonly field: string;
  readonly native?: NativePart;
  readonly via?: string;
}

export interface WitnessPart {
  readonly index: number;
  readonly pointer: string;
  readonly attestation?: string;
  readonly key?: string;
  readonly body: NodePart;
}

export interface NodeContext {
  readonly texts: Texts;
  readonly reasons: ReasonTable;
}

export function nodePart(node: TraceNode, context: NodeContext): NodePart {
  const { op, span, type, truth, size, args, param, request, evidence, define, from, because, hidden, measured, clock } = node;
  const hiddenValue = hidden === true || node.value === undefined || type === undefined;
  return defined({
    op,
    text: textPart(context.texts.text(span)),
    span: [span.start, span.end] as const,
    type: type === undefined ? undefined : typeText(type),
    truth,
    value: hiddenValue ? undefined : valuePart(type, node.value),
    size,
    args: args?.map((arg) => nodePart(arg, context)),
    param,
    request: request === undefined ? undefined : requestPointers[request],
    evidence,
    define,
    from: from === undefined ? undefined : fromPart(from, hidden === true ? "hidden" : "shown"),
    because: because === undefined || because.length === 0 ? undefined : because.map(context.reasons.numberOf).sort((a, b) => a - b),
    hidden,
    ...(node.quantified === undefined ? {} : quantifiedPart(node.quantified, context)),
    measured: measured === undefined ? undefined : formatDuration(measured),
    clock: clock === undefined ? undefined : clockPart(clock),
  });
}

export const requestPointers: Readonly<Record<RequestMember, string>> = {
  "subject.digest": "/subject/digest",
  "subject.repository": "/subject/repository",
  "subject.tag": "/subject/tag",
  "subject.platform": "/subject/platform",
  "subject.index": "/subject/index",
  "stage.name": "/stage/name",
  "stage.environment": "/stage/environment",
  now: "/evaluationTime",
};

export function fromPart({ attestation, pointer, field, native, via }: From, shown: "shown" | "hidden"): FromPart {
  const converted = native === undefined || via === undefined || shown === "hidden" ? undefined : nativePart(native);
  return defined({ attestation, pointer: wellFormed(pointer), field, native: converted, via });
}

function clockPart({ kind, notAfter }: NonNullable<TraceNode["clock"]>): NonNullable<NodePart["clock"]> {
  return defined({ kind, notAfter: notAfter === undefined ? undefined : formatInstant(notAfter) });
}

function quantifiedPart({ binds, over, truths, witnesses, omitted, people }: QuantifiedTrace, context: NodeContext): Partial<NodePart> {
  return {
    binds,
    over: nodePart(over, context),
    elements: { true: ranges(truths, "true"), false: ranges(truths, "false"), unknown: ranges(truths, "unknown") },
    witnesses: witnesses.map((witness) => witnessPart(witness, context)),
    omitted,
    people,
  };
}

function witnessPart({ index, pointer, attestation, key, body }: Witness, context: NodeContext): WitnessPart {
  const keyPart = key === undefined ? undefined : wellFormed(key);
  return defined({ index, pointer: wellFormed(pointer), attestation, key: keyPart, body: nodePart(body, context) });
}

/** `0,5-9`: the places of one truth. */
export function ranges(truths: readonly TruthWord[], word: TruthWord): string {
  const parts: string[] = [];
  for (let at = 0; at < truths.length; at++) {
    if (truths[at] !== word) continue;
    const start = at;
    while (truths[at + 1] === word) at++;
    parts.push(start === at ? `${start}` : `${start}-${at}`);
  }
  return parts.join(",");
}
