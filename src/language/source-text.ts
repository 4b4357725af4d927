/** What a policy says in a place, as people are shown it elsewhere: on one line, and without comments, which are nobody's demand. */
import { parse } from "../../grammar/index.ts";
import type { SourceFile, Span } from "../diagnostics/index.ts";

export type TextAt = (span: Span) => string;

export function textsOf(sources: readonly SourceFile[]): TextAt {
  const bySource = new Map(sources.map((source) => [source.path, source]));
  const comments = new Map<string, readonly { readonly start: number; readonly end: number }[]>();
  const commentsOf = (source: SourceFile) => {
    const known = comments.get(source.path) ?? parse(source).tokens.filter(({ kind }) => kind === "comment");
    comments.set(source.path, known);
    return known;
  };
  return ({ file, start, end }) => {
    const source = bySource.get(file);
    if (source === undefined) return "";
    let text = "";
    let at = start;
    for (const comment of commentsOf(source).filter((each) => each.start >= start && each.end <= end)) {
      text += source.text.slice(at, comment.start);
      at = comment.end;
    }
    return (text + source.text.slice(at, end)).replaceAll(/\s+/gu, " ").trim();
  };
}
