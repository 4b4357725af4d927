/** Writing layouts: blobs, manifests, and referrers that every kind of reader finds (`registry.md` §4.4, last bullets; image-spec 1.1). */
import { canonicalJsonBytes, encodeUtf8, err, ok, type Digest, type Json, type Result } from "../../base/index.ts";
import type { Descriptor } from "../descriptor.ts";
import { digestOf, fallbackTag } from "../digest-text.ts";
import { fault, type FetchFault } from "../fault.ts";
import { fileFault } from "../file-fault.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { DSSE_ENVELOPE, EMPTY_CONFIG, IN_TOTO_STATEMENT, OCI_INDEX, OCI_MANIFEST, SIGSTORE_BUNDLE } from "../media-type.ts";
import { openLayout, REF_NAME, type Layout } from "./layout.ts";
import { withLayoutLock, type LockPorts } from "./lock.ts";
import type { LayoutPorts } from "./ports.ts";
import { blobPath } from "./store.ts";

export type WritePorts = LayoutPorts & LockPorts;

/** What is attached: a signed envelope as cosign 3 carries it, or a Sigstore bundle (`verification.md` §4.5). */
export interface Attachment {
  readonly kind: "dsse" | "bundle";
  readonly bytes: Uint8Array;
  /** Of the layer. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Of the referrer manifest and of its descriptors: a hint for readers of listings. */
  readonly predicateType?: string;
}

export interface Attached {
  /** Of the referrer manifest. */
  readonly manifest: Digest;
  readonly envelope: Digest;
}

const EMPTY_BYTES = encodeUtf8("{}");
const PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

/** Makes the files of an empty layout; a folder that is a layout already is left as it is. */
export async function createLayout(directory: string, ports: WritePorts): Promise<Result<void, FetchFault>> {
  const existing = await openLayout(directory, ports, DEFAULT_LIMITS);
  if (existing.ok) return ok(undefined);
  if (existing.error.reason !== "not-found") return existing;
  const index = await ports.files.createWithin(directory, ["index.json"], canonicalJsonBytes(indexJson([])));
  if (index.ok) return put(directory, ["oci-layout"], encodeUtf8('{"imageLayoutVersion":"1.0.0"}'), ports);
  if (index.error.kind === "exists")
    return err(fault("malformed", "the folder holds an `index.json` and is no layout; nothing was written"));
  return err(fileFault(index.error, "`index.json`"));
}

async function put(
  directory: string,
  segments: readonly string[],
  bytes: Uint8Array,
  ports: WritePorts,
): Promise<Result<void, FetchFault>> {
  const written = await ports.files.writeWithin(directory, segments, bytes);
  return written.ok ? written : err(fileFault(written.error, `\`${segments.join("/")}\``));
}

export async function putBlob(directory: string, bytes: Uint8Array, ports: WritePorts): Promise<Result<Digest, FetchFault>> {
  const digest = digestOf(ports.hasher, bytes);
  const written = await put(directory, blobPath(digest), bytes, ports);
  return written.ok ? ok(digest) : written;
}

/** A manifest or index with exactly these bytes, listed in `index.json` under `tag` where one is given; a tag moves. */
export function putManifest(
  directory: string,
  manifest: { readonly bytes: Uint8Array; readonly mediaType: string; readonly tag?: string },
  ports: WritePorts,
): Promise<Result<Digest, FetchFault>> {
  return withLayoutLock(directory, "put", ports, async () => {
    const layout = await openLayout(directory, ports, DEFAULT_LIMITS);
    if (!layout.ok) return layout;
    const digest = await putBlob(directory, manifest.bytes, ports);
    if (!digest.ok) return digest;
    const annotations: Record<string, string> = manifest.tag === undefined ? {} : { [REF_NAME]: manifest.tag };
    const entry: Descriptor = { mediaType: manifest.mediaType, digest: digest.value, sizeBytes: manifest.bytes.length, annotations };
    const written = await changeIndex(layout.value, manifest.tag, [entry], ports);
    return written.ok ? digest : written;
  });
}

/**
 * Attaches an attestation to an image of the layout, as a referrer that stands in `index.json` and under the fallback tag. Attaching the same
 * bytes again changes nothing.
 */
export function attachToLayout(
  directory: string,
  subject: Digest,
  attachment: Attachment,
  ports: WritePorts,
): Promise<Result<Attached, FetchFault>> {
  return withLayoutLock(directory, "attach", ports, async () => {
    const layout = await openLayout(directory, ports, DEFAULT_LIMITS);
    if (!layout.ok) return layout;
    const image = await layout.value.store.manifest(subject, {});
    if (!image.ok) return image;
    const { mediaType } = image.value.manifest;
    const target: Descriptor = { mediaType, digest: subject, sizeBytes: image.value.bytes.length, annotations: {} };
    const referrer = await writeReferrer(directory, target, attachment, ports);
    return referrer.ok ? listReferrer(layout.value, subject, referrer.value, ports) : referrer;
  });
}

interface Referrer {
  readonly descriptor: Descriptor;
  readonly artifactType: string;
  readonly envelope: Digest;
}

async function writeReferrer(
  directory: string,
  subject: Descriptor,
  attachment: Attachment,
  ports: WritePorts,
): Promise<Result<Referrer, FetchFault>> {
  const config = await putBlob(directory, EMPTY_BYTES, ports);
  if (!config.ok) return config;
  const envelope = await putBlob(directory, attachment.bytes, ports);
  if (!envelope.ok) return envelope;
  const layerType = attachment.kind === "dsse" ? DSSE_ENVELOPE : SIGSTORE_BUNDLE;
  const artifactType = attachment.kind === "dsse" ? IN_TOTO_STATEMENT : SIGSTORE_BUNDLE;
  const annotations: Record<string, string> = attachment.predicateType === undefined ? {} : { [PREDICATE_TYPE]: attachment.predicateType };
  const layer = {
    mediaType: layerType,
    digest: envelope.value,
    sizeBytes: attachment.bytes.length,
    annotations: attachment.annotations ?? {},
  };
  const bytes = canonicalJsonBytes({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    artifactType,
    config: descriptorJson({ mediaType: EMPTY_CONFIG, digest: config.value, sizeBytes: EMPTY_BYTES.length, annotations: {} }),
    layers: [descriptorJson(layer)],
    subject: descriptorJson(subject),
    ...(attachment.predicateType === undefined ? {} : { annotations }),
  });
  const digest = await putBlob(directory, bytes, ports);
  if (!digest.ok) return digest;
  const descriptor: Descriptor = { mediaType: OCI_MANIFEST, digest: digest.value, sizeBytes: bytes.length, annotations };
  return ok({ descriptor, artifactType, envelope: envelope.value });
}

/** Both lists in one write of `index.json`, so that no reader sees one without the other. */
async function listReferrer(layout: Layout, subject: Digest, referrer: Referrer, ports: WritePorts): Promise<Result<Attached, FetchFault>> {
  const tag = fallbackTag(subject);
  const before = await readFallback(layout, tag);
  if (!before.ok) return before;
  const listed = before.value.filter((entry) => entry["digest"] !== referrer.descriptor.digest);
  const entry = descriptorJson(referrer.descriptor, referrer.artifactType);
  const bytes = canonicalJsonBytes(indexJson([...listed, entry]));
  const digest = await putBlob(layout.directory, bytes, ports);
  if (!digest.ok) return digest;
  const fallback: Descriptor = { mediaType: OCI_INDEX, digest: digest.value, sizeBytes: bytes.length, annotations: { [REF_NAME]: tag } };
  const written = await changeIndex(layout, tag, [fallback, referrer.descriptor], ports, referrer);
  return written.ok ? ok({ manifest: referrer.descriptor.digest, envelope: referrer.envelope }) : written;
}

type JsonRecord = { readonly [name: string]: Json };

/** The entries under the fallback tag as they stand, other tools' members included. */
async function readFallback(layout: Layout, tag: string): Promise<Result<readonly JsonRecord[], FetchFault>> {
  const entry = layout.entries.find((one) => one.annotations[REF_NAME] === tag);
  if (entry === undefined) return ok([]);
  const stored = await layout.store.manifest(entry.digest, {});
  if (!stored.ok) return stored;
  if (stored.value.manifest.kind !== "index") return err(fault("malformed", `what is tagged \`${tag}\` is no index`));
  return ok(rawEntries(stored.value.bytes));
}

/** The bytes were parsed strictly before; this reads them again to keep what we do not know. */
function rawEntries(bytes: Uint8Array): readonly JsonRecord[] {
  const index = JSON.parse(new TextDecoder().decode(bytes)) as { readonly manifests: readonly JsonRecord[] };
  return index.manifests;
}

async function changeIndex(
  layout: Layout,
  tag: string | undefined,
  added: readonly Descriptor[],
  ports: WritePorts,
  referrer?: Referrer,
): Promise<Result<void, FetchFault>> {
  const bytes = await ports.files.readWithin(layout.directory, ["index.json"], DEFAULT_LIMITS.manifestBytes);
  if (!bytes.ok) return err(fileFault(bytes.error, "`index.json`"));
  const index = JSON.parse(new TextDecoder().decode(bytes.value)) as JsonRecord & { readonly manifests: readonly JsonRecord[] };
  const kept = index.manifests.filter((entry) => !isReplaced(entry, tag, added));
  const entries = added.map((one) => descriptorJson(one, one.digest === referrer?.descriptor.digest ? referrer.artifactType : undefined));
  const next = canonicalJsonBytes({ ...index, manifests: [...kept, ...entries] });
  if (next.length > DEFAULT_LIMITS.manifestBytes) return err(fault("too-large", "`index.json` would be larger than readers take"));
  return put(layout.directory, ["index.json"], next, ports);
}

function isReplaced(entry: JsonRecord, tag: string | undefined, added: readonly Descriptor[]): boolean {
  const annotations = entry["annotations"] as Readonly<Record<string, string>> | null | undefined;
  const name = annotations?.[REF_NAME];
  if (name !== undefined && name === tag) return true;
  return name === undefined && added.some((one) => one.digest === entry["digest"] && one.annotations[REF_NAME] === undefined);
}

function indexJson(manifests: readonly JsonRecord[]): JsonRecord {
  return { schemaVersion: 2, mediaType: OCI_INDEX, manifests };
}

function descriptorJson(descriptor: Descriptor, artifactType?: string): JsonRecord {
  const { mediaType, digest, sizeBytes, annotations } = descriptor;
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
  };
}
