/** `a under b`: equal to it, or below it by whole segments of the normalised value. `language.md` §5.2. */
import type { GitRef } from "./git-ref.ts";
import type { Repository } from "./repository.ts";
import type { Uri } from "./uri.ts";

/** Same scheme and host; the query and fragment of `a` do not matter, a `b` that has one is only above itself. */
export function uriUnder(a: Uri, b: Uri): boolean {
  if (a.text === b.text) return true;
  if (b.query !== undefined || b.fragment !== undefined) return false;
  return a.scheme === b.scheme && a.authority === b.authority && startsWith(withoutSlash(a.segments), withoutSlash(b.segments));
}

export function repositoryUnder(a: Repository, b: Repository): boolean {
  return a.host === b.host && startsWith(a.segments, b.segments);
}

export function gitRefUnder(a: GitRef, b: GitRef): boolean {
  return startsWith(a.segments, b.segments);
}

function startsWith(segments: readonly string[], prefix: readonly string[]): boolean {
  return segments.length >= prefix.length && prefix.every((segment, index) => segments[index] === segment);
}

function withoutSlash(segments: readonly string[]): readonly string[] {
  return segments.at(-1) === "" ? segments.slice(0, -1) : segments;
}
