/** A small artifact by its digest: the manifest and every layer, whole. What `policy lock` puts beside a policy. */
import { err, ok, type Result } from "../../base/index.ts";
import { ByteBudget } from "../discovery/candidate.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import { openGates } from "../host-gate.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { isLoopbackHost, networkHost, type Reference } from "../reference.ts";
import type { RegistryPorts } from "../request.ts";
import { openClient } from "./client.ts";
import { countedClient } from "./counted-client.ts";
import { remoteStore } from "./store.ts";

/** Modules are text: more is none. */
const LARGEST_BYTES = 16 * 1024 * 1024;

export interface Artifact {
  readonly manifest: Uint8Array;
  /** In the order of the manifest. */
  readonly layers: readonly Uint8Array[];
}

/** `reference` names a digest. Every byte was hashed against it, or against what hashes to it. */
export async function fetchArtifact(
  reference: Reference,
  ports: RegistryPorts,
  plainHttpHosts: readonly string[],
): Promise<Result<Artifact, FetchFault>> {
  const { digest } = reference;
  if (digest === undefined) return err(fault("reference-invalid", "no digest is named"));
  const limits = DEFAULT_LIMITS;
  const host = networkHost(reference);
  const scheme = isLoopbackHost(host) || plainHttpHosts.includes(host) ? "http" : "https";
  const target = { domain: reference.domain, path: reference.path, origin: `${scheme}://${host}` };
  const gates = openGates(ports.transport, ports.timer, limits, undefined);
  const client = openClient(target, { gates, timer: ports.timer, limits, credentials: ports.credentials });
  const budget = new ByteBudget(limits.manifestBytes + LARGEST_BYTES);
  const store = remoteStore({ client: countedClient(client, budget, limits.requestsAtOnce), hasher: ports.hasher, limits });
  const stored = await store.manifest(digest, {});
  if (!stored.ok) return stored;
  const { manifest, bytes } = stored.value;
  if (manifest.kind !== "image") return err(fault("media-type-mismatch", `\`${showUntrusted(manifest.mediaType)}\` is no artifact`));
  const total = manifest.layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total > LARGEST_BYTES) return err(fault("too-large", `it has ${total} bytes, at most ${LARGEST_BYTES} are fetched`));
  const layers: Uint8Array[] = [];
  for (const layer of manifest.layers) {
    const blob = await store.blob(layer);
    if (!blob.ok) return blob;
    layers.push(blob.value);
  }
  return ok({ manifest: bytes, layers });
}
