/** An approver is nobody who asked, wrote or attested: `language.md` §6.10. What cannot be compared is not independent. */
import type { Identity, People } from "../../base/index.ts";
import { everyEvidence, type Evidence } from "../../language/index.ts";
import type { Attested } from "../attested.ts";
import type { JudgedControl } from "../judge-control.ts";
import { authorNeeds } from "./authors.ts";
import type { PartiesOf, Waiver } from "./waiver.ts";

/** A clause that says why, or `undefined` where every approver is independent. */
export function dependenceOf(waiver: Waiver, people: People, partiesOf: PartiesOf, judged: JudgedControl): string | undefined {
  if (waiver.approval.kind !== "accepted") return undefined;
  for (const approver of waiver.approval.approvers) {
    const same = people.same(approver, waiver.requestedBy);
    if (same === true) return `${approver.text} asked for it`;
    if (same === undefined)
      return `nobody has said whether ${approver.text} and ${waiver.requestedBy.text}, who asked for it, are one person`;
    const detail = dependsOnEvidence(approver, people, partiesOf, judged);
    if (detail !== undefined) return detail;
  }
  return undefined;
}

/** Every combination and platform counts, whichever is reported: the cover of a waiver may come from any of them. */
function dependsOnEvidence(approver: Identity, people: People, partiesOf: PartiesOf, judged: JudgedControl): string | undefined {
  for (const evidence of everyEvidence(judged.verdict.control.body)) {
    const attested = judged.attested.filter((each) => each.evidence === evidence);
    const ids = idsIn(attested);
    // Who hides the statement that names the authors must not gain by it.
    if (hasAuthors(evidence) && (ids.length === 0 || attested.some(({ attestations }) => attestations.length === 0)))
      return `the authors are not known: there is no \`${evidence.name}\``;
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

function idsIn(attested: readonly Attested[]): readonly string[] {
  return [...new Set(attested.flatMap(({ attestations }) => attestations))];
}

function hasAuthors({ view }: Evidence): boolean {
  return authorNeeds(view.record).fields.size > 0;
}
