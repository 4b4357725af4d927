/** One mistake, one diagnostic: what follows from text that could not be parsed is not said again. `language.md` §9. */
import type { PolicyFile } from "../../grammar/index.ts";
import type { Diagnostic, SourceFile, Span } from "../diagnostics/index.ts";

/** Leaves out what is said of the words that a syntax error is about, and that a control decides nothing which lost a line to one. */
export function withoutFollowUps(diagnostics: readonly Diagnostic[], { items }: PolicyFile, source: SourceFile): readonly Diagnostic[] {
  const broken = diagnostics.filter(({ code, span }) => code.startsWith("E1") && span.file === source.path).map(({ span }) => span);
  if (broken.length === 0) return diagnostics;
  const controls = items.filter((item) => item.kind === "control");
  const follows = ({ code, span }: Diagnostic): boolean => {
    if (code.startsWith("E1") || span.file !== source.path) return false;
    if (broken.some((at) => touches(span, at, source.text))) return true;
    return code === "E4015" && controls.some((control) => holds(control.span, span) && broken.some((at) => holds(control.span, at)));
  };
  return diagnostics.filter((each) => !follows(each));
}

/** The same words, or the words right before it. */
function touches(span: Span, at: Span, text: string): boolean {
  if (span.start === at.start) return true;
  return span.end <= at.start && text.slice(span.end, at.start).trim() === "";
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
