/** What a person is told about text that does not fit the grammar: from what was found and expected to code, message and help. */
import type { IParserErrorMessageProvider, IToken, TokenType } from "chevrotain";
import type { Code, DiagnosticParts } from "../../src/diagnostics/index.ts";
import { foreignFunctions, foreignWords } from "../foreign.ts";
import * as scanning from "../scanning.ts";
import * as tokens from "../tokens.ts";
import { blockClauses, blockNouns, topLevelWords, type BlockKind } from "../words.ts";
import { show } from "./show-token.ts";

export interface Fault {
  readonly found: IToken;
  readonly previous: IToken;
  /** What could have stood there, in words. */
  readonly expected: string;
  /** Whether what was found is a reserved word. */
  readonly isReserved: boolean;
  readonly block: BlockKind | undefined;
}

export interface Description {
  readonly code: Code;
  readonly message: string;
  readonly parts: DiagnosticParts;
  /** Where, if not at what was found. */
  readonly at?: IToken;
}

const isTokenType = (value: unknown): value is TokenType => typeof value === "object" && value !== null && "tokenTypeIdx" in value;

/** What is meant where a rule begins, so that no list of twenty words is shown. */
const ruleMeanings: ReadonlyMap<string, string> = new Map([
  ["atom", "a value"],
  ["value", "a value"],
  ["neg", "a condition"],
  ["literal", "a value"],
  ["testTail", "`is`, `under` or `matches`"],
  ["textTest", "`is`, `under` or `matches`"],
  ["given", "`nothing`, `no answer for` or the name of evidence"],
  ["expectation", "an outcome, `gate`, `control` or `trace`"],
]);

/** A row that ends too early is noticed only where the next one or the end of the table begins. */
const ROW = "`,` and the next cell: a row has one for each column, and `satisfied`, `violated` or another outcome last";

/** The library's messages carry only what was expected; the rest is put together when the error is caught. */
export const expectations: { readonly vocabulary: readonly TokenType[]; readonly provider: IParserErrorMessageProvider } = {
  vocabulary: [...Object.values(tokens.kw), ...Object.values(tokens).filter(isTokenType), ...Object.values(scanning).filter(isTokenType)],
  provider: {
    buildMismatchTokenMessage: ({ expected, ruleName }) => (ruleName === "row" ? ROW : labelOf(expected)),
    buildNotAllInputParsedMessage: () => "the end of the file",
    buildNoViableAltMessage: ({ expectedPathsPerAlt, ruleName }) =>
      ruleMeanings.get(ruleName) ?? oneOf(expectedPathsPerAlt.flat().map((path) => path[0])),
    buildEarlyExitMessage: ({ expectedIterationPaths, ruleName }) =>
      ruleMeanings.get(ruleName) ?? oneOf(expectedIterationPaths.map((path) => path[0])),
  },
};

const labelOf = (type: TokenType | undefined): string => type?.LABEL ?? "something else";

function oneOf(types: readonly (TokenType | undefined)[]): string {
  const labels = [...new Set(types.map(labelOf))];
  const shown = labels.slice(0, 5);
  const last = shown.pop() ?? "something else";
  if (labels.length > 5) return `${[...shown, last].join(", ")} or another clause`;
  return shown.length === 0 ? last : `${shown.join(", ")} or ${last}`;
}

export function describeSyntaxError(fault: Fault): Description {
  const { found, previous, expected } = fault;
  if (found.startOffset < 0) {
    return { code: "E1001", message: "the file ends too early", parts: { label: `expected ${expected}` } };
  }
  if (fault.isReserved && expected === "a name") return reservedAsName(found);
  return foreign(found, previous) ?? { code: "E1001", message: misplaced(found, previous), parts: { label: `expected ${expected}` } };
}

function reservedAsName(found: IToken): Description {
  return {
    code: "E1006",
    message: `\`${found.image}\` is a word of the language and cannot be a name`,
    parts: { label: "expected a name", help: [`choose another word, such as \`the-${found.image}\``] },
  };
}

function misplaced(found: IToken, previous: IToken): string {
  return previous.startOffset < 0 ? `${show(found)} cannot begin a policy` : `${show(found)} cannot stand after ${show(previous)}`;
}

function foreign(found: IToken, previous: IToken): Description | undefined {
  const isCall = isArgument(found) && foreignFunctions.has(previous.image);
  const help = isCall ? foreignFunctions.get(previous.image) : (foreignWords.get(found.image) ?? foreignFunctions.get(found.image));
  if (help === undefined) return undefined;
  const word = isCall ? previous.image : found.image;
  return {
    code: "E1016",
    message: `\`${word}\` is a spelling of another language`,
    parts: { help: [help] },
    at: isCall ? previous : found,
  };
}

/** `startsWith("x")`, and `startsWith "x"`. */
function isArgument({ tokenType }: IToken): boolean {
  return tokenType === tokens.LParen || tokenType === scanning.StringToken;
}

const homes: ReadonlyMap<string, readonly BlockKind[]> = new Map(
  [...new Set(Object.values(blockClauses).flat())].map((word) => [
    word as string,
    (Object.keys(blockClauses) as BlockKind[]).filter((kind) => (blockClauses[kind] as readonly string[]).includes(word)),
  ]),
);

/** What stands where a clause of the block should begin and is none (E1009, E1016, E1001). */
export function describeClauseError(kind: BlockKind, found: IToken, previous: IToken, opensClause: boolean): Description {
  const noun = blockNouns[kind];
  const others = homes.get(found.image)?.filter((home) => home !== kind) ?? [];
  if (opensClause && others.length > 0) {
    const places = others.slice(0, 5).map((home) => blockNouns[home]);
    return {
      code: "E1009",
      message: `\`${found.image}\` does not belong in ${noun}`,
      parts: { help: [`\`${found.image}\` belongs in ${places.join(" or ")}`] },
    };
  }
  const translated = foreign(found, previous);
  if (translated) return translated;
  if (!opensClause) return { code: "E1001", message: misplaced(found, previous), parts: {} };
  return { code: "E1001", message: `${show(found)} cannot stand in ${noun}`, parts: { help: clauseHelp(kind, found.image) } };
}

function clauseHelp(kind: BlockKind, word: string): readonly string[] {
  const near = (blockClauses[kind] as readonly string[]).find((candidate) => isNear(candidate, word));
  return near === undefined ? [] : [`did you mean \`${near}\`?`];
}

/** What stands between the blocks of a file and begins none. */
export function describeTopLevelError(found: IToken): Description {
  const home = homes.get(found.image)?.[0];
  if (home !== undefined) {
    return {
      code: "E1009",
      message: `\`${found.image}\` does not belong outside a block`,
      parts: { help: [`\`${found.image}\` belongs in ${blockNouns[home]}`] },
    };
  }
  if (found.tokenType === tokens.RCurly) return { code: "E1001", message: "this `}` closes nothing", parts: {} };
  if (found.image === "policy") return { code: "E1001", message: "`policy` can stand only at the beginning of the file", parts: {} };
  const help = foreignWords.get(found.image);
  if (help !== undefined)
    return { code: "E1016", message: `\`${found.image}\` is a spelling of another language`, parts: { help: [help] } };
  const near = nearestTopLevel(found.image);
  return {
    code: "E1001",
    message: `${show(found)} begins no block or declaration`,
    parts: { help: near === undefined ? [] : [`did you mean \`${near}\`?`] },
  };
}

/** The word that begins a block and was probably meant. */
export const nearestTopLevel = (text: string): string | undefined => topLevelWords.find((word) => isNear(word, text));

/** Whether one word becomes the other by one letter more, less, other or swapped. */
function isNear(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  return (
    Math.max(restA.length, restB.length) <= 1 ||
    (restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0])
  );
}
