/** What became of the stored bytes that a verification summary names: `verification.md` §4.13 W4. */
import type { Candidate, Named } from "../evaluate/index.ts";
import { inputsOf, type ResolvedInput, type StoredAs, type StoredEvidence } from "../evidence/index.ts";
import type { Discovery } from "../registry/index.ts";
import { isUndecided, type Admission } from "../trust/index.ts";
import { incompleteness } from "./completeness.ts";
import type { JudgedAttestation } from "./judged.ts";

interface Found {
  readonly attestations: readonly JudgedAttestation[];
  readonly discovery: Discovery;
  /** Besides the subject. */
  readonly named?: Named | undefined;
}

/**
 * Whatever they are about and whoever signed them: the summary's own signer vouches for the digests. An input may lie wherever the run looked, so a
 * place that did not answer leaves open what was not found.
 */
export function storedEvidence({ attestations, discovery, named }: Found): StoredEvidence {
  const [hidden] = [...incompleteness(discovery), ...(named ? incompleteness(discovery, named) : [])];
  const notFound: StoredAs = hidden === undefined ? { kind: "not-found" } : { kind: "undecided", because: hidden };
  const known = standings(attestations);
  return (digest) => known.get(digest) ?? notFound;
}

const standingsOfRuns = new WeakMap<readonly JudgedAttestation[], ReadonlyMap<string, StoredAs>>();

function standings(attestations: readonly JudgedAttestation[]): ReadonlyMap<string, StoredAs> {
  const known = standingsOfRuns.get(attestations);
  if (known) return known;
  const made = new Map<string, StoredAs>();
  for (const attestation of attestations) {
    const { digest } = attestation.envelope;
    const before = made.get(digest);
    const standing = standingOf(attestation);
    if (before === undefined || WEIGHT.indexOf(standing.kind) < WEIGHT.indexOf(before.kind)) made.set(digest, standing);
  }
  standingsOfRuns.set(attestations, made);
  return made;
}

/** The same bytes with other annotations are another envelope: one that verifies is enough. */
const WEIGHT: readonly StoredAs["kind"][] = ["verified", "undecided", "refused"];

function standingOf({ id, verification }: JudgedAttestation): StoredAs {
  if (verification.kind === "verified") return { kind: "verified", attestation: id };
  const { step, reason, detail } = verification;
  return isUndecided(verification) ? { kind: "undecided", because: { step, reason, detail } } : { kind: "refused", attestation: id };
}

/** The inputs that a verified summary names; `undefined` for everything else. */
export function summaryInputs({ verification }: JudgedAttestation, found: Found): readonly ResolvedInput[] | undefined {
  return verification.kind === "verified" ? inputsOf(verification.statement, storedEvidence(found)) : undefined;
}

/** How many of how many, and which not: what the trace says of a summary that names its inputs. */
export function inputSteps(admission: Admission, stored: StoredEvidence): Candidate["steps"] {
  const inputs = admission.kind === "admitted" ? inputsOf(admission.statement, stored) : undefined;
  return inputs ? [{ step: "predicate-schema", outcome: "pass", detail: inputWords(inputs) }] : [];
}

function inputWords(inputs: readonly ResolvedInput[]): string {
  const of = (kind: StoredAs["kind"]) => inputs.filter(({ stored }) => stored.kind === kind);
  const rest = (["not-found", "refused", "undecided"] as const).flatMap((kind) => listWords(REST[kind], of(kind)));
  return [`${of("verified").length} of ${inputs.length} input attestations that it names were found and verified`, ...rest].join("; ");
}

const REST = { "not-found": "not found", refused: "found and not verified", undecided: "not decided" } as const;
const SHOWN = 3;

function listWords(title: string, inputs: readonly ResolvedInput[]): readonly string[] {
  if (inputs.length === 0) return [];
  const names = inputs.slice(0, SHOWN).map(({ digest, pointer }) => digest ?? `${pointer} (no SHA-256)`);
  return [`${title}: ${names.join(", ")}${inputs.length > SHOWN ? ` and ${inputs.length - SHOWN} more` : ""}`];
}
