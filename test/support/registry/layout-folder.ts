import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Content, DescriptorJson } from "./content.ts";

const folders: string[] = [];

/** A fresh folder, gone when the process ends. */
export function temporaryFolder(): string {
  if (folders.length === 0) process.once("exit", removeFolders);
  const folder = mkdtempSync(join(tmpdir(), "proviso-test-"));
  folders.push(folder);
  return folder;
}

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** The content as an image layout whose `index.json` lists these entries. */
export function layoutFolder(content: Content, entries: readonly DescriptorJson[]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "blobs", "sha256"), { recursive: true });
  writeFileSync(join(folder, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: entries }));
  for (const stored of content.all()) writeFileSync(blobFile(folder, stored.digest), stored.bytes);
  return folder;
}

export function blobFile(folder: string, digest: string): string {
  return join(folder, "blobs", ...digest.split(":"));
}
