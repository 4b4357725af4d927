/** The least that puts content into a registry by the distribution specification; enough for tests, no more. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shapeOf } from "../../../src/registry/media-type.ts";
import { sha256 } from "./content.ts";

export async function pushBlob(host: string, repository: string, bytes: Uint8Array): Promise<void> {
  const started = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: "POST" });
  const location = new URL(started.headers.get("location") ?? "", started.url);
  location.searchParams.set("digest", sha256(bytes));
  const done = await fetch(location, { method: "PUT", body: Buffer.from(bytes), headers: { "content-type": "application/octet-stream" } });
  if (done.status !== 201) throw new Error(`blob: ${done.status} ${await done.text()}`);
}

export async function pushManifest(
  host: string,
  repository: string,
  reference: string,
  bytes: Uint8Array,
  mediaType: string,
): Promise<void> {
  const url = `http://${host}/v2/${repository}/manifests/${reference}`;
  const done = await fetch(url, { method: "PUT", body: Buffer.from(bytes), headers: { "content-type": mediaType } });
  if (done.status !== 201) throw new Error(`manifest: ${done.status} ${await done.text()}`);
}

/** Everything of a layout folder; manifests after what they name, the entries of `index.json` under the tags that are given for them. */
export async function pushLayout(host: string, repository: string, folder: string, tags: Readonly<Record<string, string>>): Promise<void> {
  const blobs = readdirSync(join(folder, "blobs", "sha256")).map((hex) => readFileSync(join(folder, "blobs", "sha256", hex)));
  const manifests = blobs.flatMap((bytes) => asManifest(bytes));
  for (const bytes of blobs) await pushBlob(host, repository, bytes);
  for (const shape of ["image", "index"]) {
    for (const one of manifests.filter((manifest) => manifest.shape === shape)) {
      await pushManifest(host, repository, sha256(one.bytes), one.bytes, one.mediaType);
    }
  }
  for (const [tag, digest] of Object.entries(tags)) {
    const one = manifests.find((manifest) => sha256(manifest.bytes) === digest);
    if (one === undefined) throw new Error(`${digest} is no manifest of the layout`);
    await pushManifest(host, repository, tag, one.bytes, one.mediaType);
  }
}

interface PushedManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly shape: string;
}

function asManifest(bytes: Buffer): readonly PushedManifest[] {
  if (bytes[0] !== 0x7b) return [];
  const mediaType = (JSON.parse(bytes.toString()) as { mediaType?: string }).mediaType ?? "";
  const shape = shapeOf(mediaType);
  return shape === undefined ? [] : [{ bytes, mediaType, shape }];
}
