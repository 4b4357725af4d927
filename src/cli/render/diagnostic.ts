/** Diagnostics as people read them: `language.md` §9. Value in, text out; every text of a user or a policy is escaped. */
import type { Diagnostic, Severity, SourceFile } from "../../diagnostics/index.ts";
import type { Colours } from "./colour.ts";
import { hang } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { gutterOf, snippet, snippetsOf } from "./snippet.ts";

/** The text behind a span's `file`; `undefined` when it is not at hand: then a place is shown by its name alone. */
export type SourceOf = (file: string) => SourceFile | undefined;

/** More than anybody reads: a long file with one mistake everywhere must not take minutes to say so. JSON has all of them. */
const MOST_SHOWN = 200;

/** In the order given, a blank line between two, and a line that counts them all. Of very many, errors first. Empty for none. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], sourceOf: SourceOf, colours: Colours): string {
  if (diagnostics.length === 0) return "";
  const shown = mostUrgent(diagnostics);
  const blocks = shown.map((diagnostic) => renderDiagnostic(diagnostic, sourceOf, colours));
  const left = diagnostics.length - shown.length;
  const more = left > 0 ? `, of which ${left} are not shown` : "";
  return `${blocks.join("\n\n")}\n\n${summaryLine(diagnostics)}${more}\n`;
}

function mostUrgent(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_SHOWN) return diagnostics;
  const isError = ({ severity }: Diagnostic) => severity === "error";
  const errors = diagnostics.filter(isError).slice(0, MOST_SHOWN);
  return [...errors, ...diagnostics.filter((each) => !isError(each)).slice(0, MOST_SHOWN - errors.length)];
}

/** `2 errors, 1 warning`. */
export function summaryLine(diagnostics: readonly Diagnostic[]): string {
  const severities: readonly Severity[] = ["error", "warning", "note"];
  const counts = severities.map((severity) => ({ severity, count: diagnostics.filter((one) => one.severity === severity).length }));
  const shown = counts.filter(({ count }) => count > 0).map(({ severity, count }) => `${count} ${severity}${count === 1 ? "" : "s"}`);
  return shown.join(", ");
}

/** One diagnostic, without a line break at its end. */
export function renderDiagnostic(diagnostic: Diagnostic, sourceOf: SourceOf, colours: Colours): string {
  const snippets = snippetsOf(diagnostic, sourceOf);
  const gutter = gutterOf(snippets);
  const margin = " ".repeat(gutter + 1);
  const lines = [
    title(diagnostic, colours),
    ...snippets.flatMap((one) => snippet(one, gutter, colours, colourOf(diagnostic.severity, colours))),
    ...diagnostic.notes.flatMap((note) => hang(`${margin}= `, escapeLine(note))),
    ...helpOf(diagnostic)
      .flatMap((help) => hang(`${margin}help: `, escapeLine(help)))
      .map((line) => line.replace("help:", colours.cyan("help:"))),
    `${margin}${colours.dim(`explain: policy explain ${diagnostic.code}`)}`,
  ];
  return lines.map((line) => line.trimEnd()).join("\n");
}

function title(diagnostic: Diagnostic, colours: Colours): string {
  const paint = colourOf(diagnostic.severity, colours);
  return `${paint(colours.bold(`${diagnostic.severity}[${diagnostic.code}]`))}${colours.bold(`: ${escapeLine(diagnostic.message)}`)}`;
}

/** What to do, as said, and the title of each repair that no help says already. */
function helpOf(diagnostic: Diagnostic): readonly string[] {
  const titles = diagnostic.fixes.map((fix) => fix.title).filter((text) => !diagnostic.help.includes(text));
  return [...diagnostic.help, ...titles];
}

function colourOf(severity: Severity, colours: Colours): (text: string) => string {
  switch (severity) {
    case "error":
      return colours.red;
    case "warning":
      return colours.yellow;
    case "note":
      return colours.blue;
  }
}
