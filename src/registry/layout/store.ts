import { err, type Digest, type Result } from "../../base/index.ts";
import { checkBytes, inlineContent, storeManifest, type ContentStore, type Expected, type StoredManifest } from "../content-store.ts";
import type { Descriptor } from "../descriptor.ts";
import { algorithmOf, hexOf } from "../digest-text.ts";
import { fault, type FetchFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import { fileFault } from "../file-fault.ts";
import type { LayoutPorts } from "./ports.ts";

/** Where the bytes of a digest lie below the layout's folder; a parsed digest holds nothing that could leave it. */
export function blobPath(digest: Digest): readonly string[] {
  return ["blobs", algorithmOf(digest), hexOf(digest)];
}

/** The blobs of a layout. Every read is hashed, also the second of the same bytes. */
export function layoutStore(directory: string, ports: LayoutPorts, limits: RegistryLimits): ContentStore {
  return {
    manifest: (digest, expected) => readManifest(directory, digest, expected, ports, limits),
    blob: (descriptor) => readBlob(directory, descriptor, ports),
    uri: (digest) => `oci-layout:${directory}@${digest}`,
  };
}

async function readManifest(
  directory: string,
  digest: Digest,
  expected: Expected,
  ports: LayoutPorts,
  limits: RegistryLimits,
): Promise<Result<StoredManifest, FetchFault>> {
  const bytes = await ports.files.readWithin(directory, blobPath(digest), limits.manifestBytes);
  if (!bytes.ok) return err(fileFault(bytes.error, `the manifest ${digest}`));
  const checked = checkBytes(ports.hasher, bytes.value, digest, expected.sizeBytes);
  return checked.ok ? storeManifest(checked.value, digest, undefined, expected, limits) : checked;
}

async function readBlob(directory: string, descriptor: Descriptor, ports: LayoutPorts): Promise<Result<Uint8Array, FetchFault>> {
  const inline = inlineContent(ports.hasher, descriptor);
  if (inline !== undefined) return inline;
  const bytes = await ports.files.readWithin(directory, blobPath(descriptor.digest), descriptor.sizeBytes);
  if (bytes.ok) return checkBytes(ports.hasher, bytes.value, descriptor.digest, descriptor.sizeBytes);
  const what = `the blob ${descriptor.digest}`;
  // The cap was the size the manifest names, so a longer file is a lie about the size and no limit.
  if (bytes.error.kind === "too-large") return err(fault("size-mismatch", `${what}: ${bytes.error.detail}`));
  if (bytes.error.kind === "not-found") return err(fault("blob-missing", `${what} is not there`));
  return err(fileFault(bytes.error, what));
}
