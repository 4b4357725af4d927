import type { Sentences } from "./sentence.ts";

/** `language.md` §6.2: what evaluation itself finds, besides the reasons of verification. */
export type EvaluationReason =
  | "none-found"
  | "none-of-type"
  | "none-for-subject"
  | "none-from-root"
  | "none-yet"
  | "none-selected"
  | "no-element"
  | "no-source"
  | "no-runnable-manifest"
  | "inventory-incomplete"
  | "ambiguous"
  | "incomparable"
  | "out-of-range"
  | "budget";

/** Why an authentic attestation was not taken: step `selection`, `language.md` §7. */
export type SelectionReason = "filtered" | "not-listed" | "not-picked" | "stale";

export const findingSentences: Sentences<EvaluationReason | SelectionReason> = {
  "none-found": {
    means: "no evidence at all was found",
    repair: "attach the evidence that the control asks for",
  },
  "none-of-type": {
    means: "evidence was found, but none of the type that the control asks for",
    repair: "attach evidence of that type",
  },
  "none-for-subject": {
    means: "evidence of that type was found, but it is about another image",
    repair: "attach evidence that names the digest of this image",
  },
  "none-from-root": {
    means: "evidence of that type about this image was found, but nobody who may sign it has signed it",
    repair: "have it signed by someone that the trust root accepts",
  },
  "none-yet": {
    means: "the evidence was signed later than the moment that is judged",
    repair: "judge at a later time",
  },
  "none-selected": {
    means: "evidence was found, but the control's own conditions left all of it out",
    repair: "attach evidence that meets the conditions",
  },
  "no-element": {
    means: "the evidence lists none of what the control looks for",
    repair: "have the evidence made again so that it lists it",
  },
  "no-source": {
    means: "there is no place that could be asked for this evidence",
    repair: "give one with `--bundle`, or judge the image where it is stored",
  },
  "no-runnable-manifest": {
    means: "nothing was found that could run, so there is no platform to judge",
    repair: "name an image, or an index that lists at least one",
  },
  "inventory-incomplete": {
    means: "the signed list names a statement that was not found, or that may not count",
    repair: "attach the statement that the list names, or have the list made again without it",
  },
  ambiguous: {
    means: "there are several where exactly one is needed, and nothing says which one counts",
    repair: "say in the policy which one counts (`pick latest by …`, or a narrower condition), or remove the surplus",
  },
  incomparable: {
    means: "two values cannot be compared, such as an e-mail address with an account name",
    repair: "say with a `person` line in the policy that they are the same person, or use one kind of name",
  },
  "out-of-range": {
    means: "a calculation left the range of numbers",
    repair: "check the values in the evidence",
  },
  budget: {
    means: "there was more to evaluate than the limit allows, so it was not decided",
    repair: "make the evidence smaller or the condition simpler",
  },
  filtered: {
    means: "the control's own condition (`where`) leaves it out",
    repair: "nothing, unless it should count: then attach one that meets the condition",
  },
  "not-listed": {
    means: "it is not in the list that the control reads it by",
    repair: "nothing, unless it should count: then have it listed",
  },
  "not-picked": {
    means: "another one was picked",
    repair: "nothing",
  },
  stale: {
    means: "it is older than the control allows",
    repair: "make it again, sign it and attach it",
  },
};
