/** Answers "what is there for this evidence?" from the attestations of the run. `language.md` §6.3, `verification.md` §2. */
import { assert } from "../base/index.ts";
import type { Candidate, Named, Reading, Search, Standing } from "../evaluate/index.ts";
import { readView, relateCommit, relateSubject, type JudgedSubject, type StoredEvidence, type SubjectRelation } from "../evidence/index.ts";
import type { Evidence } from "../language/index.ts";
import type { Discovery } from "../registry/index.ts";
import { everyView, type Admission, type Admitted, type StatementSubject } from "../trust/index.ts";
import { admitAny } from "./admit-any.ts";
import { byPayload, payloadDigest, type Group } from "./by-payload.ts";
import { incompleteness } from "./completeness.ts";
import type { JudgedAttestation } from "./judged.ts";
import { identityOf, signerName } from "./signers.ts";
import { inputSteps, storedEvidence } from "./stored-evidence.ts";

export interface Searching {
  readonly attestations: readonly JudgedAttestation[];
  readonly discovery: Discovery;
  /** What the statements must be about. */
  readonly judged: JudgedSubject;
  /** Where `about` names something else: that. */
  readonly named?: Named;
  readonly now: bigint;
}

export function search(searching: Searching, evidence: Evidence): Search {
  const groups = byPayload(searching.attestations).flatMap(takingPart);
  const stored = storedEvidence(searching);
  const candidates = groups.flatMap((group) => candidateOf(searching, evidence, group, stored) ?? []);
  return {
    candidates,
    nothing: groups.length === 0 ? "none-found" : "none-of-type",
    incomplete: incompleteness(searching.discovery, searching.named),
  };
}

/** What is no attestation at all is recorded and takes no part. */
function takingPart(group: Group): readonly Group[] {
  const [first, ...rest] = group.filter(
    ({ verification }) => verification.kind === "verified" || verification.reason !== "not-an-attestation",
  );
  return first ? [[first, ...rest]] : [];
}

/**
 * `undefined` for what is about something else by its own word or, where it cannot be read, by the place it was listed at: nobody may
 * disturb one image with attestations of another.
 */
function candidateOf(searching: Searching, evidence: Evidence, group: Group, stored: StoredEvidence): Candidate | undefined {
  const said = saidBy(group);
  if (said.predicateType !== undefined && !evidence.view.predicateTypes.some(({ type }) => type === said.predicateType)) return undefined;
  if (said.subjects === undefined && !group.some((attestation) => isListedFor(searching, attestation))) return undefined;
  const relation = said.subjects && relationOf(searching, evidence, said.subjects);
  const admission = admit(group, evidence, searching.now);
  const shown = shownOf(group, admission);
  const base = {
    attestation: shown.id,
    envelopes: group.map(({ envelope }) => envelope.digest),
    statement: payloadDigest(shown) ?? shown.envelope.digest,
    steps: [...admission.steps.map(toStep), ...subjectSteps(relation, said.subjects), ...inputSteps(admission, stored)],
  };
  if (relation?.kind === "none") {
    const because = { step: "subject", reason: relation.reason, detail: subjectWords(said.subjects) };
    return { ...base, chain: [], standing: { kind: "other-subject", because } };
  }
  return { ...base, ...relationTrace(searching, relation), standing: standingOf(admission, evidence, stored) };
}

/** Exactly that digest or commit; for the subject itself what the control says of platforms and their index. */
function relationOf(
  { judged, named }: Searching,
  { about }: Evidence,
  subjects: readonly StatementSubject[],
): SubjectRelation | NotAllowed {
  if (named?.kind === "commit") return relateCommit({ subjects }, named.commit);
  if (named) {
    const { digests } = named.digests;
    const [digest] = digests;
    assert(digest !== undefined, "a set of digests holds at least one");
    return relateSubject({ subjects }, { digest, alternatives: digests, indexPath: [] });
  }
  const relation = relateSubject({ subjects }, judged);
  const isLeftOut =
    (relation.kind === "index-of" && about?.kind === "platform-only") || (relation.kind === "same" && about?.kind === "index-only");
  return isLeftOut ? { kind: "none", reason: "relation-not-allowed" } : relation;
}

interface NotAllowed {
  readonly kind: "none";
  readonly reason: "relation-not-allowed";
}

/** Every index from the one that was named down to the manifest. */
function relationTrace({ judged, named }: Searching, relation: Relation): Pick<Candidate, "relation" | "chain"> {
  if (named) return { relation: relation && "about", chain: named.kind === "digest" ? named.digests.digests : [] };
  if (relation?.kind !== "index-of") return { relation: relation?.kind === "same" ? "same" : undefined, chain: [] };
  return { relation: "index-of", chain: [...judged.indexPath.slice(judged.indexPath.indexOf(relation.index)), judged.digest] };
}

/** Type and subjects: as verified, else as the envelopes claim. */
function saidBy(group: Group): { readonly predicateType?: string; readonly subjects?: readonly StatementSubject[] } {
  const verified = group.find(({ verification }) => verification.kind === "verified") ?? group[0];
  const { verification } = verified;
  return verification.kind === "verified" ? verification.statement : verification.claimed;
}

/** The envelope that was admitted, first of all. */
function shownOf(group: Group, admission: Admission): JudgedAttestation {
  const facts = admission.kind === "admitted" ? admission.facts : [];
  const isAdmitted = ({ verification }: JudgedAttestation) =>
    everyView(verification).some((view) => view.kind === "verified" && facts.includes(view.facts));
  return group.find(isAdmitted) ?? group.find(({ verification }) => verification.kind === "verified") ?? group[0];
}

/** By what its carriers name, else by what its sources were asked about; a file of evidence is about whatever is judged. */
function isListedFor({ discovery, judged, named }: Searching, { envelope }: JudgedAttestation): boolean {
  const carried = envelope.carriers.flatMap(({ subject }) => subject ?? []);
  const asked = discovery.sources.filter(({ id }) => envelope.sources.includes(id)).map(({ subject }) => subject);
  const places = carried.length > 0 ? carried : asked;
  // Commits have no place of their own: what is said of them stands beside the image.
  const meant = named?.kind === "digest" ? named.digests.digests : [judged.digest, ...(judged.alternatives ?? []), ...judged.indexPath];
  const own: readonly (string | undefined)[] = [...meant, undefined];
  return places.length === 0 || places.some((place) => own.includes(place));
}

/** `undefined` where nobody can say what it is about. */
type Relation = SubjectRelation | NotAllowed | undefined;

function subjectSteps(relation: Relation, subjects: Subjects): Candidate["steps"] {
  if (!relation) return [{ step: "subject", outcome: "skipped", reason: "not-reached" }];
  if (relation.kind === "none") return [{ step: "subject", outcome: "fail", reason: relation.reason, detail: subjectWords(subjects) }];
  return [
    { step: "subject", outcome: "pass" },
    { step: "predicate-type", outcome: "pass" },
  ];
}

type Subjects = readonly StatementSubject[] | undefined;

const SHOWN_SUBJECTS = 3;

function subjectWords(subjects: Subjects): string {
  const digests = (subjects ?? []).flatMap((subject) => [...subject.digests].slice(0, 1).map(([algorithm, hex]) => `${algorithm}:${hex}`));
  const more = digests.length > SHOWN_SUBJECTS ? ` and ${digests.length - SHOWN_SUBJECTS} more` : "";
  return `the statement names ${digests.slice(0, SHOWN_SUBJECTS).join(", ")}${more}`;
}

function toStep(record: Admission["steps"][number]): Candidate["steps"][number] {
  return { step: record.step, outcome: record.outcome, reason: record.reason, detail: record.detail };
}

function admit(group: Group, { signedBy }: Evidence, now: bigint): Admission {
  const verifications = group.map(({ verification }) => verification);
  return admitAny(verifications, signedBy, now).admission;
}

function standingOf(admission: Admission, evidence: Evidence, stored: StoredEvidence): Standing {
  if (admission.kind !== "admitted") {
    return { kind: admission.kind, because: { step: admission.step, reason: admission.reason, detail: admission.detail } };
  }
  const reading = readingOf(admission, evidence, stored);
  if (reading.kind === "undecided") return reading;
  return {
    kind: "authentic",
    signers: admission.signers.map(identityOf),
    identity: admission.signers.map((signer) => signerName(signer, evidence)).join(", "),
    signedAt: signedAt(admission),
    reading,
  };
}

function signedAt(admission: Admitted): { readonly at: bigint; readonly by: "log" | "timestamp" } | undefined {
  const times = admission.facts.flatMap((facts) => facts.times);
  const earliest = times.find((time) => time.at === admission.signedAt);
  return earliest && { at: earliest.at, by: earliest.kind };
}

function readingOf(admission: Admitted, evidence: Evidence, stored: StoredEvidence): Reading | (Standing & { readonly kind: "undecided" }) {
  const { predicateType, predicate, subjects } = admission.statement;
  const result = readView(evidence.view, predicateType, predicate ?? null, evidence.needed, { subjects, stored });
  if (result.kind === "readable") return result;
  const [first] = result.failures;
  if (first?.because === undefined || result.failures.some(({ kind }) => kind !== "undecided"))
    return { kind: "unreadable", failures: result.failures };
  return { kind: "undecided", because: { ...first.because, detail: `${first.pointer}: ${first.problem}` } };
}
