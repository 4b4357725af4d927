/** The door of the grammar: text in, syntax tree out. */
import type { Diagnostic, SourceFile } from "../src/diagnostics/index.ts";
import type { PolicyFile } from "./ast.ts";
import { checkCharacters, checkSize } from "./characters.ts";
import { maxDiagnostics } from "./parser/core.ts";
import { PolicyParser } from "./parser/parser.ts";
import { storedLookahead } from "./parser/stored.ts";
import { prepare, type Prepared } from "./prepare.ts";
import { scan } from "./scanning.ts";
import { toTokens, type Token } from "./token-list.ts";

export type * from "./ast.ts";
export type { Token } from "./token-list.ts";
export { blockClauses, contextualWords, reservedWords, topLevelWords } from "./words.ts";

/** What `parse` gives: always a tree, with invalid nodes where the text could not be read. */
export interface Parsed {
  readonly file: PolicyFile;
  /** In the order of the text, at most 100. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every token and comment as written, in order; empty when the file is too large. */
  readonly tokens: readonly Token[];
}

let parser: PolicyParser | undefined;
let quickParser: PolicyParser | undefined;

/**
 * Parses a policy file (`language.md` §3 and §4). Never throws: whatever is wrong with the text is among the diagnostics
 * (E1001 to E1016, and E4001 for evidence without `signed by`). A file over 1 MiB or with brackets more than 64 deep is not
 * read at all and gives one E1015.
 */
export function parse(source: SourceFile): Parsed {
  const tooLarge = checkSize(source);
  if (tooLarge) return { file: unread(source), diagnostics: [tooLarge], tokens: [] };
  const { text, diagnostics: characters } = checkCharacters(source, maxDiagnostics);
  const { tokens: scanned, comments } = scan(text);
  const prepared = prepare(source, scanned);
  const tokens = toTokens(scanned, comments);
  if (prepared.tooDeep) return { file: unread(source), diagnostics: inOrder([...characters, ...prepared.diagnostics]), tokens };
  const { file, diagnostics } = parsePrepared(source, prepared);
  return { file, diagnostics: inOrder([...characters, ...prepared.diagnostics, ...diagnostics]), tokens };
}

/** What is wrong with a text is told by the parser that has learnt the grammar. */
function parsePrepared(source: SourceFile, prepared: Prepared): ReturnType<PolicyParser["parseFile"]> {
  if (storedLookahead && prepared.diagnostics.length === 0) {
    quickParser ??= new PolicyParser({ stored: storedLookahead });
    const quick = quickParser.parseFlawless(source, prepared);
    if (quick) return quick;
  }
  parser ??= new PolicyParser();
  return parser.parseFile(source, prepared);
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => a.span.start - b.span.start).slice(0, maxDiagnostics);
}

/** The tree of a file that is not read. */
function unread(source: SourceFile): PolicyFile {
  const span = Object.freeze({ file: source.path, start: 0, end: source.text.length });
  return Object.freeze({ kind: "file", span, header: Object.freeze({ kind: "invalid", span }), items: Object.freeze([]) });
}
