/**
 * Referrers that `index.json` does not list, as newer `cosign save` leaves them. Bytes are named by digest and statements are signed, so how a
 * referrer is found proves nothing and hides nothing.
 */
import { err, isObject, member, ok, parseJson, type Digest, type Result } from "../../base/index.ts";
import type { Listed } from "../discovery/source.ts";
import { checkBytes } from "../content-store.ts";
import { hexOf, parseDigest } from "../digest-text.ts";
import { fault, type FetchFault } from "../fault.ts";
import type { FileEntry } from "../file-system.ts";
import type { RegistryLimits } from "../limits.ts";
import { fileFault } from "../file-fault.ts";
import type { Found } from "./found.ts";
import type { Layout } from "./layout.ts";
import type { LayoutPorts } from "./ports.ts";
import { blobPath } from "./store.ts";

const OPENING_BRACE = 0x7b;
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const PEEKED_BYTES = 16;

interface Scan extends Found {
  readonly notes: readonly string[];
}

export async function unlistedReferrers(
  layout: Layout,
  members: readonly Digest[],
  known: ReadonlySet<Digest>,
  ports: LayoutPorts,
  limits: RegistryLimits,
): Promise<Scan> {
  const blobs = await listBlobs(layout, ports, limits);
  if (!blobs.ok) return { entries: [], notes: [], problem: blobs.error };
  const skip = await accountedFor(layout, [...known, ...members, ...layout.entries.map((entry) => entry.digest)]);
  const found: Listed[] = [];
  let leftBytes = limits.runAttestationBytes;
  for (const blob of blobs.value) {
    if (skip.has(blob.digest) || blob.sizeBytes > limits.manifestBytes) continue;
    if (!(await looksLikeJson(layout, blob.digest, ports))) continue;
    leftBytes -= blob.sizeBytes;
    if (leftBytes < 0)
      return {
        entries: found,
        notes: [],
        problem: fault("too-large", "the layout's blobs are too many to look through (runAttestationBytes)"),
      };
    const subject = await subjectOf(layout, blob, ports, limits);
    if (!subject.ok) return { entries: found, notes: [], problem: subject.error };
    if (subject.value !== undefined && members.includes(subject.value)) {
      found.push({ digest: blob.digest, position: "referrer", subject: subject.value });
    }
  }
  return { entries: found, notes: found.map((entry) => `unlisted: ${entry.digest}`) };
}

/** Manifests that were found otherwise, and what they name: damage there is told by whoever reads it. */
async function accountedFor(layout: Layout, manifests: readonly Digest[]): Promise<ReadonlySet<Digest>> {
  const digests = new Set(manifests);
  for (const digest of manifests) {
    const stored = await layout.store.manifest(digest, {});
    if (!stored.ok || stored.value.manifest.kind === "index") continue;
    const { config, layers } = stored.value.manifest;
    if (config !== undefined) digests.add(config.digest);
    for (const layer of layers) digests.add(layer.digest);
  }
  return digests;
}

interface Blob {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

async function listBlobs(layout: Layout, ports: LayoutPorts, limits: RegistryLimits): Promise<Result<readonly Blob[], FetchFault>> {
  const blobs: Blob[] = [];
  for (const algorithm of ["sha256", "sha512"]) {
    const files = await ports.files.listWithin(layout.directory, ["blobs", algorithm], limits.unlistedBlobs);
    if (files.ok) blobs.push(...files.value.flatMap((file) => asBlob(algorithm, file)));
    else if (files.error.kind !== "not-found") return err(fileFault(files.error, `\`blobs/${algorithm}\``));
  }
  return ok(blobs);
}

function asBlob(algorithm: string, file: FileEntry): readonly Blob[] {
  const digest = parseDigest(`${algorithm}:${file.name}`);
  return digest === undefined ? [] : [{ digest, sizeBytes: file.sizeBytes }];
}

async function looksLikeJson(layout: Layout, digest: Digest, ports: LayoutPorts): Promise<boolean> {
  const start = await ports.files.peekWithin(layout.directory, blobPath(digest), PEEKED_BYTES);
  // What cannot be opened is read as if it were, so that the reason is told.
  return !start.ok || start.value.find((byte) => !WHITE_SPACE.has(byte)) === OPENING_BRACE;
}

/** The digest it names as its subject; `undefined` for JSON that is no referrer. Damaged JSON might have been one. */
async function subjectOf(
  layout: Layout,
  blob: Blob,
  ports: LayoutPorts,
  limits: RegistryLimits,
): Promise<Result<Digest | undefined, FetchFault>> {
  const bytes = await ports.files.readWithin(layout.directory, blobPath(blob.digest), limits.manifestBytes);
  if (!bytes.ok) return err(fileFault(bytes.error, `the blob ${hexOf(blob.digest).slice(0, 12)}…`));
  const checked = checkBytes(ports.hasher, bytes.value, blob.digest, undefined);
  if (!checked.ok) return checked;
  const json = parseJson(bytes.value, { maxBytes: limits.manifestBytes, maxDepth: limits.jsonDepth, maxNodes: limits.jsonNodes });
  if (!json.ok || !isObject(json.value)) return ok(undefined);
  if (member(json.value, "schemaVersion") === undefined && member(json.value, "mediaType") === undefined) return ok(undefined);
  const named = member(member(json.value, "subject"), "digest");
  return ok(typeof named === "string" ? parseDigest(named) : undefined);
}
