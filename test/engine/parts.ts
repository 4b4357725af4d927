/** Attestations as verification leaves them, put together by hand: what each claims, what was proven, where it was listed. */
import { createHash } from "node:crypto";
import type { Digest } from "../../src/base/index.ts";
import type { JudgedAttestation } from "../../src/engine/index.ts";
import type { Searching } from "../../src/engine/search.ts";
import type { CheckedPolicy, Evidence } from "../../src/language/index.ts";
import type { Discovery, SourceRecord } from "../../src/registry/index.ts";
import type { Claimed, Reason, RejectedEnvelope, Signer, Statement, Step, TrustedTime, Verified } from "../../src/trust/index.ts";
import { checkedPolicy } from "../support/compile-policy.ts";
import { json, NOW } from "../evaluate/support/world.ts";

export function sha(text: string): Digest {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

export const IMAGE = sha("image");
export const OTHER = sha("another image");
export const INDEX = sha("index");
export const TYPE = "https://acme.example/p/v1";

export const policy: CheckedPolicy = checkedPolicy(`policy t version 1
predicate p "${TYPE}" { n: Int }
trust r { key "keys/a.pub" held by "alice@acme.example"
  key "keys/b.pub" }
trust both { threshold 2
  key "keys/a.pub"
  key "keys/b.pub" }
trust other { key "keys/c.pub" }
trust keyless { sigstore public-good
  issuer "https://issuer.example"
  identity matches regex "(https://github.com/acme|no such).*" }
control C "c" {
  evidence x: p signed by r
  evidence two: p signed by both
  evidence either-of: p signed by other or r
  evidence named: all p signed by keyless
  require q: x.n is 1 and two.n is 1 and either-of.n is 1 and (some named m in named where m.n is 1) else "no"
}
gate prod { enforce C }
`);

export function evidence(name: string): Evidence {
  const found = policy.controls[0]?.body.evidence.find((each) => each.name === name);
  if (!found) throw new Error(`no evidence ${name}`);
  return found;
}

export function keyOf(file: "a" | "b" | "c"): Digest {
  return sha(`keys/${file}.pub`);
}

export interface Said {
  readonly n?: unknown;
  /** Instead of `{ n }`. */
  readonly predicate?: unknown;
  readonly type?: string;
  readonly subjects?: readonly Digest[];
  /** Two statements that say the same may be two payloads. */
  readonly salt?: string;
}

function statementOf({ n = 1, predicate = { n }, type = TYPE, subjects = [IMAGE] }: Said): Verified<Statement> {
  const statement: Statement = {
    type: "https://in-toto.io/Statement/v1",
    subjects: subjects.map((digest) => ({ name: "image", digests: new Map([["sha256", digest.slice(7)]]) })),
    predicateType: type,
    predicate: json(predicate),
  };
  return statement as Verified<Statement>;
}

function payloadOf(said: Said): Digest {
  return sha(JSON.stringify([said.predicate ?? said.n ?? 1, said.type ?? TYPE, said.subjects ?? [IMAGE], said.salt ?? ""]));
}

export interface Placed {
  readonly sources?: readonly `S-${number}`[];
  /** What the carrier names. */
  readonly subject?: Digest;
}

function envelope(id: string, { sources = ["S-1"], subject }: Placed): JudgedAttestation["envelope"] {
  const carriers = subject === undefined ? [] : [{ manifest: sha(`manifest ${id}`), subject }];
  return { digest: sha(id), bytes: new Uint8Array(), mediaType: "application/json", uri: id, sources, carriers };
}

export function verified(
  id: string,
  signers: readonly Signer[],
  said: Said = {},
  times: readonly TrustedTime[] = [],
  placed: Placed = {},
): JudgedAttestation {
  const at = times.map((time) => time.at).sort((a, b) => (a < b ? -1 : 1))[0];
  const isKeyless = signers[0]?.kind === "certificate";
  return {
    id,
    envelope: envelope(id, placed),
    verification: {
      kind: "verified",
      statement: statementOf(said),
      steps: [],
      facts: {
        carrier: "dsse",
        envelopeDigest: sha(id),
        payloadDigest: payloadOf(said),
        payloadType: "application/vnd.in-toto+json",
        signers,
        times,
        ...(at === undefined ? {} : { signedAt: at }),
        logs: isKeyless ? [{ operator: "log", logIndex: 1n, logId: "ab", kind: "proof", entryKind: "dsse 0.0.1" }] : [],
        scts: isKeyless ? [{ operator: "ct", logId: "cd", at: NOW }] : [],
        sctsExpected: true,
        keyHints: [],
        ...(isKeyless ? { sigstoreRoot: { name: "public-good", digest: sha("root") } } : {}),
      },
    },
  };
}

export function rejected(
  id: string,
  step: Step,
  reason: Reason,
  claimed: Partial<Claimed> = {},
  more: Partial<RejectedEnvelope> & Placed = {},
): JudgedAttestation {
  const { sources, subject, ...rest } = more;
  return {
    id,
    envelope: envelope(id, { ...(sources === undefined ? {} : { sources }), ...(subject === undefined ? {} : { subject }) }),
    verification: {
      kind: "rejected",
      step,
      reason,
      detail: `${step} ${reason}`,
      steps: [],
      claimed: { keyids: [], ...claimed },
      signedBy: [],
      ...rest,
    },
  };
}

/** What an envelope that did not verify says of itself. */
export function claims(said: Said = {}): Partial<Claimed> {
  const { predicateType, subjects } = statementOf(said);
  return { predicateType, subjects, payloadDigest: payloadOf(said) };
}

export const key = (file: "a" | "b" | "c"): Signer => ({ kind: "key", fingerprint: keyOf(file) });

export function certificate(san: string, serial: string): Signer {
  return {
    kind: "certificate",
    fingerprint: sha(`certificate ${serial}`),
    keyFingerprint: sha(`key ${serial}`),
    issuer: "https://issuer.example",
    issuerConflict: false,
    san: { type: "uri", value: san },
    claims: new Map(),
    notBefore: 0n,
    notAfter: NOW * 2n,
  };
}

function source(id: `S-${number}`, status: SourceRecord["status"], subject: Digest | undefined): SourceRecord {
  const base = { id, kind: "referrers-api", location: `registry.example/app ${id}`, status, listed: 0, pages: 1, responses: [] } as const;
  return { ...base, observed: { requests: 1, notes: [] }, ...(subject === undefined ? {} : { subject }) };
}

const COMPLETE: SourceRecord["status"] = { kind: "complete", origin: "tls" };

export function discovery(change: Partial<Discovery> & { readonly failed?: boolean } = {}): Discovery {
  const { failed = false, ...rest } = change;
  const second: SourceRecord["status"] = failed ? { kind: "failed", because: "timeout", detail: "no answer" } : COMPLETE;
  return {
    subject: { reference: `registry.example/app@${IMAGE}`, digest: IMAGE, digests: [IMAGE] },
    set: { root: { digest: IMAGE, mediaType: "", role: "image" }, children: [], others: [] },
    sources: [source("S-1", COMPLETE, IMAGE), source("S-2", second, OTHER), source("S-3", COMPLETE, undefined)],
    candidates: [],
    envelopes: [],
    evidenceSetDigest: sha("evidence"),
    absenceHolds: !failed,
    warnings: [],
    ...rest,
  };
}

export function searching(attestations: readonly JudgedAttestation[], change: Partial<Searching> = {}): Searching {
  return { attestations, discovery: discovery(), judged: { digest: IMAGE, alternatives: [IMAGE], indexPath: [] }, now: NOW, ...change };
}
