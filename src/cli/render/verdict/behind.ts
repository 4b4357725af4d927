/** What a control that holds rests on: for `--verbose`. */
import type { AttestationPart, CandidatePart, ControlPart, EvidencePart, JudgementPart } from "../../../audit/index.ts";
import { requirementSource } from "./requirement-block.ts";
import { fromWords, readsOf } from "./origin.ts";
import { heldSections } from "./sections.ts";
import { attestationOf, field, said, shortDigests, type TraceView } from "./view.ts";
import { issuerWords, signerWords, timeWords } from "./who.ts";
import { evidenceSource } from "./evidence-block.ts";

const PLACE = { indent: 8, width: 8 };

export function behindLines(view: TraceView, control: ControlPart): readonly string[] {
  return heldSections(view, control).flatMap(({ heading, judgements }) => [...heading, ...heldLines(view, judgements)]);
}

function heldLines(view: TraceView, judgements: readonly JudgementPart[]): readonly string[] {
  return judgements
    .filter(({ truth, stopped }) => truth === "true" && stopped === undefined)
    .flatMap((judgement) => [
      ...judgement.evidence.flatMap((evidence) => evidenceBehind(view, judgement, evidence)),
      ...judgement.requirements.flatMap((requirement) => [
        ...requirementSource(view, requirement),
        ...readsOf(requirement.expression).flatMap((read, index) => field(view, index === 0 ? "from" : "", fromWords(view, read), PLACE)),
      ]),
    ]);
}

function evidenceBehind(view: TraceView, judgement: JudgementPart, evidence: EvidencePart): readonly string[] {
  const used = evidence.candidates.filter((candidate) => candidate.used && evidence.bound.includes(candidate.attestation));
  return [...evidenceSource(view, evidence), ...used.flatMap((candidate) => candidateBehind(view, judgement, evidence, candidate))];
}

function candidateBehind(
  view: TraceView,
  { platform }: JudgementPart,
  evidence: EvidencePart,
  candidate: CandidatePart,
): readonly string[] {
  const attestation = attestationOf(view, candidate.attestation);
  if (attestation === undefined) return [];
  const signer = `${signerWords(view, attestation, candidate.identity)} (${said(view, evidence.trustRoot)})`;
  const issuer = issuerWords(view, attestation);
  return [
    ...field(
      view,
      "found",
      `${attestation.id} ${said(view, attestation.predicateType ?? "")}, statement ${said(view, attestation.statement ?? "")}`,
      PLACE,
    ),
    ...field(
      view,
      "in",
      `${attestation.sources.join(", ")} ${shortDigests(said(view, attestation.envelope.uri ?? attestation.envelope.digest))}`,
      PLACE,
    ),
    ...field(view, "by", signer, PLACE),
    ...(issuer === undefined ? [] : field(view, "", issuer, PLACE)),
    ...logLines(view, attestation),
    ...field(view, "about", relationWords(view, candidate, { platform, named: evidence.named }), PLACE),
  ];
}

/** Each log entry with index and time; other trusted times beside. */
function logLines(view: TraceView, attestation: AttestationPart): readonly string[] {
  const logs = attestation.logs ?? [];
  const entries = logs.flatMap(({ operator, logIndex, entryKind, kind, integratedTime }, index) => {
    const time = integratedTime === undefined ? "" : `, ${integratedTime}`;
    return field(view, index === 0 ? "log" : "", `${said(view, operator)} entry ${logIndex} (${entryKind}, ${kind})${time}`, PLACE);
  });
  const isSaid =
    logs.some(({ integratedTime }) => integratedTime !== undefined) &&
    attestation.times.trusted?.every(({ kind }) => kind === "log") === true;
  return isSaid ? entries : [...entries, ...field(view, "time", timeWords(view, attestation), PLACE)];
}

function what({ trace }: TraceView): string {
  return trace.request.subject.set[0]?.role === "file" ? "file" : "image";
}

/** `platform` is the manifest that is judged, where each is judged by itself; `named` is what `about` led to. */
export function relationWords(
  view: TraceView,
  { relation, chain }: Pick<CandidatePart, "relation" | "chain">,
  { platform, named }: { readonly platform?: string; readonly named?: string } = {},
): string {
  const through = chain === undefined || chain.length === 0 ? "" : `: ${chain.map((digest) => said(view, digest)).join(" → ")}`;
  switch (relation) {
    case "same":
      return `this very ${what(view)}, ${said(view, platform ?? view.trace.request.subject.digest)}`;
    case "index-of":
      return `the index that lists this image${through}`;
    case "attached":
      return `the index that carries it, by a signature over the index${through}`;
    case "about":
      return `what the policy names with \`about\`${named === undefined ? through : `: ${said(view, named.replace(/^gitCommit:/u, "commit "))}`}`;
    case undefined:
      return "unknown";
  }
}
