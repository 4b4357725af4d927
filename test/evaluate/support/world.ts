/** A gate judged over evidence that a test states: policy text and predicates in, verdict out. Nothing is signed, nothing is fetched. */
import {
  encodeUtf8,
  parseIdentity,
  parseInstant,
  parseJson,
  statementJsonLimits,
  defaultLimits,
  type Json,
} from "../../../src/base/index.ts";
import {
  judgeGate,
  type Candidate,
  type GateVerdict,
  type FoundWaivers,
  type PartiesOf,
  type Request,
  type Search,
  type Sought,
  type Standing,
} from "../../../src/evaluate/index.ts";
import { readView } from "../../../src/evidence/index.ts";
import type { CheckedPolicy, Evidence } from "../../../src/language/index.ts";

/** One candidate, as a test says it. Without a `class` it is authentic, and its predicate decides whether it is readable. */
export interface Stated {
  readonly id?: string;
  readonly predicate?: unknown;
  /** One of the types of the view; the first by default. */
  readonly type?: string;
  readonly class?: "other-subject" | "not-ours" | "failed" | "later" | "undecided";
  readonly reason?: string;
  /** A trusted signing time. */
  readonly signedAt?: string | bigint;
  readonly signers?: readonly string[];
  /** Digest of the payload; made from the id unless said. */
  readonly statement?: string;
  /** Digests of the envelopes that carry it. */
  readonly envelopes?: readonly string[];
}

export interface Listing {
  readonly candidates: readonly Stated[];
  readonly incomplete?: readonly string[];
  readonly nothing?: Search["nothing"];
}

/**
 * By the name of the evidence; `name @ sha256:…` or `name @ gitCommit:…` for one platform, or for what `about` names. A name alone serves
 * whatever is asked.
 */
export type World = Readonly<Record<string, readonly Stated[] | Listing>>;

export const NOW = instant("2026-01-10T00:00:00Z");
const DIGEST = `sha256:${"0a".repeat(32)}` as const;

export const aRequest: Request = {
  now: NOW,
  digest: { digests: [DIGEST] },
  stage: { name: "prod", environment: "production" },
};

export function instant(text: string): bigint {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

export function json(value: unknown): Json {
  const parsed = parseJson(encodeUtf8(JSON.stringify(value)), statementJsonLimits(defaultLimits));
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
}

export function judgeWorld(
  policy: CheckedPolicy,
  world: World,
  request: Partial<Request> = {},
  partiesOf?: PartiesOf,
  waivers?: FoundWaivers,
): GateVerdict {
  const [gate] = policy.gates;
  if (!gate) throw new Error("the policy has no gate");
  return judgeGate({
    policy,
    gate,
    request: { ...aRequest, ...request },
    search: (sought) => searchOf(sought.evidence, listedFor(world, sought)),
    ...(partiesOf && { partiesOf }),
    ...(waivers && { waivers }),
  });
}

function listedFor(world: World, { evidence: { name }, platform, named }: Sought): readonly Stated[] | Listing {
  const place = named === undefined ? platform : named.kind === "commit" ? `gitCommit:${named.commit}` : named.digests.digests.join(" ");
  return world[`${name} @ ${place ?? ""}`] ?? world[name] ?? [];
}

export function searchOf(evidence: Evidence, listed: readonly Stated[] | Listing): Search {
  const listing: Listing = "candidates" in listed ? listed : { candidates: listed };
  return {
    candidates: listing.candidates.map((stated, index) => candidateOf(evidence, stated, index)),
    nothing: listing.nothing ?? "none-found",
    incomplete: (listing.incomplete ?? []).map((reason) => ({ step: "fetch", reason, detail: "the source did not answer" })),
  };
}

function candidateOf(evidence: Evidence, stated: Stated, index: number): Candidate {
  const id = stated.id ?? `A-${String(index + 1).padStart(2, "0")}`;
  return {
    attestation: id,
    envelopes: stated.envelopes ?? [`sha256:envelope-${id}`],
    statement: stated.statement ?? `sha256:${id}`,
    standing: standingOf(evidence, stated),
    chain: [],
    steps: [],
  };
}

function standingOf(evidence: Evidence, stated: Stated): Standing {
  if (stated.class !== undefined) {
    return { kind: stated.class, because: { step: "signature", reason: stated.reason ?? "signature-invalid", detail: "as stated" } };
  }
  const type = stated.type ?? evidence.view.predicateTypes[0]?.type ?? "";
  const signers = stated.signers ?? ["alice@acme.example"];
  return {
    kind: "authentic",
    signers: signers.map(identity),
    identity: signers.join(", "),
    signedAt: stated.signedAt === undefined ? undefined : { at: timeOf(stated.signedAt), by: "log" },
    reading: readView(evidence.view, type, json(stated.predicate ?? {}), evidence.needed),
  };
}

function timeOf(time: string | bigint): bigint {
  return typeof time === "bigint" ? time : instant(time);
}

function identity(
  text: string,
): ReturnType<typeof parseIdentity> extends infer R ? (R extends { ok: true; value: infer V } ? V : never) : never {
  const parsed = parseIdentity(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}
