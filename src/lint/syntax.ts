/** Looking through the syntax tree: every node of a kind, the block around a place, edits that take a block away. */
import type { Control, PolicyFile, TopLevel } from "../../grammar/index.ts";
import type { Fix, Span } from "../diagnostics/index.ts";
import type { LintInput } from "./rule.ts";

interface AnyNode {
  readonly kind: string;
  readonly span: Span;
}

/** Every node of a kind below one or several nodes, themselves included, in the order of the text. */
export function nodesOf<N extends AnyNode>(root: object, kind: N["kind"]): readonly N[] {
  const found: N[] = [];
  visit(root, (node) => {
    if (node.kind === kind) found.push(node as N);
  });
  return found;
}

function visit(value: object, see: (node: AnyNode) => void): void {
  if ("kind" in value && "span" in value) see(value as AnyNode);
  for (const [name, part] of Object.entries(value)) {
    if (name !== "span" && typeof part === "object" && part !== null) visit(part as object, see);
  }
}

/** The blocks and declarations of one kind. */
export function itemsOf<K extends TopLevel["kind"]>(file: PolicyFile, kind: K): readonly Extract<TopLevel, { kind: K }>[] {
  return file.items.filter((item): item is Extract<TopLevel, { kind: K }> => item.kind === kind);
}

export function clausesOf<C extends AnyNode, K extends C["kind"]>(block: { readonly clauses: readonly C[] }, kind: K) {
  return block.clauses.filter((clause): clause is Extract<C, { kind: K }> => clause.kind === kind);
}

/** The items of a control's body, those of its alternatives too. */
export function bodyItems(control: Control): readonly AnyNode[] {
  return control.clauses.flatMap((clause): readonly AnyNode[] =>
    clause.kind === "either" ? clause.branches.flatMap((branch) => branch.items) : [clause],
  );
}

/** What a person calls the block around a place: the id of a control, the name of anything else. */
export function blockAround(file: PolicyFile, span: Span): string | undefined {
  const item = file.items.find((each) => each.span.start <= span.start && span.end <= each.span.end);
  if (item === undefined || item.kind === "invalid") return undefined;
  if (item.kind === "control") return item.id.text;
  if (item.kind === "waive") return item.id.text;
  if (item.kind === "test") return item.title.value;
  return item.kind === "person" ? item.identity.value : item.name.text;
}

export function hasComment(input: LintInput, span: Pick<Span, "start" | "end">): boolean {
  return tokensWithin(input, span).some((token) => token.kind === "comment");
}

/** Found by halving: a long file has as many places to ask about as it has tokens. */
export function tokensWithin({ tokens }: Pick<LintInput, "tokens">, { start, end }: Pick<Span, "start" | "end">): LintInput["tokens"] {
  const first = firstFrom(tokens, start);
  let last = first;
  while ((tokens[last]?.end ?? Infinity) <= end) last++;
  return tokens.slice(first, last);
}

function firstFrom(tokens: LintInput["tokens"], start: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? Infinity) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Takes a declaration away, with its line where it stands alone on it. Nothing where a comment stands inside: no fix loses one.
 * `safe` is for the caller to say.
 */
export function removal(input: LintInput, span: Span, title: string, trust: "safe" | "ask"): readonly Fix[] {
  if (hasComment(input, span)) return [];
  const { text } = input.source;
  const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
  const newline = text.indexOf("\n", span.end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  const isAlone = text.slice(lineStart, span.start).trim() === "" && text.slice(span.end, lineEnd).trim() === "";
  const whole = isAlone ? { ...span, start: lineStart, end: lineEnd } : span;
  return [{ title, safe: trust === "safe", edits: [{ span: whole, text: "" }] }];
}
