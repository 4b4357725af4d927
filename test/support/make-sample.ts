/**
 * Makes the sample image of policies/quickstart anew: a layout with one small image, throw-away keys whose public halves stay, and three
 * attestations signed with `policy attest`. The private halves are forgotten, so nobody can add to the sample.
 * Run it with `node test/support/make-sample.ts` after `npm run build`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { createNodeCrypto, loadWebCrypto } from "../../src/platform/crypto/index.ts";
import { nodeFileSystem } from "../../src/platform/files/index.ts";
import { nodeTimer } from "../../src/platform/http/index.ts";
import { createLayout, putBlob, putManifest } from "../../src/registry/index.ts";
import { writeKeyPair } from "../../src/trust/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const quickstart = join(root, "policies/quickstart");
const image = join(quickstart, "image");
const ports = { files: nodeFileSystem, hasher: createNodeCrypto(), timer: nodeTimer };
const secrets = mkdtempSync(join(tmpdir(), "proviso-sample-"));

rmSync(image, { recursive: true, force: true });
await makeImage();
for (const name of ["builder", "scanner", "release-manager"]) await makeKey(name);
attest("builder", "provenance", "provenance.json");
attest("builder", "cyclonedx", "sbom.json");
attest("scanner", "vuln", "scan.json");
rmSync(secrets, { recursive: true });

/** One layer with one text file, for linux/amd64. */
async function makeImage(): Promise<void> {
  must(await createLayout(image, ports));
  const tar = tarOf("hello.txt", "This image holds nothing but this sentence. What counts is what is said about it.\n");
  const layer = new Uint8Array(gzipSync(tar, { level: 9 }));
  const config = json({
    architecture: "amd64",
    os: "linux",
    created: "2026-11-24T09:16:03Z",
    config: { Cmd: ["/hello.txt"] },
    rootfs: { type: "layers", diff_ids: [`sha256:${hex(tar)}`] },
  });
  const [layerDigest, configDigest] = [must(await putBlob(image, layer, ports)), must(await putBlob(image, config, ports))];
  const manifest = json({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: configDigest, size: config.length },
    layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: layerDigest, size: layer.length }],
  });
  must(await putManifest(image, { bytes: manifest, mediaType: "application/vnd.oci.image.manifest.v1+json", tag: "1.8.2" }, ports));
}

async function makeKey(name: string): Promise<void> {
  const crypto = await loadWebCrypto();
  const { publicKey, privateKey } = await writeKeyPair(await crypto.generate("ecdsa-sha2-256-nistp256"), crypto);
  writeFileSync(join(secrets, `${name}.pem`), privateKey, { mode: 0o600 });
  writeFileSync(join(quickstart, "keys", `${name}.pub`), publicKey);
}

function attest(key: string, type: string, predicate: string): void {
  const words = [
    "attest",
    `oci-layout:${image}`,
    "--type",
    type,
    "--predicate",
    join(quickstart, "predicates", predicate),
    "--key",
    join(secrets, `${key}.pem`),
  ];
  const result = spawnSync(process.execPath, [join(root, "bin/policy.js"), ...words], { stdio: "inherit" });
  if (result.status !== 0) throw new Error(`policy attest exited with ${result.status}`);
}

/** A tar archive with one file: POSIX ustar, dated 1970, so that the same text gives the same bytes. */
function tarOf(name: string, text: string): Uint8Array {
  const content = Buffer.from(text);
  const header = Buffer.alloc(512);
  const field = (value: string, at: number) => header.write(value, at, "ascii");
  field(name, 0);
  field("0000644\0", 100);
  field("0000000\0", 108);
  field("0000000\0", 116);
  field(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  field("00000000000\0", 136);
  field("        ", 148);
  field("0", 156);
  field("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  field(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return new Uint8Array(Buffer.concat([header, content, padding, Buffer.alloc(1024)]));
}

function json(value: unknown): Uint8Array {
  return new Uint8Array(Buffer.from(JSON.stringify(value)));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(ports.hasher.digest("sha256", [bytes])).toString("hex");
}

function must<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
