/**
 * A whole bundle, untouched, beside @sigstore/verify: `verification.md` §7. It asks no identity, no threshold of the policy and no statement; what it
 * says is compared with our answer and never replaces it.
 */
import { bundleFromJSON, ValidationError, type Bundle, type SerializedBundle } from "@sigstore/bundle";
import { crypto as core, X509Certificate } from "@sigstore/core";
import { toSignedEntity, VerificationError, Verifier, type SignedEntity, type TrustMaterial as SvMaterial } from "@sigstore/verify";
import { assert, decodeUtf8, defaultLimits, envelopeJsonLimits, isObject, parseJson } from "../../base/index.ts";
import type { PublicKeyEntry } from "../keys/public-key.ts";
import type { FoundEnvelope, TrustMaterial, Verification } from "../verification.ts";
import { intendedDifference } from "./intended-differences.ts";
import type { Authority, LogKey, SigstoreRoot, Window } from "./root.ts";

/** `code`: of its own errors; `UNREADABLE` where it does not read the bundle, `UNEXPECTED` where it threw anything else. */
export type PeerAnswer = { readonly kind: "verified" } | { readonly kind: "refused"; readonly code: string; readonly detail: string };

export type CrossCheck =
  /** Nobody to ask, no Sigstore bundle with an envelope, one that we did not decide, or one beyond a limit: the other program has none, and would work for hours. */
  | { readonly kind: "not-asked" }
  | { readonly kind: "agrees"; readonly theirs: PeerAnswer }
  /** Intended: `why` is a sentence. */
  | { readonly kind: "differs"; readonly theirs: PeerAnswer; readonly why: string }
  /** One of the two is wrong. */
  | { readonly kind: "disagrees"; readonly theirs: PeerAnswer };

/** For many envelopes under one material; each instance is converted once. */
export function createCrossCheck(material: TrustMaterial): (envelope: FoundEnvelope, ours: Verification) => CrossCheck {
  const instances = material.roots.map((root) => ({ name: root.name, material: peerMaterial(root) }));
  return (envelope, ours) => {
    const { bytes } = envelope;
    if (instances.length === 0 || !holdsEnvelope(bytes) || isOpen(ours)) return { kind: "not-asked" };
    const read = readForPeer(bytes);
    if (read.kind === "refused") return compare(ours, read, { keys: material.keys });
    if (isBeyondLimits(read.bundle)) return { kind: "not-asked" };
    const named = ours.kind === "verified" ? ours.facts.sigstoreRoot?.name : undefined;
    const ordered = [...instances].sort((a, b) => Number(b.name === named) - Number(a.name === named));
    const theirs = firstThatVerifies(ordered.flatMap((instance) => questions(read.bundle, instance.material, material.keys)));
    return compare(ours, theirs, { bundle: read.bundle, keys: material.keys });
  };
}

export interface Compared {
  /** Absent where the other program does not read it. */
  readonly bundle?: Bundle;
  readonly keys: readonly PublicKeyEntry[];
}

export function compare(ours: Verification, theirs: PeerAnswer, compared: Compared): CrossCheck {
  if (ours.kind === theirs.kind || (ours.kind === "rejected" && theirs.kind === "refused")) return { kind: "agrees", theirs };
  const why = intendedDifference(ours, theirs, () => needsOurAlgorithms(ours, compared));
  return why === undefined ? { kind: "disagrees", theirs } : { kind: "differs", theirs, why };
}

type Read = { readonly kind: "bundle"; readonly bundle: Bundle } | (PeerAnswer & { readonly kind: "refused" });

/** As its own code reads it. */
export function readForPeer(bytes: Uint8Array): Read {
  try {
    return { kind: "bundle", bundle: bundleFromJSON(JSON.parse(Buffer.from(bytes).toString()) as SerializedBundle) };
  } catch (thrown) {
    return refusal(thrown);
  }
}

/** Bundle and material as they are; the logs are asked for where the bundle has entries of one. */
export function askPeer(bundle: Bundle, material: SvMaterial, artifact?: Uint8Array): PeerAnswer {
  try {
    const isKeyed = bundle.verificationMaterial.content.$case === "publicKey";
    const verifier = new Verifier(material, {
      tlogThreshold: bundle.verificationMaterial.tlogEntries.length > 0 ? 1 : 0,
      ctlogThreshold: material.ctlogs.length > 0 ? 1 : 0,
      timestampThreshold: isKeyed ? 0 : 1,
    });
    verifier.verify(toSignedEntity(bundle, artifact === undefined ? undefined : Buffer.from(artifact)));
    return { kind: "verified" };
  } catch (thrown) {
    return refusal(thrown);
  }
}

function refusal(thrown: unknown): PeerAnswer & { readonly kind: "refused" } {
  const detail = thrown instanceof Error ? thrown.message : "it failed";
  if (thrown instanceof VerificationError) return { kind: "refused", code: thrown.code, detail };
  const isForm = thrown instanceof ValidationError || thrown instanceof SyntaxError;
  return { kind: "refused", code: isForm ? "UNREADABLE" : "UNEXPECTED", detail };
}

/** One a key where the bundle names one: by any hint, so each is tried. */
function questions(bundle: Bundle, material: SvMaterial, keys: readonly PublicKeyEntry[]): readonly (() => PeerAnswer)[] {
  if (bundle.verificationMaterial.content.$case !== "publicKey") return [() => askPeer(bundle, material)];
  const noKey: SvMaterial = {
    ...material,
    publicKey: () => {
      throw new VerificationError({ code: "PUBLIC_KEY_ERROR", message: "no key was given that verifies it" });
    },
  };
  const keyed = keys.map((entry): SvMaterial => ({ ...material, publicKey: () => ({ publicKey: keyOf(entry), validFor: () => true }) }));
  return [...keyed, noKey].map((each) => () => askPeer(bundle, each));
}

/** Otherwise what the first one came to. */
function firstThatVerifies(ask: readonly (() => PeerAnswer)[]): PeerAnswer {
  let first: PeerAnswer | undefined;
  for (const question of ask) {
    const answer = question();
    if (answer.kind === "verified") return answer;
    first ??= answer;
  }
  assert(first !== undefined, "there is an instance to ask");
  return first;
}

const OPEN: ReadonlySet<string> = new Set(["deadline-exceeded", "internal-error", "too-large", "too-many", "too-deep"]);

function isOpen(ours: Verification): boolean {
  return ours.kind === "rejected" && OPEN.has(ours.reason);
}

/** Also where we refused before we counted. */
function isBeyondLimits({ verificationMaterial }: Bundle): boolean {
  const { tlogEntries, timestampVerificationData, content } = verificationMaterial;
  const chain = content.$case === "x509CertificateChain" ? content.x509CertificateChain.certificates.length : 0;
  return (
    tlogEntries.length > defaultLimits.logEntriesPerBundle ||
    (timestampVerificationData?.rfc3161Timestamps.length ?? 0) > defaultLimits.tokensPerBundle ||
    chain > defaultLimits.certificatesCarried
  );
}

/** By content, as we recognise it; message signatures need an artifact that nobody has here. */
function holdsEnvelope(bytes: Uint8Array): boolean {
  const json = parseJson(bytes, envelopeJsonLimits(defaultLimits));
  if (json.ok) return isObject(json.value) && Object.hasOwn(json.value, "dsseEnvelope");
  // What our strict reader refuses, another may read: the question is worth asking.
  return decodeUtf8(bytes)?.includes('"dsseEnvelope"') === true;
}

// ------------------------------------------------------------------------------------------------ material

const LAST_DATE = new Date(8_640_000_000_000_000);

function peerMaterial(root: SigstoreRoot): SvMaterial {
  return {
    certificateAuthorities: root.certificateAuthorities.map(toAuthority),
    timestampAuthorities: root.timestampAuthorities.map(toAuthority),
    tlogs: root.logs.map(toLog),
    ctlogs: root.ctLogs.map(toLog),
    publicKey: () => {
      throw new VerificationError({ code: "PUBLIC_KEY_ERROR", message: "no key was given" });
    },
  };
}

/** Parsed anew by its own code, from the same bytes. */
function toAuthority({ chain, validFor }: Authority): SvMaterial["certificateAuthorities"][number] {
  return { certChain: chain.map(({ der }) => X509Certificate.parse(Buffer.from(der))), validFor: toWindow(validFor) };
}

function toLog({ logId, baseUrl, key, validFor }: LogKey): SvMaterial["tlogs"][number] {
  return {
    logID: Buffer.from(logId, "hex"),
    baseURL: baseUrl,
    publicKey: core.createPublicKey(Buffer.from(key.spki)),
    validFor: toWindow(validFor),
  };
}

function toWindow({ start, end }: Window): { start: Date; end: Date } {
  return { start: toDate(start), end: end === undefined ? LAST_DATE : toDate(end) };
}

function toDate(at: bigint): Date {
  return new Date(Number(at / 1_000_000n));
}

function keyOf({ key }: PublicKeyEntry): ReturnType<typeof core.createPublicKey> {
  return core.createPublicKey(Buffer.from(key.spki));
}

// ------------------------------------------------------------------------------------------------ what it cannot check

/** Its envelopes are checked with SHA-256 and DER signatures alone. */
function needsOurAlgorithms(ours: Verification, { bundle, keys }: Compared): boolean {
  const entity = entityOf(bundle);
  if (entity === undefined || ours.kind === "rejected") return false;
  const { key, signature } = entity;
  if (signature.signature[0] !== DER_SEQUENCE) return true;
  if (key.$case === "certificate") return !isP256(key.certificate);
  const signers = new Set(ours.facts.signers.map(({ fingerprint }) => fingerprint));
  return keys.some((entry) => signers.has(entry.key.fingerprint) && entry.algorithm !== "ecdsa-sha2-256-nistp256");
}

const DER_SEQUENCE = 0x30;

function entityOf(bundle: Bundle | undefined): SignedEntity | undefined {
  try {
    return bundle && toSignedEntity(bundle);
  } catch {
    return undefined;
  }
}

function isP256({ publicKey }: X509Certificate): boolean {
  return core.createPublicKey(publicKey).asymmetricKeyDetails?.namedCurve === "prime256v1";
}
