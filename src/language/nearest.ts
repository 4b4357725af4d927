import { editDistance } from "../base/index.ts";
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
