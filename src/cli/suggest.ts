import { editDistance } from "../base/index.ts";

/** The candidates nearest to a mistyped word, best first; none when nothing is near enough to be meant. */
export function suggest(word: string, candidates: Iterable<string>, limit: number): readonly string[] {
  const typed = word.slice(0, maxLength).toLowerCase();
  const scored = [...candidates].map((candidate) => ({ candidate, distance: distanceOf(typed, candidate.toLowerCase()) }));
  return scored
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => (a.distance === b.distance ? (a.candidate < b.candidate ? -1 : 1) : a.distance - b.distance))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** `did you mean `eval`?`, or undefined. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const near = suggest(word, candidates, 3);
  return near.length === 0 ? undefined : `did you mean ${near.map((name) => `\`${name}\``).join(" or ")}?`;
}

/** No command, flag or code is as long; the bound keeps the quadratic distance cheap. */
const maxLength = 64;

/** A prefix of three letters or more costs 1 in all: people cut words short. */
function distanceOf(a: string, b: string): number {
  return a.length >= 3 && b.startsWith(a) ? Math.min(1, b.length - a.length) : editDistance(a, b);
}
