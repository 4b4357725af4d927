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

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours each cost 1; a prefix of three letters or more costs 1 in all. */
function distanceOf(a: string, b: string): number {
  if (a.length >= 3 && b.startsWith(a)) return Math.min(1, b.length - a.length);
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cell(a, b, i, j, row, last, beforeLast));
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? a.length;
}

function cell(
  a: string,
  b: string,
  i: number,
  j: number,
  row: readonly number[],
  last: readonly number[],
  beforeLast: readonly number[],
): number {
  const replace = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const best = Math.min(replace, at(last, j) + 1, at(row, j - 1) + 1);
  const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return isSwap ? Math.min(best, at(beforeLast, j - 2) + 1) : best;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
