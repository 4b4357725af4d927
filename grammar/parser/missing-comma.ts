/** Two members of a list with no comma between them: one thing is missing, and it is named. */
import type { IToken } from "chevrotain";
import type { Span } from "../../src/diagnostics/index.ts";
import * as scanning from "../scanning.ts";
import * as tokens from "../tokens.ts";
import { show } from "./show-token.ts";
import type { Description } from "./syntax-errors.ts";

/** Words that begin a clause with a list in it. */
const listClauses: ReadonlySet<string> = new Set(["maps", "applies", "enforce", "warn", "audit", "refuse", "may", "authority"]);

export interface Neighbours {
  readonly found: IToken;
  readonly previous: IToken;
  readonly source: { readonly path: string; readonly text: string };
}

/** Between two texts in `{ }`, where the closing brace could have stood. Of two words nobody knows what they were to be. */
export function missingInSet(neighbours: Neighbours, expected: string): Description | undefined {
  const isText = neighbours.found.tokenType === scanning.StringToken;
  return expected === "`}`" && isText && areAlike(neighbours.previous, neighbours.found) ? describe(neighbours) : undefined;
}

/** On a line that begins a clause with a list in it. */
export function missingInClause(neighbours: Neighbours): Description | undefined {
  const { found, previous, source } = neighbours;
  return listClauses.has(firstWordOfLine(source.text, previous)) && areAlike(previous, found) ? describe(neighbours) : undefined;
}

/** `param age: Duration = 7 days at most 30 days`. */
export function missingBeforeBound(neighbours: Neighbours): Description | undefined {
  const { found, previous, source } = neighbours;
  const isBound = found.image === "at" || found.image === "fewer" || found.image === "more";
  return isBound && firstWordOfLine(source.text, previous) === "param" ? describe(neighbours) : undefined;
}

/** `one of approved rejected` in a field: the second member was read as the name of the next field, which begins no line. */
export function missingBeforeName(neighbours: Neighbours, expected: string, before: IToken | undefined): Description | undefined {
  const { previous, source } = neighbours;
  if (expected !== "`:`" || before === undefined || !areAlike(before, previous)) return undefined;
  const between = source.text.slice(before.startOffset, previous.startOffset);
  return between.includes("\n") ? undefined : describe({ found: previous, previous: before, source });
}

function describe({ found, previous, source }: Neighbours): Description {
  const end = previous.startOffset + previous.image.length;
  const span: Span = { file: source.path, start: end, end };
  return {
    code: "E1001",
    message: `a comma is missing between ${show(previous)} and ${show(found)}`,
    parts: { fixes: [{ title: "write a comma between them", safe: true, edits: [{ span, text: "," }] }] },
    at: found,
  };
}

function areAlike(a: IToken, b: IToken): boolean {
  if (a.tokenType === scanning.StringToken || b.tokenType === scanning.StringToken) return a.tokenType === b.tokenType;
  return isName(a) && isName(b);
}

/** A word that is not reserved. */
function isName({ tokenType }: IToken): boolean {
  return tokenType === tokens.PlainWord || (tokenType.CATEGORIES?.includes(tokens.Ident) ?? false);
}

function firstWordOfLine(text: string, { startOffset }: IToken): string {
  const line = text.slice(text.lastIndexOf("\n", startOffset) + 1, startOffset + 1);
  return /^\s*([A-Za-z]+)/u.exec(line)?.[1] ?? "";
}
