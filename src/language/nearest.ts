import type { DiagnosticParts, Span } from "../diagnostics/index.ts";

/**
 * The name a person most likely meant: the candidate with the smallest edit distance, where that is at most two, or a third of
 * the word for short words. `undefined` when nothing is that near. Ties go to the candidate that comes first.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const furthest = Math.max(1, Math.min(2, Math.floor(word.length / 3)));
  let best: string | undefined;
  let bestDistance = furthest + 1;
  let left = MOST_CANDIDATES;
  for (const candidate of candidates) {
    if (left-- === 0) break;
    if (candidate === word || Math.abs(candidate.length - word.length) >= bestDistance || word.length > LONGEST_WORD) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Label and fix for a name that nobody declared; empty when nothing is near. `span` covers the word as written. */
export function didYouMean(word: string, span: Span, candidates: Iterable<string>): DiagnosticParts {
  const near = nearest(word, candidates);
  if (near === undefined) return {};
  return { label: `did you mean \`${near}\`?`, fixes: [{ title: `write \`${near}\``, safe: false, edits: [{ span, text: near }] }] };
}

/** Longer words and longer lists are not worth the work: a suggestion must not cost more than the check. */
const MOST_CANDIDATES = 256;
const LONGEST_WORD = 128;

/** Damerau–Levenshtein, optimal string alignment: insert, delete, replace, and swap of neighbours each count one. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = swaps ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, at(last, j) + 1, at(row, j - 1) + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
