/** Which image of a layout is meant: `registry.md` §4.4. */
import { err, type Digest, type Result } from "../../base/index.ts";
import type { StoredManifest } from "../content-store.ts";
import type { Descriptor } from "../descriptor.ts";
import { showUntrusted, type FetchFault, type SubjectFault } from "../fault.ts";
import { parseReference } from "../reference.ts";
import type { LayoutSubject } from "../subject.ts";
import { COSIGN_KIND, COSIGN_PREFIX, REF_NAME, type Layout } from "./layout.ts";

const CONTAINERD_NAME = "io.containerd.image.name";
const DIGEST_TAG = /^sha(?:256|512)-[0-9a-f]{64}(?:\.[A-Za-z0-9]+)?$/;
const MAX_CHOICES = 10;

export async function chooseImage(layout: Layout, subject: LayoutSubject): Promise<Result<StoredManifest, SubjectFault>> {
  if (subject.digest !== undefined)
    return read(
      layout,
      subject.digest,
      layout.entries.find((entry) => entry.digest === subject.digest),
    );
  const found = subject.tag === undefined ? await images(layout) : named(layout, subject.tag);
  const entry = found[0];
  if (entry === undefined) return none(layout, subject);
  const others = new Set(found.map((one) => one.digest));
  return others.size === 1 ? read(layout, entry.digest, entry) : several(layout, subject, found);
}

async function read(layout: Layout, digest: Digest, entry: Descriptor | undefined): Promise<Result<StoredManifest, SubjectFault>> {
  const expected = entry === undefined ? {} : { sizeBytes: entry.sizeBytes, mediaType: entry.mediaType };
  const manifest = await layout.store.manifest(digest, expected);
  return manifest.ok ? manifest : err(unreadable(manifest.error));
}

export function unreadable(error: FetchFault): SubjectFault {
  const kind = error.reason === "not-found" ? "subject-not-found" : "subject-unreadable";
  return { kind, reason: error.reason, detail: error.detail };
}

function named(layout: Layout, tag: string): readonly Descriptor[] {
  return layout.entries.filter((entry) => [REF_NAME, CONTAINERD_NAME].some((name) => tagOf(entry.annotations[name]) === tag));
}

/** An annotation holds a tag or a full name; a full name's tag counts. */
function tagOf(name: string | undefined): string | undefined {
  if (name === undefined || !/[/:]/.test(name)) return name;
  const reference = parseReference(name);
  return reference.ok ? reference.value.tag : undefined;
}

/** Everything that is no signature, attestation or referrer. What cannot be read counts as an image, so that nothing is hidden by damage. */
async function images(layout: Layout): Promise<readonly Descriptor[]> {
  const kept: Descriptor[] = [];
  for (const entry of layout.entries) {
    if (isSupplement(entry)) continue;
    const manifest = await layout.store.manifest(entry.digest, {});
    if (!manifest.ok || manifest.value.manifest.subject === undefined) kept.push(entry);
  }
  return kept;
}

function isSupplement(entry: Descriptor): boolean {
  const kind = entry.annotations[COSIGN_KIND];
  if (kind?.startsWith(COSIGN_PREFIX) === true) return !/^image(?:Index)?$/.test(kind.slice(COSIGN_PREFIX.length));
  return DIGEST_TAG.test(entry.annotations[REF_NAME] ?? "");
}

function none(layout: Layout, subject: LayoutSubject): Result<never, SubjectFault> {
  const detail =
    subject.tag === undefined
      ? `the layout \`${showUntrusted(layout.directory)}\` holds no image`
      : `the layout \`${showUntrusted(layout.directory)}\` holds no image tagged \`${showUntrusted(subject.tag)}\``;
  return err({ kind: "subject-not-found", reason: "not-found", detail });
}

function several(layout: Layout, subject: LayoutSubject, found: readonly Descriptor[]): Result<never, SubjectFault> {
  const choices = found.slice(0, MAX_CHOICES).map((entry) => {
    const name = entry.annotations[REF_NAME];
    return name === undefined ? entry.digest : `${entry.digest} (${showUntrusted(name)})`;
  });
  const what = subject.tag === undefined ? "" : ` tagged \`${subject.tag}\``;
  const detail = `the layout \`${showUntrusted(layout.directory)}\` holds ${found.length} images${what}: ${choices.join(", ")}`;
  return err({ kind: "subject-ambiguous", reason: "subject-ambiguous", detail });
}
