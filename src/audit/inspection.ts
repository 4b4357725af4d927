/** What `policy inspect` found, as a document: `schemas/inspect.schema.json`. Nothing is judged, so nothing here is a verdict. */
import type { Hasher } from "../base/index.ts";
import { summaryInputs, type JudgedAttestation } from "../engine/index.ts";
import type { Discovery } from "../registry/index.ts";
import type { CrossCheck } from "../trust/index.ts";
import { crossCheckPart, type CrossCheckPart } from "./inspection/cross-check.ts";
import { inputsPart, type InputsPart } from "./inspection/inputs.ts";
import { relationOf, type SubjectRelation } from "./inspection/relation.ts";
import { trustBlock, type KeyFileOf } from "./inspection/trust-block.ts";
import { attestationPart, type AttestationPart } from "./trace/attestation.ts";
import { defined } from "./trace/defined.ts";
import { discoveryPart, type CandidateFound, type SourceAsked } from "./trace/discovery.ts";
import { publicLocation } from "./trace/public-name.ts";
import { memberParts, type MemberPart } from "./trace/request.ts";
import { textPart } from "./trace/value.ts";

export interface InspectInput {
  readonly discovery: Discovery;
  /** Numbered and ordered as for a verdict. */
  readonly attestations: readonly JudgedAttestation[];
  readonly keyFileOf: KeyFileOf;
  /** By the id of the attestation; absent where nobody asked for it. */
  readonly crossChecks?: ReadonlyMap<string, CrossCheck>;
}

export interface InspectDocument {
  readonly format: "proviso/inspect/1";
  readonly subject: {
    readonly repository?: string;
    readonly tag?: string;
    readonly reference: string;
    readonly digest: string;
    readonly set: readonly MemberPart[];
  };
  /** Every source answered in full: what is not here does not exist. */
  readonly absenceHolds: boolean;
  readonly evidenceSetDigest: string;
  readonly sources: readonly SourceAsked[];
  readonly candidates: readonly CandidateFound[];
  readonly attestations: readonly InspectedAttestation[];
  readonly warnings: readonly string[];
}

export interface InspectedAttestation extends AttestationPart {
  /** Of the subjects that it names or, unverified, claims to name. */
  readonly relation: SubjectRelation;
  /** Of a verified one: Proviso source that admits exactly its signer. */
  readonly trust?: string;
  /** Of a verified summary that names its inputs. */
  readonly inputs?: InputsPart;
  readonly crossCheck?: CrossCheckPart;
}

export function inspectDocument(input: InspectInput, hasher: Hasher): InspectDocument {
  const { discovery, attestations } = input;
  const { subject } = discovery;
  const found = discoveryPart({ discovery, attestations }, hasher);
  return {
    format: "proviso/inspect/1",
    subject: defined({
      repository: subject.repository,
      tag: subject.tag,
      reference: publicLocation(subject.reference),
      digest: subject.digest,
      set: memberParts(discovery.set),
    }),
    absenceHolds: discovery.absenceHolds,
    evidenceSetDigest: found.evidenceSetDigest,
    sources: found.sources,
    candidates: found.candidates,
    attestations: attestations.map((one) => inspected(one, input)),
    warnings: discovery.warnings.flatMap((warning) => textPart(warning) ?? []),
  };
}

function inspected(attestation: JudgedAttestation, input: InspectInput): InspectedAttestation {
  const { discovery, attestations, keyFileOf, crossChecks } = input;
  const { subject, set } = discovery;
  const part = attestationPart(attestation);
  const { verification, id } = attestation;
  const named = part.subjects ?? part.claimed?.subjects ?? [];
  const trust = verification.kind === "verified" ? trustBlock(`signer-of-${id.toLowerCase()}`, verification.facts, keyFileOf) : undefined;
  const inputs = inputsPart(summaryInputs(attestation, { discovery, attestations }));
  return defined({
    ...part,
    relation: relationOf([subject.digest, ...subject.digests], set, named),
    trust,
    inputs,
    crossCheck: crossCheckPart(crossChecks?.get(id)),
  });
}
