import { decodeBase64, err, ok, type Digest, type Hasher, type Result } from "../base/index.ts";
import type { Descriptor } from "./descriptor.ts";
import { algorithmOf, digestOf } from "./digest-text.ts";
import { fault, showUntrusted, type FetchFault } from "./fault.ts";
import type { RegistryLimits } from "./limits.ts";
import { parseManifest, type Manifest } from "./manifest.ts";

/** Bytes whose digest is `digest`, and how they read. */
export interface StoredManifest {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly manifest: Manifest;
}

/** What a verified index or manifest says of the bytes wanted; a mere listing says nothing. */
export interface Expected {
  readonly sizeBytes?: number;
  readonly mediaType?: string;
}

/** Content by digest, from a registry or from a folder. Every answer was hashed; equal questions are asked once. */
export interface ContentStore {
  manifest(digest: Digest, expected: Expected): Promise<Result<StoredManifest, FetchFault>>;
  /** At most `descriptor.sizeBytes`, and exactly those. The caller has checked that size against its limit. */
  blob(descriptor: Descriptor): Promise<Result<Uint8Array, FetchFault>>;
  /** How the trace names content of this store. */
  uri(digest: Digest): string;
}

/** Size first, then digest, over the raw bytes (`registry.md` §1, rule 2). */
export function checkBytes(
  hasher: Hasher,
  bytes: Uint8Array,
  digest: Digest,
  sizeBytes: number | undefined,
): Result<Uint8Array, FetchFault> {
  if (sizeBytes !== undefined && bytes.length !== sizeBytes) {
    return err(fault("size-mismatch", `${digest} has ${bytes.length} bytes where ${sizeBytes} were named`));
  }
  const found = digestOf(hasher, bytes, algorithmOf(digest));
  return found === digest ? ok(bytes) : err(fault("digest-mismatch", `the bytes for ${digest} hash to ${found}`));
}

/** Content that stands in its descriptor; `undefined` when there is none. It proves itself like any other. */
export function inlineContent(hasher: Hasher, descriptor: Descriptor): Result<Uint8Array, FetchFault> | undefined {
  if (descriptor.data === undefined) return undefined;
  const bytes = decodeBase64(descriptor.data);
  if (!bytes.ok) return err(fault("digest-mismatch", `the inline data of ${descriptor.digest} is no base64`));
  return checkBytes(hasher, bytes.value, descriptor.digest, descriptor.sizeBytes);
}

export function storeManifest(
  bytes: Uint8Array,
  digest: Digest,
  declared: string | undefined,
  expected: Expected,
  limits: RegistryLimits,
): Result<StoredManifest, FetchFault> {
  const manifest = parseManifest(bytes, { byDigest: true, ...(declared === undefined ? {} : { declared }) }, limits);
  if (!manifest.ok) return manifest;
  if (expected.mediaType !== undefined && manifest.value.mediaType !== expected.mediaType) {
    return err(
      fault("media-type-mismatch", `${digest} is named as \`${showUntrusted(expected.mediaType)}\` and is \`${manifest.value.mediaType}\``),
    );
  }
  return ok({ digest, bytes, manifest: manifest.value });
}
