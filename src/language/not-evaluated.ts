/**
 * What the language has and this version does not evaluate yet. Each is a compile error that names it, never silently ignored.
 * Building one means deleting its line; the compiler then shows the places that still refuse it.
 */
import { error, type Diagnostic, type Span } from "../diagnostics/index.ts";

const notYet = {
  test: "a `test` block",
} as const;

export type NotEvaluated = keyof typeof notYet;

/** `E9001` at the words that ask for it. */
export function notEvaluatedYet(construct: NotEvaluated, span: Span): Diagnostic {
  return error("E9001", span, `${notYet[construct]} is part of the language but this version does not evaluate it yet`);
}
