/** An approver is nobody who asked, wrote or attested: `language.md` §6.10. What cannot be compared is not independent. */
import type { Identity, People } from "../../base/index.ts";
import { everyEvidence, type Evidence } from "../../language/index.ts";
import type { ControlVerdict } from "../verdict.ts";
import type { CandidateTrace } from "../trace.ts";
import { authorNeeds } from "./authors.ts";
import type { PartiesOf, Waiver } from "./waiver.ts";

/** A clause that says why, or `undefined` where every approver is independent. */
export function dependenceOf(waiver: Waiver, people: People, partiesOf: PartiesOf, verdict: ControlVerdict): string | undefined {
  if (waiver.approval.kind !== "accepted") return undefined;
  for (const approver of waiver.approval.approvers) {
    const same = people.same(approver, waiver.requestedBy);
    if (same === true) return `${approver.text} asked for it`;
    if (same === undefined)
      return `nobody has said whether ${approver.text} and ${waiver.requestedBy.text}, who asked for it, are one person`;
    const detail = dependsOnEvidence(approver, people, partiesOf, verdict);
    if (detail !== undefined) return detail;
  }
  return undefined;
}

/** Of these something was read, or could have been. */
const AUTHENTIC: ReadonlySet<CandidateTrace["class"]> = new Set(["admissible", "stale", "unreadable"]);

function dependsOnEvidence(approver: Identity, people: People, partiesOf: PartiesOf, verdict: ControlVerdict): string | undefined {
  for (const evidence of everyEvidence(verdict.control.body)) {
    const ids = authenticOf(evidence, verdict);
    // Who hides the statement that names the authors must not gain by it.
    if (ids.length === 0 && hasAuthors(evidence)) return `the authors are not known: there is no \`${evidence.name}\``;
    for (const id of ids) {
      const { signers, authors } = partiesOf(evidence, id);
      if (signers.some((signer) => people.same(approver, signer) === true))
        return `${approver.text} signed ${id}, which the control rests on`;
      if (hasAuthors(evidence) && authors === undefined) return `the authors in ${id} cannot be read`;
      const author = authors?.find((each) => people.same(approver, each) !== false);
      if (author !== undefined) return authorDetail(approver, author, people);
    }
  }
  return undefined;
}

function authorDetail(approver: Identity, author: Identity, people: People): string {
  return people.same(approver, author) === true
    ? `${approver.text} is an author of what is judged`
    : `nobody has said whether ${approver.text} and the author ${author.text} are one person`;
}

function authenticOf(evidence: Evidence, { judgements }: ControlVerdict): readonly string[] {
  const traces = judgements.flatMap((judgement) => judgement.evidence).filter((trace) => trace.evidence === evidence);
  const ids = traces.flatMap(({ candidates }) => candidates.flatMap((each) => (AUTHENTIC.has(each.class) ? [each.attestation] : [])));
  return [...new Set(ids)];
}

function hasAuthors({ view }: Evidence): boolean {
  return authorNeeds(view.record).fields.size > 0;
}
