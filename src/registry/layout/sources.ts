/** The two sources of a layout: referrers in every form they take on disk, and cosign's own entries (`registry.md` §4.4). */
import type { Digest } from "../../base/index.ts";
import type { FurtherSubject, SubjectSet } from "../discovery/discovery.ts";
import { complete, failed, unsupported, type Listed, type Listing, type SourcePlan } from "../discovery/source.ts";
import type { Descriptor } from "../descriptor.ts";
import { askableDigest } from "../discovery/further.ts";
import { commitTag, fallbackTag } from "../digest-text.ts";
import { fault, type FetchFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import { COSIGN_KIND, COSIGN_PREFIX, REF_NAME, type Layout } from "./layout.ts";
import type { LayoutPorts } from "./ports.ts";
import type { Found } from "./found.ts";
import { unlistedReferrers } from "./unlisted.ts";

export function layoutSources(layout: Layout, set: SubjectSet, ports: LayoutPorts, limits: RegistryLimits): readonly SourcePlan[] {
  const members = [set.root, ...set.children].map((member) => member.digest);
  const location = `oci-layout:${layout.directory}`;
  return [
    { kind: "layout-referrers", location, list: () => listReferrers(layout, members, ports, limits) },
    { kind: "layout-cosign", location, list: () => Promise.resolve(listCosign(layout, members)) },
  ];
}

/** Evidence about something else that the layout holds. cosign's entries name no subject, so they have been looked at already. */
export function layoutPlansAbout(layout: Layout, about: FurtherSubject, ports: LayoutPorts, limits: RegistryLimits): readonly SourcePlan[] {
  const location = `oci-layout:${layout.directory}`;
  if (about.kind === "commit") return [{ kind: "layout-referrers", location, list: () => listCommitTag(layout, about.commit) }];
  const subject = askableDigest(about.digests);
  if (subject === undefined) return [];
  return [{ kind: "layout-referrers", location, subject, list: () => listReferrers(layout, [subject], ports, limits) }];
}

/** Commits have no manifest to refer to, so what is tagged for one is a list. */
async function listCommitTag(layout: Layout, commit: string): Promise<Listing> {
  const entries: Listed[] = [];
  for (const entry of entriesTagged(layout, commitTag(commit))) {
    const index = await layout.store.manifest(entry.digest, {});
    if (!index.ok) return failed(fault(danglingOr(index.error), `the tag of commit ${commit}: ${index.error.detail}`));
    const listed = index.value.manifest;
    if (listed.kind !== "index") return failed(fault("malformed", `the tag of commit ${commit} is no index`));
    for (const one of listed.manifests) entries.push({ digest: one.digest, position: "attached" });
  }
  return complete("local", { entries, pages: 1, responses: [layout.indexDigest] });
}

async function listReferrers(layout: Layout, members: readonly Digest[], ports: LayoutPorts, limits: RegistryLimits): Promise<Listing> {
  const byEntry = await referrersInIndex(layout, new Set(members));
  const byTag = await referrersByTag(layout, members);
  const known = new Set([...byEntry.entries, ...byTag.entries].map((entry) => entry.digest));
  const unlisted = await unlistedReferrers(layout, members, known, ports, limits);
  const entries = [...byEntry.entries, ...byTag.entries, ...unlisted.entries];
  const parts = { entries, pages: 1, responses: [layout.indexDigest], notes: [...layout.notes, ...unlisted.notes] };
  const problem = byEntry.problem ?? byTag.problem ?? unlisted.problem;
  if (problem !== undefined) return failed(problem, parts);
  if (entries.length > limits.referrers) {
    return failed(fault("too-many", `${entries.length} referrers, at most ${limits.referrers} are read (referrers)`), {
      ...parts,
      entries: [],
    });
  }
  return complete("local", parts);
}

/** Entries of `index.json` whose manifest names an image judged here. One that cannot be read might be such a one. */
async function referrersInIndex(layout: Layout, members: ReadonlySet<Digest>): Promise<Found> {
  const entries: Listed[] = [];
  let problem: FetchFault | undefined;
  for (const entry of layout.entries) {
    if (members.has(entry.digest)) continue;
    const manifest = await layout.store.manifest(entry.digest, {});
    if (!manifest.ok) {
      problem ??= isUnreadableContent(manifest.error) ? undefined : fault(danglingOr(manifest.error), manifest.error.detail);
      continue;
    }
    const subject = manifest.value.manifest.subject?.digest;
    if (subject !== undefined && members.has(subject)) {
      entries.push({ digest: entry.digest, position: "referrer", subject, manifest: manifest.value });
    }
  }
  return { entries, ...(problem === undefined ? {} : { problem }) };
}

function danglingOr(error: FetchFault): FetchFault["reason"] {
  return error.reason === "not-found" ? "dangling" : error.reason;
}

/** The right bytes, and no manifest: whoever reads them finds no attestation. */
export function isUnreadableContent(error: FetchFault): boolean {
  return error.reason === "manifest-malformed" || error.reason === "reference-invalid";
}

async function referrersByTag(layout: Layout, members: readonly Digest[]): Promise<Found> {
  const entries: Listed[] = [];
  for (const subject of members) {
    for (const entry of entriesTagged(layout, fallbackTag(subject))) {
      if (entry.digest === subject) continue;
      const index = await layout.store.manifest(entry.digest, {});
      if (!index.ok) return { entries, problem: fault(danglingOr(index.error), `the referrers tag of ${subject}: ${index.error.detail}`) };
      const listed = index.value.manifest;
      if (listed.kind !== "index") return { entries, problem: fault("malformed", `the referrers tag of ${subject} is no index`) };
      for (const one of listed.manifests) entries.push({ digest: one.digest, position: "referrer", subject });
    }
  }
  return { entries };
}

function entriesTagged(layout: Layout, tag: string): readonly Descriptor[] {
  return layout.entries.filter((entry) => {
    const name = entry.annotations[REF_NAME];
    return name === tag || name?.endsWith(`:${tag}`) === true;
  });
}

/** `atts` entries name no image, so they are looked at for every image here; the signed statement's subject decides. */
function listCosign(layout: Layout, members: readonly Digest[]): Listing {
  const atts = layout.entries.filter((entry) => entry.annotations[COSIGN_KIND] === `${COSIGN_PREFIX}atts`);
  const isCosigns = layout.entries.some((entry) => entry.annotations[COSIGN_KIND]?.startsWith(COSIGN_PREFIX) === true);
  const byPlace: readonly Listed[] = atts.map((entry) => ({ digest: entry.digest, position: "attached" }));
  const byTag = members.flatMap((subject): readonly Listed[] => {
    return entriesTagged(layout, `${fallbackTag(subject)}.att`).map((entry) => ({ digest: entry.digest, position: "attached", subject }));
  });
  const entries = [...byPlace, ...byTag];
  if (entries.length === 0 && !isCosigns) return unsupported("no-cosign-entries", "no entry of `index.json` is cosign's");
  return complete("local", { entries, pages: 1, responses: [layout.indexDigest] });
}
