/** The one glob dialect (`language.md` §5.2): `*` within one segment, `**` for any number of whole ones, nothing else is special. */
import { err, ok, type Result } from "./result.ts";

/** A segment: `any-number` for `**`, else the literal texts between its stars. */
type GlobSegment = { readonly kind: "any-number" } | { readonly kind: "one"; readonly literals: readonly string[] };

export interface Glob {
  readonly pattern: string;
  readonly segments: readonly GlobSegment[];
}

const LONGEST_PATTERN = 1_024;
const MOST_SEGMENTS = 64;

/** `separator` divides the pattern as it divides the values. */
export function compileGlob(pattern: string, separator: string): Result<Glob, string> {
  if (pattern.length > LONGEST_PATTERN) return err(`it is longer than ${LONGEST_PATTERN} characters`);
  const parts = pattern.split(separator);
  if (parts.length > MOST_SEGMENTS) return err(`it has more than ${MOST_SEGMENTS} segments`);
  if (pattern === "") return err("it is empty");
  if (parts.some((part) => part.includes("**") && part !== "**")) return err("`**` stands for whole segments and must be one by itself");
  return ok({ pattern, segments: parts.map(compileSegment) });
}

function compileSegment(part: string): GlobSegment {
  return part === "**" ? { kind: "any-number" } : { kind: "one", literals: part.split("*") };
}

/** The whole value, segment by segment. Work: segments of the pattern × segments of the value. */
export function matchesGlob(glob: Glob, segments: readonly string[]): boolean {
  // reachable[j]: the pattern so far can match the first j segments.
  let reachable: boolean[] = segments.map(() => false);
  reachable.unshift(true);
  for (const part of glob.segments) reachable = advance(part, reachable, segments);
  return reachable[segments.length] === true;
}

function advance(part: GlobSegment, reachable: readonly boolean[], segments: readonly string[]): boolean[] {
  const next: boolean[] = [];
  for (let j = 0; j <= segments.length; j++) {
    if (part.kind === "any-number") next.push(reachable[j] === true || next[j - 1] === true);
    else next.push(j > 0 && reachable[j - 1] === true && matchesSegment(part.literals, segments[j - 1] as string));
  }
  return next;
}

/** A star alone stands for a segment that has characters; an empty one needs `**`. */
function matchesSegment(literals: readonly string[], text: string): boolean {
  const first = literals[0] as string;
  if (literals.length === 1) return text === first;
  const last = literals.at(-1) as string;
  if (text === "" || text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const literal of literals.slice(1, -1)) {
    const found = text.indexOf(literal, at);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return at <= text.length - last.length;
}
