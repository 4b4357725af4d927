/** An OCI image layout on disk, opened for reading: image-spec 1.1 "Image Layout", `registry.md` §4.4. */
import { err, isObject, member, ok, parseJson, type Digest, type Result } from "../../base/index.ts";
import type { ContentStore } from "../content-store.ts";
import type { Descriptor } from "../descriptor.ts";
import { fault, type FetchFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import { jsonFault, parseManifest } from "../manifest.ts";
import { OCI_INDEX, shapeOf } from "../media-type.ts";
import { digestOf } from "../digest-text.ts";
import { fileFault } from "../file-fault.ts";
import type { LayoutPorts } from "./ports.ts";
import { layoutStore } from "./store.ts";

export const REF_NAME = "org.opencontainers.image.ref.name";
export const COSIGN_KIND = "kind";
export const COSIGN_PREFIX = "dev.cosignproject.cosign/";

export interface Layout {
  /** As the person wrote it. */
  readonly directory: string;
  /** What `index.json` lists, manifests of known types only. */
  readonly entries: readonly Descriptor[];
  readonly indexDigest: Digest;
  readonly store: ContentStore;
  readonly notes: readonly string[];
}

export async function openLayout(directory: string, ports: LayoutPorts, limits: RegistryLimits): Promise<Result<Layout, FetchFault>> {
  const marker = await ports.files.readWithin(directory, ["oci-layout"], limits.manifestBytes);
  if (!marker.ok) return err(fileFault(marker.error, "`oci-layout`"));
  const version = checkVersion(marker.value, limits);
  if (!version.ok) return version;
  const bytes = await ports.files.readWithin(directory, ["index.json"], limits.manifestBytes);
  if (!bytes.ok) return err(fileFault(bytes.error, "`index.json`"));
  const index = parseManifest(bytes.value, { declared: OCI_INDEX, byDigest: true }, limits);
  if (!index.ok) return err(fault(index.error.reason, `\`index.json\`: ${index.error.detail}`));
  const listed = index.value.kind === "index" ? index.value.manifests : [];
  const entries = listed.filter((entry) => shapeOf(entry.mediaType) !== undefined);
  const skipped = listed.length - entries.length;
  return ok({
    directory,
    entries,
    indexDigest: digestOf(ports.hasher, bytes.value),
    store: layoutStore(directory, ports, limits),
    notes: skipped === 0 ? [] : [`${skipped} entries of \`index.json\` are of no manifest type`],
  });
}

function checkVersion(bytes: Uint8Array, limits: RegistryLimits): Result<void, FetchFault> {
  const json = parseJson(bytes, { maxBytes: limits.manifestBytes, maxDepth: limits.jsonDepth, maxNodes: limits.jsonNodes });
  if (!json.ok) return err(fault("malformed", `\`oci-layout\`: ${jsonFault(json.error).detail}`));
  const version = isObject(json.value) ? member(json.value, "imageLayoutVersion") : undefined;
  return version === "1.0.0" ? ok(undefined) : err(fault("malformed", "`oci-layout` does not name layout version 1.0.0"));
}
