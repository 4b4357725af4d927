/** Characters that may not occur anywhere in a policy (E1003), and the size of one (E1015). Checked before anything is read. */
import { isPrintableAscii } from "../src/base/index.ts";
import { error, type Diagnostic, type SourceFile, type Span } from "../src/diagnostics/index.ts";

/** A policy file may have this many bytes of UTF-8. */
export const maxSourceBytes = 1024 * 1024;

/**
 * Control characters but for line ends, format characters (the bidirectional controls among them), line and paragraph separators,
 * halves of surrogate pairs, and what Unicode draws as nothing. Runs are found whole.
 */
const forbidden = () => /(?:\r(?!\n)|(?![\r\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}])+/gu;
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** The text with each forbidden character blanked, so that offsets stay, and a diagnostic for each run of them. */
export function checkCharacters(source: SourceFile, limit: number): { readonly text: string; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const tabs: Span[] = [];
  if (isPrintableAscii(source.text.replaceAll("\n", ""))) return { text: source.text, diagnostics };
  const text = source.text.replace(forbidden(), (run: string, start: number) => {
    const span = { file: source.path, start, end: start + run.length };
    if (/^\t+$/.test(run)) tabs.push(span);
    else if (diagnostics.length < limit) diagnostics.push(forbiddenRun(run, span));
    return " ".repeat(run.length);
  });
  if (tabs[0]) diagnostics.push(tabStops(tabs[0], tabs));
  return { text, diagnostics };
}

function forbiddenRun(run: string, span: Span): Diagnostic {
  const code = `U+${(run.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const what = bidirectional.test(run)
    ? "changes the order in which text is shown"
    : /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(run)
      ? "cannot be seen"
      : "is a control character";
  return error("E1003", span, `the character ${code} ${what}`, {
    notes: ["a policy must read the same to a person and to the machine"],
    help: ["delete it; in a string it can be written as an escape, such as `\\u{200B}`"],
    fixes: [{ title: "delete the character", safe: true, edits: [{ span, text: "" }] }],
  });
}

/** One mistake of the editor's settings, however many lines it touched. */
function tabStops(first: Span, all: readonly Span[]): Diagnostic {
  const edits = all.map((span) => ({ span, text: "  ".repeat(span.end - span.start) }));
  return error("E1003", first, "a tab stands in the text", {
    notes: all.length > 1 ? [`so it does in ${all.length - 1} more places`] : [],
    help: ["indent with two spaces; in a string write `\\t`"],
    fixes: [{ title: "replace tabs by two spaces", safe: true, edits }],
  });
}

/** E1015 for a text of more than 1 MiB of UTF-8. Counts no further than it must. */
export function checkSize(source: SourceFile): Diagnostic | undefined {
  const { text } = source;
  if (text.length * 3 <= maxSourceBytes || (text.length <= maxSourceBytes && utf8Length(text) <= maxSourceBytes)) return undefined;
  return error("E1015", { file: source.path, start: 0, end: 0 }, "the file is larger than 1 MiB", {
    help: ["move some controls into a module and `use` it"],
  });
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
