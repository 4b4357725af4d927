/** Regular expressions of the language: RE2 syntax, literal pattern, the whole string. The only home of the matcher. */
import { RE2JS, RE2JSException } from "re2js";
import { err, ok, type Result } from "./result.ts";

export interface Regex {
  readonly pattern: string;
  readonly compiled: RE2JS;
}

const LONGEST_PATTERN = 1_024;
/** Instructions of the compiled program; the time of a match is this × the text. */
const LARGEST_PROGRAM = 4_096;

export function compileRegex(pattern: string): Result<Regex, string> {
  if (pattern.length > LONGEST_PATTERN) return err(`it is longer than ${LONGEST_PATTERN} characters`);
  try {
    const compiled = RE2JS.compile(pattern);
    return compiled.programSize() > LARGEST_PROGRAM
      ? err("it is too large once its repetitions are written out")
      : ok({ pattern, compiled });
  } catch (thrown) {
    if (thrown instanceof RE2JSException) return err(thrown.message.replace(/^error parsing regexp: /u, ""));
    throw thrown;
  }
}

/** Whether the whole of `text` matches; linear in its length. */
export function matchesRegex(regex: Regex, text: string): boolean {
  return regex.compiled.matches(text);
}
