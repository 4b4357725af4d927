/** A body with the bodies of its branches. */
import type { Body, Evidence, Requirement } from "../checked/index.ts";

/** In source order of each body: the control's own first. */
export function everyEvidence(body: Body): readonly Evidence[] {
  return [...body.evidence, ...branches(body).flatMap((branch) => everyEvidence(branch))];
}

export function everyRequirement(body: Body): readonly Requirement[] {
  return [...body.requirements, ...branches(body).flatMap((branch) => everyRequirement(branch))];
}

function branches(body: Body): readonly Body[] {
  return body.alternatives.flatMap((block) => block.branches.map((branch) => branch.body));
}
