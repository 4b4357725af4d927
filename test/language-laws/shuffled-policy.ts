/** The same policy written in another order, wherever the language says that order means nothing. */
import { parse } from "../../grammar/index.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";
import type { Decisions } from "../language/format/generated-policy.ts";

interface Spanned {
  readonly kind: string;
  readonly span: { readonly start: number; readonly end: number };
}

type Item = Spanned & Readonly<Record<string, unknown>>;

/** Siblings that may change places; `mayStandBefore` says of two neighbours whether the later one may come first. */
interface Siblings {
  readonly items: readonly Item[];
  readonly mayStandBefore: (later: Item, earlier: Item) => boolean;
}

const freely = () => true;
const never = () => false;

/**
 * What may move. Evidence that is alike in everything but its name is told apart by its order in a meaning hash, and by its name in a
 * verdict: `all-but-evidence` is for comparing hashes.
 */
export type Moving = "everything" | "all-but-evidence";

/** `language.md` §4: clauses of a block come in any order, a name is used after it is declared, top-level order is free. */
function siblingsIn(node: Item, text: string, moving: Moving): readonly Siblings[] {
  const list = (key: string): readonly Item[] => (Array.isArray(node[key]) ? (node[key] as readonly Item[]) : []);
  const inOrder = bodyOrder(text, moving);
  switch (node.kind) {
    case "file":
      return [{ items: list("items"), mayStandBefore: freely }];
    case "control":
      return [{ items: list("clauses"), mayStandBefore: inOrder }];
    case "branch":
      return [{ items: list("items"), mayStandBefore: inOrder }];
    case "either":
      return [{ items: list("branches"), mayStandBefore: moving === "everything" ? freely : never }];
    case "evidence":
      return [
        { items: list("signedBy"), mayStandBefore: freely },
        { items: list("clauses"), mayStandBefore: freely },
      ];
    case "gate":
    case "trust":
    case "waive":
      return [{ items: list("clauses"), mayStandBefore: freely }];
    case "gate-list":
      return [{ items: list("controls"), mayStandBefore: freely }];
    case "applies-at-stage":
      return [{ items: list("stages"), mayStandBefore: freely }];
    case "set":
      return [{ items: list("elements"), mayStandBefore: freely }];
    case "logical":
      // A guard stands before what it guards.
      return [
        {
          items: list("operands"),
          mayStandBefore: (later, earlier) => ![later, earlier].some((each) => slice(text, each).includes(" has ")),
        },
      ];
    default:
      return [];
  }
}

const holdsEvidence = ({ kind }: Item): boolean => kind === "evidence" || kind === "either";

/** What reads an evidence or a define stays behind it, except `applies`. */
function bodyOrder(text: string, moving: Moving): Siblings["mayStandBefore"] {
  return (later, earlier) => {
    if (moving === "all-but-evidence" && holdsEvidence(later) && holdsEvidence(earlier)) return false;
    if (earlier.kind !== "evidence" && earlier.kind !== "define") return true;
    if (later.kind === "applies-when") return true;
    const name = (earlier["name"] as { readonly text: string }).text;
    return !new RegExp(String.raw`(?<![\w-])${name}(?![\w-])`, "u").test(slice(text, later));
  };
}

const slice = (text: string, { span }: Spanned): string => text.slice(span.start, span.end);

function isNode(value: unknown): value is Item {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

function childrenOf(node: Item): readonly Item[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));
}

/** Any order in which nobody stands before somebody they may not stand before. */
function reordered({ items, mayStandBefore }: Siblings, from: Decisions): readonly Item[] {
  const left = [...items];
  const order: Item[] = [];
  while (left.length > 0) {
    const free = left.filter((each, index) => left.slice(0, index).every((earlier) => mayStandBefore(each, earlier)));
    const next = free[from.upTo(free.length)] as Item;
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

/** The text in another order, as the decisions say. */
export function shuffled(text: string, from: Decisions, moving: Moving): string {
  const { file, diagnostics } = parse(new SourceFile("main.policy", text));
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return written(file as unknown as Item, { text, from, moving });
}

interface Shuffle {
  readonly text: string;
  readonly from: Decisions;
  readonly moving: Moving;
}

/** What is between the siblings stays where it is. */
function written(node: Item, how: Shuffle): string {
  const { text, from, moving } = how;
  const groups = siblingsIn(node, text, moving).filter(({ items }) => items.length > 1);
  const places = new Map<Item, Item>();
  for (const group of groups) {
    const order = reordered(group, from);
    for (const [index, item] of group.items.entries()) places.set(item, order[index] as Item);
  }
  let at = node.span.start;
  let out = "";
  const inside = [...childrenOf(node)].toSorted((a, b) => a.span.start - b.span.start);
  for (const child of inside) {
    if (child.span.start < at) continue;
    out += text.slice(at, child.span.start) + written(places.get(child) ?? child, how);
    at = child.span.end;
  }
  return out + text.slice(at, node.span.end);
}
