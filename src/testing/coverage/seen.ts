/** What one test has shown. */
import type { Judged } from "../../engine/index.ts";
import type { ControlVerdict, EvidenceTrace, TraceNode, TruthWord } from "../../evaluate/index.ts";
import { everyRequirement, walk, type CheckedPolicy, type Condition } from "../../language/index.ts";
import { pointKey, spanKey, type PointGroup } from "./points.ts";

/** Of quantifiers whose body is one condition: the key of that condition, by the quantifier's. */
export type SimpleBodies = ReadonlyMap<string, string>;

/** Keys of points. */
export function seenIn({ verdict }: Judged, bodies: SimpleBodies): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const control of verdict.controls) {
    const see: See = (group, name, state) => seen.add(pointKey({ group, control: control.control.id, name, state }));
    seeControl(control, { see, bodies });
  }
  for (const each of verdict.waivers) {
    if (each.kind === "unreadable") continue;
    const { id, control } = each.waiver;
    if (each.kind === "applied") seen.add(pointKey({ group: "waivers", control, name: id, state: "applied" }));
    else if (each.because === "expired") seen.add(pointKey({ group: "waivers", control, name: id, state: "expired" }));
  }
  return seen;
}

export function simpleBodies({ controls }: CheckedPolicy): SimpleBodies {
  const bodies = new Map<string, string>();
  for (const { body } of controls) {
    for (const { condition } of everyRequirement(body)) {
      walk(condition, (at) => {
        if (at.kind === "quantified" && isLeaf(at.body)) bodies.set(spanKey(at.span), spanKey(at.body.span));
      });
    }
  }
  return bodies;
}

function isLeaf({ kind }: Condition): boolean {
  return kind !== "and" && kind !== "or" && kind !== "not" && kind !== "quantified" && kind !== "boolean";
}

type See = (group: PointGroup, name: string, state: string) => void;

interface Seeing {
  readonly see: See;
  readonly bodies: SimpleBodies;
}

function seeControl(verdict: ControlVerdict, seeing: Seeing): void {
  const { see } = seeing;
  see("outcomes", "", verdict.outcome);
  for (const { evidence, requirements, stopped } of verdict.judgements) {
    for (const trace of evidence) seeEvidence(trace, see);
    if (stopped !== undefined) continue;
    for (const { id, kind, truth, node } of requirements) {
      if (kind !== "stated") continue;
      see("requirements", id, truth);
      seeConditions(node, seeing);
    }
  }
  for (const { carriedBy } of verdict.alternatives) if (carriedBy !== undefined) see("branches", carriedBy, "carries");
}

function seeEvidence({ evidence, state, stale, candidates }: EvidenceTrace, see: See): void {
  if (state === "available") see("evidence", evidence.name, stale ? "stale" : "bound");
  else see("evidence", evidence.name, state);
  if (candidates.some((candidate) => candidate.class === "not-ours")) see("evidence", evidence.name, "wrongly signed");
}

/** A condition is seen where it decides: were it the other way, the requirement would be too (MC/DC). */
function seeConditions(node: TraceNode, seeing: Seeing): void {
  const { op, args = [], truth, quantified } = node;
  if (op === "and" || op === "or") {
    const neutral: TruthWord = op === "and" ? "true" : "false";
    for (const [index, arg] of args.entries()) {
      const decides = args.every((other, at) => at === index || other.truth === neutral);
      if (decides) seeConditions(arg, seeing);
    }
  } else if (quantified) {
    for (const { body } of quantified.witnesses) seeConditions(body, seeing);
    seeUnwitnessed(node, seeing);
  } else if (op === "not" || (op === "define" && args.some((arg) => arg.truth !== undefined))) {
    for (const arg of args) seeConditions(arg, seeing);
  } else if (truth === "true" || truth === "false") seeing.see("conditions", spanKey(node.span), truth);
}

/** Elements that are no witnesses have no workings: where the body is one condition, its truths are known all the same. */
function seeUnwitnessed({ span, quantified }: TraceNode, { see, bodies }: Seeing): void {
  const leaf = bodies.get(spanKey(span));
  if (leaf === undefined || quantified === undefined) return;
  for (const truth of new Set(quantified.truths)) if (truth !== "unknown") see("conditions", leaf, truth);
}
