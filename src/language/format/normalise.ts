/** What the formatter writes otherwise than its author did: units and nouns in the right number, sets of literals in order. */
import { byCodeUnit } from "../../base/index.ts";
import type {
  Binder,
  Drawn,
  DurationLiteral,
  ExpectProp,
  Expression,
  GivenProp,
  KeyProp,
  Literal,
  PolicyFile,
  Quantifier,
  StringLiteral,
  TopLevel,
  ValueNode,
} from "../../../grammar/index.ts";
import { singulars } from "../controls/nouns.ts";
import type { Range } from "./printer.ts";
import { firstAt, rangeOf, type TokenStream } from "./token-stream.ts";

export interface Normalised {
  readonly respelt: Map<number, string>;
  readonly sorted: Map<number, readonly Range[]>;
  readonly parts: Set<number>;
}

/**
 * Looks through a whole file. Values in tests and in `use … with` stay in their order: there a `{ }` may stand for a list.
 */
export function normalise(file: PolicyFile, stream: TokenStream): Normalised {
  const found: Normalised = { respelt: new Map(), sorted: new Map(), parts: new Set() };
  for (const item of file.items) visit(item, found, stream, mayHoldList(item));
  return found;
}

type ListOrSet = "maybe-list" | "set";

function mayHoldList(item: TopLevel): ListOrSet {
  if (item.kind === "test" || item.kind === "use") return "maybe-list";
  return item.kind === "param" && item.type.collection !== "Set" ? "maybe-list" : "set";
}

type AnyNode =
  | DurationLiteral
  | Quantifier
  | Binder
  | { readonly kind: "set"; readonly elements: readonly Expression[] }
  | { readonly kind: "value-set"; readonly elements: readonly ValueNode[] }
  | { readonly kind: "test-is-one-of"; readonly texts: readonly StringLiteral[] };

function visit(node: object, found: Normalised, stream: TokenStream, holds: ListOrSet): void {
  if ("kind" in node && "span" in node) visitNode(node as AnyNode & TopLevel, found, stream, holds);
  visitProps(node, found, stream);
  for (const value of Object.values(node) as readonly unknown[]) {
    if (typeof value === "object" && value !== null) visit(value, found, stream, holds);
  }
}

/** Where the properties of a key, a `given` or an `expect` begin. What follows `with` has lines of its own. */
function visitProps(node: object, found: Normalised, stream: TokenStream): void {
  if (!("props" in node)) return;
  for (const { kind, span } of node.props as readonly (KeyProp | GivenProp | ExpectProp)[]) {
    if (kind !== "given-with") found.parts.add(firstAt(stream, span.start));
  }
}

function visitNode(node: AnyNode & { readonly span: TopLevel["span"] }, found: Normalised, stream: TokenStream, holds: ListOrSet): void {
  const { span } = node;
  switch (node.kind) {
    case "duration": {
      found.respelt.set(rangeOf(stream, span)[1], node.digits === "1" ? node.unit : `${node.unit}s`);
      return;
    }
    case "quantifier":
      return noun(node.drawn, /^(?:no|some|every)$/u.test(node.quantity.word) ? "singular" : "plural", found, stream);
    case "binder":
      return noun(node.drawn, node.word === "the" ? "singular" : "plural", found, stream);
    case "set":
    case "value-set":
      if (holds === "set") sort(rangeOf(stream, span), node.elements, found, stream);
      return;
    case "test-is-one-of": {
      const [, last] = rangeOf(stream, span);
      const [start] = node.texts;
      if (start) sort([firstAt(stream, start.span.start) - 1, last], node.texts, found, stream);
    }
  }
}

/** A noun that is the list's own name in the wrong number is written in the right one; any other is its author's. */
function noun({ noun: written, list }: Drawn, number: "singular" | "plural", found: Normalised, stream: TokenStream): void {
  const plural = (list.fields.at(-1) ?? list.root).text;
  const ones = singulars(plural);
  const [one] = ones;
  if (one === undefined) return;
  const at = firstAt(stream, written.span.start);
  if (number === "singular" && written.text === plural && !ones.includes(plural)) found.respelt.set(at, one);
  if (number === "plural" && written.text !== plural && ones.includes(written.text)) found.respelt.set(at, plural);
}

function sort([open, close]: Range, elements: readonly (Expression | ValueNode)[], found: Normalised, stream: TokenStream): void {
  if (!elements.every(isLiteral)) return;
  for (let index = open; index <= close; index++) {
    const token = stream.tokens[index];
    const mayHaveBehind = index === close;
    const mayHaveBefore = index === open;
    if (!token || (token.leading.length > 0 && !mayHaveBefore) || (token.trailing !== undefined && !mayHaveBehind)) return;
  }
  const ordered = elements.toSorted((a, b) => compare(a as Literal, b as Literal));
  found.sorted.set(
    open,
    ordered.map(({ span }) => rangeOf(stream, span)),
  );
}

const literals: ReadonlySet<string> = new Set<Literal["kind"]>(["string", "int", "decimal", "duration", "date", "date-time", "bool"]);
const isLiteral = (node: Expression | ValueNode): boolean => literals.has(node.kind);

const unitSeconds: Readonly<Record<DurationLiteral["unit"], number>> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 };

/** Numbers and durations by size, everything else by its text. */
function compare(a: Literal, b: Literal): number {
  const difference = sizeOf(a) - sizeOf(b);
  return difference === 0 ? byCodeUnit(textOf(a), textOf(b)) : difference;
}

function sizeOf(literal: Literal): number {
  if (literal.kind === "duration") return Number(literal.digits) * unitSeconds[literal.unit];
  return literal.kind === "int" || literal.kind === "decimal" ? Number(literal.digits) : 0;
}

function textOf(literal: Literal): string {
  switch (literal.kind) {
    case "string":
    case "bool":
      return String(literal.value);
    case "date":
    case "date-time":
      return literal.text;
    default:
      return literal.digits;
  }
}
