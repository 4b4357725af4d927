/** Images, indexes and referrers made for tests: real bytes under their real digests, and whatever lie a test asks for. */
import { createHash } from "node:crypto";
import type { Digest } from "../../../src/base/index.ts";

export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";
export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const DSSE = "application/vnd.dsse.envelope.v1+json";
export const BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
export const IN_TOTO = "application/vnd.in-toto+json";
const IMAGE_CONFIG = "application/vnd.oci.image.config.v1+json";
const LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

export interface Stored {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** A descriptor as JSON, with room for members a test invents. */
export type DescriptorJson = { mediaType: string; digest: string; size: number; [name: string]: unknown };

export function sha256(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

export function blob(content: string | Uint8Array, mediaType = "application/octet-stream"): Stored {
  const bytes = Buffer.from(content);
  return { digest: sha256(bytes), mediaType, bytes };
}

export function descriptorOf(stored: Stored, more: Record<string, unknown> = {}): DescriptorJson {
  return { mediaType: stored.mediaType, digest: stored.digest, size: stored.bytes.length, ...more };
}

export function json(value: object, mediaType: string): Stored {
  return blob(JSON.stringify(value), mediaType);
}

/** An envelope that no key signed: enough for whoever only carries it. */
export function envelope(name: string): Stored {
  const payload = Buffer.from(JSON.stringify({ _type: "https://in-toto.io/Statement/v1", name })).toString("base64");
  return blob(JSON.stringify({ payloadType: IN_TOTO, payload, signatures: [{ sig: "AA==" }] }), DSSE);
}

/** Content that was made, by digest, and which of it are manifests. */
export class Content {
  readonly blobs = new Map<string, Stored>();
  readonly manifests = new Map<string, Stored>();

  add(stored: Stored): Stored {
    this.blobs.set(stored.digest, stored);
    return stored;
  }

  addManifest(stored: Stored): Stored {
    this.manifests.set(stored.digest, stored);
    return stored;
  }

  manifest(value: object, mediaType = OCI_MANIFEST): Stored {
    return this.addManifest(json({ schemaVersion: 2, mediaType, ...value }, mediaType));
  }

  image(name: string): Stored {
    const layer = this.add(blob(`layer of ${name}`, LAYER));
    const config = this.add(
      json({ os: "linux", architecture: "amd64", name, rootfs: { type: "layers", diff_ids: [layer.digest] } }, IMAGE_CONFIG),
    );
    return this.manifest({ config: descriptorOf(config), layers: [descriptorOf(layer)] });
  }

  index(children: readonly DescriptorJson[], more: object = {}): Stored {
    return this.manifest({ manifests: children, ...more }, OCI_INDEX);
  }

  /** A manifest whose `subject` is the image, with these layers. */
  referrer(subject: Stored, layers: readonly Stored[], more: object = {}): Stored {
    const config = this.add(blob("{}", "application/vnd.oci.empty.v1+json"));
    for (const layer of layers) this.add(layer);
    return this.manifest({
      artifactType: layers[0]?.mediaType ?? "application/vnd.test",
      config: descriptorOf(config),
      layers: layers.map((layer) => descriptorOf(layer)),
      subject: descriptorOf(subject),
      ...more,
    });
  }

  /** cosign's image of attestations: no subject, one layer an envelope. */
  attachments(layers: readonly Stored[], annotations: Record<string, string> = {}): Stored {
    for (const layer of layers) this.add(layer);
    const config = this.add(
      json({ architecture: "", os: "", rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.digest) } }, IMAGE_CONFIG),
    );
    return this.manifest({ config: descriptorOf(config), layers: layers.map((layer) => descriptorOf(layer, { annotations })) });
  }

  /** BuildKit's attestation manifest, as an index lists it. */
  buildkit(image: Stored, statement: Stored): DescriptorJson {
    this.add(statement);
    const config = this.add(
      json({ architecture: "unknown", os: "unknown", config: {}, rootfs: { diff_ids: [statement.digest] } }, IMAGE_CONFIG),
    );
    const manifest = this.manifest({ config: descriptorOf(config), layers: [descriptorOf(statement)] });
    const annotations = { "vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": image.digest };
    return descriptorOf(manifest, { annotations, platform: { os: "unknown", architecture: "unknown" } });
  }

  all(): readonly Stored[] {
    return [...this.blobs.values(), ...this.manifests.values()];
  }
}

export function onPlatform(stored: Stored, architecture: string, variant?: string): DescriptorJson {
  return descriptorOf(stored, { platform: { os: "linux", architecture, ...(variant === undefined ? {} : { variant }) } });
}

export function statement(name: string): Stored {
  return blob(
    JSON.stringify({ _type: "https://in-toto.io/Statement/v1", predicateType: "https://example.test/p", subject: [], name }),
    IN_TOTO,
  );
}

export function fallbackTagOf(digest: string): string {
  return digest.replace(":", "-").slice(0, 7 + 64);
}
