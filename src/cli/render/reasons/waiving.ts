import type { WaiverReason } from "../../../evaluate/index.ts";
import type { Sentences } from "./sentence.ts";

/** Why a waiver that was met does not apply: `audit.md` §11. `not-signed` is also a word of verification, with another meaning. */
export const waivingSentences: Sentences<WaiverReason> = {
  invalid: {
    means: "it does not say what a waiver must, or says it in a way that cannot be read",
    repair: "issue it again with every member that a waiver needs",
  },
  orphan: {
    means: "it names something that this policy does not have",
    repair: "name one that the policy has, or take the waiver away",
  },
  "refused-by-gate": {
    means: "this gate refuses it by name",
    repair: "meet the control, or ask the owner of the gate",
  },
  "not-signed": {
    means: "it stands in the policy file, and this gate accepts signed waivers only",
    repair: "have the approver sign it as a statement and attach that",
  },
  "not-waivable": {
    means: "the control does not say that it may be waived",
    repair: "meet the control, or ask its owner to make it waivable",
  },
  withdrawn: {
    means: "somebody who may approve it has withdrawn it",
    repair: "meet the control, or ask for a new waiver",
  },
  replaced: {
    means: "a newer waiver takes its place",
    repair: "nothing: the newer one counts",
  },
  pending: {
    means: "it has not begun yet",
    repair: "wait until it begins",
  },
  expired: {
    means: "its time is over",
    repair: "meet the control, or ask for a new waiver that replaces it",
  },
  "out-of-scope": {
    means: "it is for something else than what is judged",
    repair: "ask for a waiver that names this image",
  },
  "too-long": {
    means: "it lasts longer than the control allows",
    repair: "have it issued again for a shorter time",
  },
  "approver-not-trusted": {
    means: "whoever signed it may not approve waivers of this control",
    repair: "have it signed by somebody whom the control names under `waivable … by`",
  },
  "approver-not-independent": {
    means: "its approver asked for it, wrote what is judged, or signed the evidence, or nobody can tell that they did not",
    repair: "have somebody else approve it, or say in a `person` line who is who",
  },
  "review-overdue": {
    means: "an emergency of this control was not reviewed in time",
    repair: "review it: withdraw it, or issue a waiver that replaces it",
  },
  "withdrawal-unknown": {
    means: "it may have been withdrawn, and the run could not see or decide everything that would say so",
    repair: "repair the source or the statement that is named, then judge again",
  },
  "unverifiable-outcome": {
    means: "the evidence could not be verified, and what is not known cannot be accepted",
    repair: "repair the evidence or the source first",
  },
  "nothing-to-waive": {
    means: "nothing that it is for has failed here",
    repair: "nothing; if that stays so, take the waiver away",
  },
  "incomplete-cover": {
    means: "it covers a part of what failed, and the rest is covered by nobody",
    repair: "meet the rest, or ask for a waiver of it too",
  },
};
