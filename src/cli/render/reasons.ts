/** A sentence for every reason word there is. Closed: a word without one does not compile. */
import type { CandidateReason, FailureReason, SubjectFaultKind, UnsupportedReason } from "../../registry/index.ts";
import type { WaiverReason } from "../../evaluate/index.ts";
import type { Reason, SkipReason } from "../../trust/index.ts";
import { fetchingSentences, subjectSentences, unsupportedSentences } from "./reasons/fetching.ts";
import { findingSentences, type EvaluationReason, type SelectionReason } from "./reasons/finding.ts";
import { readingSentences } from "./reasons/reading.ts";
import type { Sentence, Sentences } from "./reasons/sentence.ts";
import { signingSentences } from "./reasons/signing.ts";
import { skipSentences, trustingSentences } from "./reasons/trusting.ts";
import { waivingSentences } from "./reasons/waiving.ts";

export type { Sentence } from "./reasons/sentence.ts";

export type ReasonWord =
  | Reason
  | SkipReason
  | FailureReason
  | CandidateReason
  | UnsupportedReason
  | SubjectFaultKind
  | EvaluationReason
  | SelectionReason
  | WaiverReason;

export const reasonSentences: Sentences<ReasonWord> = {
  // First, because `not-signed` is foremost a word of verification.
  ...waivingSentences,
  ...fetchingSentences,
  ...unsupportedSentences,
  ...subjectSentences,
  ...readingSentences,
  ...signingSentences,
  ...trustingSentences,
  ...skipSentences,
  ...findingSentences,
};

/** Of a word from a document, which may be of a later version: then the word itself has to do. */
export function sentenceOf(word: string): Sentence {
  const known = Object.hasOwn(reasonSentences, word) ? reasonSentences[word as ReasonWord] : undefined;
  return known ?? { means: word, repair: `see \`policy explain ${word}\`` };
}
