/** Trees and comments before and after formatting, with what the formatter may change taken out. */
import { parse, type Control, type Token } from "../../../grammar/index.ts";
import { SourceFile } from "../../../src/diagnostics/index.ts";

export const parseText = (text: string) => parse(new SourceFile("t.policy", text));

type Plain = Readonly<Record<string, unknown>>;

const bodyKinds = new Set(["evidence", "define", "require", "either"]);
const literalKinds = new Set(["string", "int", "decimal", "duration", "date", "date-time", "bool"]);
const kindOf = (node: unknown): string => String((node as Plain)["kind"]);
const byText = (nodes: readonly unknown[]): readonly unknown[] =>
  nodes.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** A tree without spans and brackets; clauses that the formatter sorts, sets and nouns in a form of their own. */
export function canonical(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(canonical);
  if (typeof node !== "object" || node === null) return node;
  const { span: _span, opSpan: _opSpan, ...members } = node as Plain;
  if (members["kind"] === "parenthesised") return canonical(members["inner"]);
  const plain: Record<string, unknown> = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, canonical(value)]));
  if (plain["kind"] === "control") {
    const clauses = plain["clauses"] as readonly unknown[];
    plain["clauses"] = [
      ...byText(clauses.filter((clause) => !bodyKinds.has(kindOf(clause)))),
      ...clauses.filter((clause) => bodyKinds.has(kindOf(clause))),
    ];
  }
  if (plain["kind"] === "evidence") plain["clauses"] = byText(plain["clauses"] as readonly unknown[]);
  for (const name of ["elements", "texts"]) {
    const elements = plain[name] as readonly unknown[] | undefined;
    if (elements?.every((element) => literalKinds.has(kindOf(element))) === true) plain[name] = byText(elements);
  }
  if (plain["kind"] === "drawn") plain["noun"] = singularised((plain["noun"] as Plain)["text"] as string);
  return plain;
}

/** One form for the singulars and the plural of a word. */
export const singularised = (word: string): string => word.replace(/(?:ies|y|es|s|e)+$/u, "");

/** The order of clauses in every control and evidence. */
export function clauseOrder(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(clauseOrder);
  if (typeof node !== "object" || node === null) return [];
  const inner = Object.values(node).flatMap(clauseOrder);
  if (kindOf(node) !== "control" && kindOf(node) !== "evidence") return inner;
  return [
    (node as Control).clauses.map((clause) => ("word" in clause ? `${clause.kind} ${clause.word}` : clause.kind)).join(" "),
    ...inner,
  ];
}

/** Each comment with the token it goes with: the one before on its line, or else the next one. */
export function anchoredComments(text: string, tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== "comment") return [];
    const before = tokens[index - 1];
    const isBehind = before !== undefined && before.kind !== "comment" && !text.slice(before.end, token.start).includes("\n");
    const anchor = isBehind ? before : tokens.slice(index).find(({ kind }) => kind !== "comment");
    return [`${token.text.trimEnd()} ${isBehind ? "behind" : "before"} ${singularised(anchor?.text ?? "the end")}`];
  });
}
