/** What is found under a tag made from the image's digest: the fallback index of referrers, and cosign's attestations (`registry.md` §4, §4.2). */
import { ok, type Digest, type Result } from "../../base/index.ts";
import type { Origin } from "../discovery/discovery.ts";
import { complete, failed, type Listed, type Listing } from "../discovery/source.ts";
import { commitTag, fallbackTag } from "../digest-text.ts";
import { fault, type FetchFault } from "../fault.ts";
import { isNameUnknown, statusFault } from "./answer.ts";
import { asListingFault, type Repository } from "./referrers.ts";
import type { RemoteStore, TaggedManifest } from "./store.ts";

const ASKED = { requests: 1 };

export async function listFallback(subject: Digest, store: RemoteStore, origin: Origin, repository: Repository): Promise<Listing> {
  const tagged = await readDigestTag(fallbackTag(subject), store, repository);
  if (!tagged.ok) return failed(tagged.error, ASKED);
  if (tagged.value === undefined) return complete(origin, ASKED);
  const { manifest, digest } = tagged.value;
  if (digest === subject) return complete(origin, { ...ASKED, notes: ["the registry reads the tag as a digest and has no such list"] });
  if (manifest.kind !== "index") return failed(fault("malformed", "what is tagged as the list of referrers is no index"), ASKED);
  const entries = manifest.manifests.map((entry): Listed => ({ digest: entry.digest, position: "referrer", subject }));
  return complete(origin, { ...ASKED, entries, pages: 1, responses: [digest] });
}

export async function listAttachments(subject: Digest, store: RemoteStore, origin: Origin, repository: Repository): Promise<Listing> {
  const tagged = await readDigestTag(`${fallbackTag(subject)}.att`, store, repository);
  if (!tagged.ok) return failed(tagged.error, ASKED);
  if (tagged.value === undefined) return complete(origin, ASKED);
  const { manifest, digest } = tagged.value;
  if (manifest.kind === "index") return failed(fault("malformed", "what is tagged as cosign's attestations is an index"), ASKED);
  const entries: readonly Listed[] = [{ digest, position: "attached", subject, manifest: tagged.value }];
  return complete(origin, { ...ASKED, entries, pages: 1, responses: [digest] });
}

/** A commit is no manifest, so what is listed for it names none; the statements do. */
export async function listCommit(commit: string, store: RemoteStore, origin: Origin): Promise<Listing> {
  const tagged = await readDigestTag(commitTag(commit), store, "evidence");
  if (!tagged.ok) return failed(tagged.error, ASKED);
  if (tagged.value === undefined) return complete(origin, ASKED);
  const { manifest, digest } = tagged.value;
  if (manifest.kind !== "index") return failed(fault("malformed", "what is tagged as the evidence about a commit is no index"), ASKED);
  const entries = manifest.manifests.map((entry): Listed => ({ digest: entry.digest, position: "attached" }));
  return complete(origin, { ...ASKED, entries, pages: 1, responses: [digest] });
}

/** `undefined`: there is no such tag. */
async function readDigestTag(
  tag: string,
  store: RemoteStore,
  repository: Repository,
): Promise<Result<TaggedManifest | undefined, FetchFault>> {
  const got = await store.askTag(tag);
  if (!got.ok) return got;
  const { answer } = got.value;
  if (repository === "own" && isNameUnknown(answer)) {
    return { ok: false, error: fault("contradiction", "the repository is unknown, though the image was just read from it") };
  }
  if (answer.status === 404) return ok(undefined);
  if (answer.status !== 200) return { ok: false, error: statusFault(got.value) };
  const manifest = store.readTag(got.value);
  if (!manifest.ok) return { ok: false, error: asListingFault(manifest.error) };
  // For the image a lying header is only told, since the hash of the bytes names it; a list has nothing else that would show the damage.
  const lie = manifest.value.warnings[0];
  return lie === undefined ? manifest : { ok: false, error: fault("digest-mismatch", lie) };
}
