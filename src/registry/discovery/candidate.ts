/** One listed manifest: fetched, judged by its own bytes, its envelopes brought home (`registry.md` §4.3, `verification.md` §4.4–4.6). */
import type { Digest, Result } from "../../base/index.ts";
import type { ContentStore, StoredManifest } from "../content-store.ts";
import type { Descriptor } from "../descriptor.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import type { ImageManifest } from "../manifest.ts";
import { carrierKind } from "../media-type.ts";
import type { CandidateReason, CandidateState, Carrier } from "./discovery.ts";
import type { Listed } from "./source.ts";

export interface Because {
  readonly reason: CandidateReason;
  readonly detail: string;
}

/** What its manifest alone says. */
export interface Judged {
  readonly listed: Listed;
  readonly state: CandidateState;
  readonly because?: Because;
  /** A fault that leaves the source's answer incomplete: the bytes could not be had. Bytes that were had and are no manifest hide nothing. */
  readonly gap?: FetchFault;
  readonly carrier: Carrier;
  readonly layers: readonly Descriptor[];
}

export interface FetchedLayer {
  readonly layer: Descriptor;
  /** Absent for what a person handed over in a file. */
  readonly carrier?: Carrier;
  readonly bytes: Uint8Array;
  readonly uri: string;
}

export interface JudgeContext {
  readonly store: ContentStore;
  readonly limits: RegistryLimits;
  readonly unsigned: "fetch" | "trim";
}

export async function judgeCandidate(listed: Listed, context: JudgeContext): Promise<Judged> {
  const carrier = carrierOf(listed);
  if (listed.manifest !== undefined) return judgeManifest(listed, listed.manifest, carrier, context);
  const manifest = await context.store.manifest(listed.digest, {});
  if (manifest.ok) return judgeManifest(listed, manifest.value, carrier, context);
  return { listed, carrier, layers: [], ...unfetched(manifest.error) };
}

function carrierOf(listed: Listed): Carrier {
  return {
    manifest: listed.digest,
    ...(listed.subject === undefined || listed.position === "attached" ? {} : { subject: listed.subject }),
    ...(listed.index === undefined ? {} : { index: listed.index }),
  };
}

function unfetched(error: FetchFault): { state: CandidateState; because: Because; gap?: FetchFault } {
  const because = error.reason === "not-found" ? fault("dangling", `${error.detail}, though it is listed`) : error;
  const isUnreadable = error.reason === "manifest-malformed" || error.reason === "reference-invalid";
  return { state: "failed", because, ...(isUnreadable ? {} : { gap: because }) };
}

function judgeManifest(listed: Listed, stored: StoredManifest, carrier: Carrier, context: JudgeContext): Judged {
  const manifest = stored.manifest;
  const base = { listed, carrier, layers: [] };
  if (listed.position === "referrer" && manifest.subject?.digest !== listed.subject) {
    return { ...base, state: "foreign", because: { reason: "referrer-subject-mismatch", detail: subjectOf(stored) } };
  }
  if (manifest.kind === "index") return { ...base, state: "ignored", because: { reason: "not-an-attestation", detail: "it is an index" } };
  const { limits } = context;
  const found = manifest.layers.filter((layer) => carrierKind(layer.mediaType) !== undefined);
  const layers =
    context.unsigned === "fetch" || listed.position !== "inside"
      ? found
      : found.filter((layer) => carrierKind(layer.mediaType) !== "statement");
  if (layers.length < found.length && layers.length === 0) return { ...base, state: "trimmed" };
  if (layers.length === 0) return { ...base, state: "ignored", because: { reason: "not-an-attestation", detail: typesOf(manifest) } };
  const large = layers.find((layer) => layer.sizeBytes > limits.attestationBytes);
  if (large === undefined) return { ...base, state: "admitted", layers };
  const gap = fault(
    "too-large",
    `${large.digest} has ${large.sizeBytes} bytes, at most ${limits.attestationBytes} are read (attestationBytes)`,
  );
  return { ...base, state: "failed", because: gap, gap };
}

function subjectOf(stored: StoredManifest): string {
  const subject = stored.manifest.subject;
  return subject === undefined ? "it names no subject" : `it names ${subject.digest} as its subject`;
}

function typesOf(manifest: ImageManifest): string {
  const types = [manifest.artifactType ?? manifest.config?.mediaType ?? "", ...manifest.layers.slice(0, 3).map((layer) => layer.mediaType)];
  return `none of its layers is an attestation: ${types.map(showUntrusted).join(", ")}`;
}

/** Counts the bytes of a run against its limit: those of named size before they are asked for, all others as they come. */
export class ByteBudget {
  #leftBytes: number;
  readonly #counted = new Set<Digest>();

  constructor(limitBytes: number) {
    this.#leftBytes = limitBytes;
  }

  admits(digest: Digest, sizeBytes: number): boolean {
    if (this.#counted.has(digest)) return true;
    if (sizeBytes > this.#leftBytes) return false;
    this.#counted.add(digest);
    this.#leftBytes -= sizeBytes;
    return true;
  }

  get leftBytes(): number {
    return this.#leftBytes;
  }

  /** What has come already: of answers under way together, the last may lie beyond the limit, and nothing is asked for after it. */
  take(sizeBytes: number): void {
    this.#leftBytes = Math.max(0, this.#leftBytes - sizeBytes);
  }
}

export async function fetchLayer(
  layer: Descriptor,
  carrier: Carrier,
  store: ContentStore,
  budget: ByteBudget,
): Promise<Result<FetchedLayer, FetchFault>> {
  if (!budget.admits(layer.digest, layer.sizeBytes)) {
    return { ok: false, error: fault("too-large", "the attestations of this run are too many bytes (runAttestationBytes)") };
  }
  const bytes = await store.blob(layer);
  return bytes.ok ? { ok: true, value: { layer, carrier, bytes: bytes.value, uri: store.uri(layer.digest) } } : bytes;
}
