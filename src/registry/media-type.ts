/** The closed lists of media types we act on, and which one a manifest has: `registry.md` §3, `verification.md` §4.4–4.6. */

export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";
export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
export const DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
/** Withdrawn from the specification; read, never written. */
export const OCI_ARTIFACT = "application/vnd.oci.artifact.manifest.v1+json";
export const EMPTY_CONFIG = "application/vnd.oci.empty.v1+json";

export const DSSE_ENVELOPE = "application/vnd.dsse.envelope.v1+json";
export const IN_TOTO_STATEMENT = "application/vnd.in-toto+json";
export const SIGSTORE_BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
export const SIGSTORE_BUNDLE_PREFIX = "application/vnd.dev.sigstore.bundle";

export type ManifestShape = "index" | "image" | "artifact";

const SHAPES: ReadonlyMap<string, ManifestShape> = new Map([
  [OCI_INDEX, "index"],
  [OCI_MANIFEST, "image"],
  [DOCKER_LIST, "index"],
  [DOCKER_MANIFEST, "image"],
  [OCI_ARTIFACT, "artifact"],
]);

/** One comma list: without it docker-registry 2.8.2 answers an index with 404. */
export const ACCEPTED_MANIFESTS = [...SHAPES.keys()].join(", ");

export function shapeOf(mediaType: string): ManifestShape | undefined {
  return SHAPES.get(mediaType);
}

/** Without parameters, lower case; the form that is compared. */
export function bareMediaType(text: string): string {
  const semicolon = text.indexOf(";");
  return (semicolon < 0 ? text : text.slice(0, semicolon)).trim().toLowerCase();
}

const DSSE_BY_NAME = /^application\/vnd\.in-toto(?:\.[a-z0-9][a-z0-9._-]*)?\+dsse$/;

export type CarrierKind = "dsse" | "bundle" | "statement";

/** What a layer of this type holds, when it is an attestation. */
export function carrierKind(mediaType: string): CarrierKind | undefined {
  const bare = bareMediaType(mediaType);
  if (bare === DSSE_ENVELOPE || DSSE_BY_NAME.test(bare)) return "dsse";
  if (bare.startsWith(SIGSTORE_BUNDLE_PREFIX)) return "bundle";
  return bare === IN_TOTO_STATEMENT ? "statement" : undefined;
}

/** BuildKit's and docker/attest's layers: a manifest of nothing else is an attestation manifest and does not run. */
export function isInTotoType(mediaType: string): boolean {
  const bare = bareMediaType(mediaType);
  return bare === IN_TOTO_STATEMENT || DSSE_BY_NAME.test(bare);
}

const IMAGE_CONFIGS = new Set(["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"]);

export function isImageConfig(mediaType: string): boolean {
  return IMAGE_CONFIGS.has(bareMediaType(mediaType));
}

export function isImageLayer(mediaType: string): boolean {
  const bare = bareMediaType(mediaType);
  return bare.startsWith("application/vnd.oci.image.layer.") || bare.startsWith("application/vnd.docker.image.rootfs.");
}
