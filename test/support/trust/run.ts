/** What a verification in a test needs: the ports, the evaluation time of the real data, roots, and envelopes as a source gives them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defaultLimits, parseInstant, type Digest } from "../../../src/base/index.ts";
import { createNodeCrypto } from "../../../src/platform/crypto/index.ts";
import {
  createVerifier,
  loadKeys,
  loadSigstoreRoot,
  PUBLIC_GOOD,
  publicGoodRootBytes,
  type FoundEnvelope,
  type PublicKeyEntry,
  type SigstoreRoot,
  type Verifier,
} from "../../../src/trust/index.ts";
import { realdataPath } from "../realdata.ts";

export const crypto = createNodeCrypto();

export function instant(text: string): bigint {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

/** The moment that the expectations of the real data are written for. */
export const NOW = instant("2026-12-01T00:00:00Z");

export function loadRoot(name: string, bytes: Uint8Array): SigstoreRoot {
  const root = loadSigstoreRoot(name, bytes, crypto);
  if (!root.ok) throw new Error(root.error.detail);
  return root.value;
}

export const publicGood = loadRoot(PUBLIC_GOOD, publicGoodRootBytes());

export function keysFrom(source: string, bytes: Uint8Array | string): readonly PublicKeyEntry[] {
  const loaded = loadKeys(source, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes, crypto);
  if (!loaded.ok) throw new Error(loaded.error.detail);
  return loaded.value.keys;
}

export function verifierOf(roots: readonly SigstoreRoot[], keys: readonly PublicKeyEntry[] = []): Verifier {
  return createVerifier({ roots, keys }, { crypto }, defaultLimits);
}

export function sha256(bytes: Uint8Array): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

export function found(bytes: Uint8Array | string, annotations?: Readonly<Record<string, string>>): FoundEnvelope {
  const held = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return annotations === undefined ? { bytes: held, digest: sha256(held) } : { bytes: held, digest: sha256(held), annotations };
}

/** One envelope of each line of a JSONL file, or of the one document of a JSON file. */
export function realEnvelopes(...path: readonly string[]): readonly FoundEnvelope[] {
  const text = readFileSync(realdataPath(...path), "utf8");
  const lines = path.at(-1)?.endsWith(".jsonl") === true ? text.split("\n").filter((line) => line.trim() !== "") : [text];
  return lines.map((line) => found(line));
}

interface Manifest {
  readonly layers?: readonly { readonly mediaType: string; readonly digest: string; readonly annotations?: Record<string, string> }[];
}

/** The attestation layers of an image layout under `images/`, with their annotations. */
export function realLayers(image: string): readonly FoundEnvelope[] {
  const read = (digest: string): Buffer => readFileSync(realdataPath("images", image, "blobs", digest.replace(":", "/")));
  const index = JSON.parse(readFileSync(realdataPath("images", image, "index.json"), "utf8")) as { manifests: { digest: string }[] };
  return index.manifests.flatMap(({ digest }) => {
    const manifest = JSON.parse(read(digest).toString()) as Manifest;
    const layers = (manifest.layers ?? []).filter((layer) => layer.mediaType === "application/vnd.dsse.envelope.v1+json");
    return layers.map((layer) => found(read(layer.digest), layer.annotations));
  });
}
