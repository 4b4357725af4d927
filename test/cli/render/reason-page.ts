/** The page of a reason word, made from its sentence: `policy explain` prints it. */
import { fetchingSentences, subjectSentences, unsupportedSentences } from "../../../src/cli/render/reasons/fetching.ts";
import { findingSentences } from "../../../src/cli/render/reasons/finding.ts";
import { readingSentences } from "../../../src/cli/render/reasons/reading.ts";
import { signingSentences } from "../../../src/cli/render/reasons/signing.ts";
import { skipSentences, trustingSentences } from "../../../src/cli/render/reasons/trusting.ts";
import { waivingSentences } from "../../../src/cli/render/reasons/waiving.ts";
import { reasonSentences, type ReasonWord } from "../../../src/cli/render/reasons.ts";

export function reasonPage(word: ReasonWord): string {
  const { means, repair } = reasonSentences[word];
  return `# \`${word}\`\n\n${sentence(means)}\n\n**What to do:** ${repair}.\n\n${contextOf(word)}\n${word === "not-signed" ? besideWaiver() : ""}`;
}

/** The one word that means something else beside a waiver. */
function besideWaiver(): string {
  const { means, repair } = waivingSentences["not-signed"];
  return `\n## Beside a waiver\n\n${sentence(means)}\n\n**What to do:** ${repair}.\n`;
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

const MISSING = ["none-found", "none-of-type", "none-for-subject", "none-from-root", "none-yet", "none-selected", "no-element"];
const SELECTION = ["filtered", "not-listed", "not-picked"];

function contextOf(word: ReasonWord): string {
  if (MISSING.includes(word))
    return "A control that ends with it is _missing_ (exit 1): every source answered, and what the control needs is not there.";
  if (SELECTION.includes(word)) return "It stands beside an attestation that is genuine and was not used; by itself it blocks nothing.";
  if (word === "not-an-attestation" || word === "referrer-subject-mismatch")
    return "It stands beside something that was listed for the image and takes no part in the judgement.";
  if (Object.hasOwn(waivingSentences, word) && word !== "not-signed")
    return "It stands beside a waiver that the run met: the waiver then changes nothing, and the control stands as it would without it.";
  if (word === "stale") return "A control whose only evidence is too old is _violated_ (exit 1).";
  if (Object.hasOwn(findingSentences, word)) return "A control that ends with it is _unverifiable_ (exit 2): neither passed nor failed.";
  if (Object.hasOwn(skipSentences, word)) return "It stands beside a check that was not made; it is no failure.";
  if (Object.hasOwn(unsupportedSentences, word)) return "It stands beside a source that has nothing to say; it is no failure.";
  if (Object.hasOwn(subjectSentences, word)) return "Nothing is judged then: the run ends before any control is looked at.";
  if (Object.hasOwn(fetchingSentences, word))
    return "What could not be fetched is never taken for what is not there: a control that needs it is _unverifiable_ (exit 2).";
  return `Found ${stepsOf(word)}. An attestation with this fault is no evidence. The control is _unverifiable_ (exit 2) if the attestation claims to come from the signer that the control asks for, and _missing_ (exit 1) otherwise.`;
}

function stepsOf(word: ReasonWord): string {
  if (Object.hasOwn(readingSentences, word)) return "while reading the signed container and the statement in it";
  if (Object.hasOwn(signingSentences, word)) return "while checking signature, time, transparency log and certificate";
  return Object.hasOwn(trustingSentences, word) ? "while comparing signer and statement with what the policy asks for" : "during the run";
}
