/** Manifests and indexes from bytes whose digest was checked: `registry.md` §3. Nothing is ever written back from this form. */
import { err, isArray, isObject, member, ok, parseJson, type Json, type JsonObject, type Result } from "../base/index.ts";
import { readAnnotations, readDescriptor, readDescriptors, type Descriptor } from "./descriptor.ts";
import { fault, showUntrusted, type FetchFault } from "./fault.ts";
import type { RegistryLimits } from "./limits.ts";
import { bareMediaType, OCI_INDEX, OCI_MANIFEST, shapeOf, type ManifestShape } from "./media-type.ts";

interface Common {
  readonly mediaType: string;
  readonly subject?: Descriptor;
  readonly artifactType?: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface IndexManifest extends Common {
  readonly kind: "index";
  readonly manifests: readonly Descriptor[];
}

export interface ImageManifest extends Common {
  readonly kind: "image";
  readonly config?: Descriptor;
  /** `blobs` of the withdrawn artifact manifest. */
  readonly layers: readonly Descriptor[];
}

export type Manifest = IndexManifest | ImageManifest;

export interface MediaTypeClaim {
  /** What came with the bytes: `Content-Type`, or the type in a descriptor. */
  readonly declared?: string;
  /** Fetched by digest, so the body itself may say what it is. */
  readonly byDigest: boolean;
}

const UNSAID = new Set(["", "application/octet-stream"]);

export function parseManifest(bytes: Uint8Array, claim: MediaTypeClaim, limits: RegistryLimits): Result<Manifest, FetchFault> {
  if (claim.declared !== undefined && bareMediaType(claim.declared) === "text/html") {
    return err(fault("media-type-mismatch", "the answer is a web page"));
  }
  const json = parseJson(bytes, { maxBytes: limits.manifestBytes, maxDepth: limits.jsonDepth, maxNodes: limits.jsonNodes });
  if (!json.ok) return err(jsonFault(json.error));
  if (!isObject(json.value)) return malformed("it is no JSON object");
  const mediaType = decideMediaType(json.value, claim);
  if (!mediaType.ok) return mediaType;
  const shape = shapeOf(mediaType.value);
  if (shape === undefined) return err(fault("media-type-mismatch", `\`${showUntrusted(mediaType.value)}\` is no manifest type we read`));
  return readBody(json.value, mediaType.value, shape, limits);
}

export function jsonFault(error: { readonly kind: string; readonly detail: string }): FetchFault {
  const isLimit = error.kind === "too-large" || error.kind === "too-many" || error.kind === "too-deep";
  return fault(isLimit ? error.kind : "manifest-malformed", `${error.kind}: ${showUntrusted(error.detail)}`);
}

function decideMediaType(json: JsonObject, claim: MediaTypeClaim): Result<string, FetchFault> {
  const own = member(json, "mediaType");
  if (own !== undefined && typeof own !== "string") return malformed("`mediaType` is no text");
  const declared = claim.declared === undefined ? "" : bareMediaType(claim.declared);
  if (!UNSAID.has(declared)) {
    if (own === undefined || own === declared) return ok(declared);
    return err(fault("media-type-mismatch", `sent as \`${showUntrusted(declared)}\`, but the body says \`${showUntrusted(own)}\``));
  }
  if (!claim.byDigest) return err(fault("media-type-mismatch", "a manifest asked for by tag came without its media type"));
  if (own !== undefined) return ok(own);
  if (claim.declared === undefined) return typeByShape(json);
  return err(fault("media-type-mismatch", "neither the answer nor the body says what it is"));
}

/** OCI bodies need not name their type; on a disk nothing else does. */
function typeByShape(json: JsonObject): Result<string, FetchFault> {
  if (member(json, "schemaVersion") !== 2) return malformed("it is no manifest");
  if (isArray(member(json, "manifests"))) return ok(OCI_INDEX);
  return isObject(member(json, "config")) ? ok(OCI_MANIFEST) : malformed("it is no manifest");
}

function readBody(json: JsonObject, mediaType: string, shape: ManifestShape, limits: RegistryLimits): Result<Manifest, FetchFault> {
  const common = readCommon(json, mediaType);
  if (!common.ok) return common;
  const has = (name: string): boolean => member(json, name) !== undefined;
  if (shape !== "artifact" && member(json, "schemaVersion") !== 2) return malformed("`schemaVersion` is not 2");
  if (shape === "index")
    return has("config") || has("layers") ? malformed("it is an index and an image at once") : readIndex(json, common.value, limits);
  if (has("manifests")) return malformed("it is an image and an index at once");
  return shape === "image" ? readImage(json, common.value, limits) : readArtifact(json, common.value, limits);
}

function readCommon(json: JsonObject, mediaType: string): Result<Common, FetchFault> {
  const annotations = readAnnotations(member(json, "annotations"), "the manifest");
  if (!annotations.ok) return annotations;
  const artifactType = member(json, "artifactType");
  if (artifactType !== undefined && typeof artifactType !== "string") return malformed("`artifactType` is no text");
  const named: Json | undefined = member(json, "subject");
  const common = { mediaType, annotations: annotations.value, ...(artifactType === undefined ? {} : { artifactType }) };
  if (named === undefined || named === null) return ok(common);
  const subject = readDescriptor(named, "`subject`");
  return subject.ok ? ok({ ...common, subject: subject.value }) : subject;
}

function readIndex(json: JsonObject, common: Common, limits: RegistryLimits): Result<Manifest, FetchFault> {
  const manifests = readDescriptors(member(json, "manifests"), "`manifests`", limits.referrers);
  return manifests.ok ? ok({ ...common, kind: "index", manifests: manifests.value }) : manifests;
}

function readImage(json: JsonObject, common: Common, limits: RegistryLimits): Result<Manifest, FetchFault> {
  const config = readDescriptor(member(json, "config"), "`config`");
  if (!config.ok) return config;
  const layers = readDescriptors(member(json, "layers"), "`layers`", limits.layersPerManifest);
  return layers.ok ? ok({ ...common, kind: "image", config: config.value, layers: layers.value }) : layers;
}

function readArtifact(json: JsonObject, common: Common, limits: RegistryLimits): Result<Manifest, FetchFault> {
  const layers = readDescriptors(member(json, "blobs") ?? [], "`blobs`", limits.layersPerManifest);
  return layers.ok ? ok({ ...common, kind: "image", layers: layers.value }) : layers;
}

function malformed(detail: string): Result<never, FetchFault> {
  return err(fault("manifest-malformed", detail));
}
