/** Applies what is safe to apply: edits of the text, so that comments and everything else stay as they are. */
import type { Diagnostic, Fix } from "../diagnostics/index.ts";

type Edit = Fix["edits"][number];

export interface Fixed {
  readonly text: string;
  /** The titles of what was applied. */
  readonly applied: readonly string[];
}

/** Every safe fix of one file that does not touch a place that an earlier one changes. The next round finds the others. */
export function applyFixes(path: string, text: string, diagnostics: readonly Diagnostic[]): Fixed {
  const taken: Edit[] = [];
  const applied: string[] = [];
  for (const fix of diagnostics.flatMap(({ fixes }) => fixes)) {
    const isHere = fix.edits.every(({ span }) => span.file === path);
    if (!fix.safe || !isHere || fix.edits.length === 0 || fix.edits.some((edit) => taken.some((other) => overlap(edit, other)))) continue;
    taken.push(...fix.edits);
    applied.push(fix.title);
  }
  const last = [...taken].sort((a, b) => b.span.start - a.span.start);
  return { text: last.reduce((all, { span, text: own }) => all.slice(0, span.start) + own + all.slice(span.end), text), applied };
}

/** Edits that only touch each other count too: two insertions at one place have no order. */
function overlap(a: Edit, b: Edit): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}
