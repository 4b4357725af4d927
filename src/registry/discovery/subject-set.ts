/**
 * The root and every runnable manifest under it (`registry.md` §3, "Subject set"). Containment is read from index bytes that were hashed; a
 * child is left out only after its own manifest said that it does not run.
 */
import { err, isArray, isObject, member, ok, parseJson, type Digest, type Hasher, type JsonObject, type Result } from "../../base/index.ts";
import type { ContentStore, StoredManifest } from "../content-store.ts";
import type { Descriptor } from "../descriptor.ts";
import { everyDigestOf } from "../digest-text.ts";
import { fault, showUntrusted, type FetchFault, type SubjectFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import type { ImageManifest, IndexManifest } from "../manifest.ts";
import { isImageConfig, isImageLayer, isInTotoType, shapeOf } from "../media-type.ts";
import type { NonRunnable, SubjectMember, SubjectSet } from "./discovery.ts";
import type { Listed } from "./source.ts";

export interface Expanded {
  readonly set: SubjectSet;
  /** Children that do not run and may carry attestations. */
  readonly inside: readonly Listed[];
  /** Children that could not be read; they stay in the set as their index describes them. */
  readonly gaps: readonly FetchFault[];
  readonly isIndex: boolean;
  readonly notes: readonly string[];
}

export interface ExpandContext {
  readonly store: ContentStore;
  readonly hasher: Hasher;
  readonly limits: RegistryLimits;
  readonly platform?: string;
  readonly configs?: "read";
  /** Told of each child as soon as an index lists it as runnable, so that its listings need not wait for its manifest. */
  readonly foresee: (digest: Digest) => void;
}

interface Walk {
  readonly context: ExpandContext;
  readonly seen: Set<Digest>;
  readonly children: SubjectMember[];
  readonly others: NonRunnable[];
  readonly inside: Listed[];
  readonly gaps: FetchFault[];
  readonly notes: string[];
}

export async function expandSubject(root: StoredManifest, context: ExpandContext): Promise<Result<Expanded, SubjectFault>> {
  const walk: Walk = { context, seen: new Set([root.digest]), children: [], others: [], inside: [], gaps: [], notes: [] };
  const manifest = root.manifest;
  const digests = everyDigestOf(context.hasher, root.bytes);
  const runs = manifest.kind === "image" ? await runsOn(walk, manifest) : {};
  const rootMember: SubjectMember = { digest: root.digest, digests, mediaType: manifest.mediaType, role: manifest.kind, ...runs };
  if (manifest.kind === "index") {
    const problem = await walkIndex(walk, root.digest, manifest, 1);
    if (problem !== undefined) return err({ kind: "subject-unreadable", reason: problem.reason, detail: problem.detail });
    const choice = context.platform === undefined ? undefined : choiceFault(context.platform, walk.children, manifest);
    if (choice !== undefined) return err(choice);
  }
  const byDigest = (a: { digest: Digest }, b: { digest: Digest }): number => (a.digest < b.digest ? -1 : 1);
  const set = { root: rootMember, children: walk.children.sort(byDigest), others: walk.others.sort(byDigest) };
  return ok({ set, inside: walk.inside, gaps: walk.gaps, isIndex: manifest.kind === "index", notes: walk.notes.sort() });
}

/** Several images for one platform: which of them runs is the runtime's choice, so none of them can be the one that was judged. */
function choiceFault(platform: string, children: readonly SubjectMember[], index: IndexManifest): SubjectFault | undefined {
  const images = children.filter((child) => child.role === "image");
  if (images.length === 0) return noPlatform(platform, index);
  if (images.length === 1) return undefined;
  const names = images.slice(0, 20).map((child) => child.digest);
  const detail = `the index has ${images.length} images for \`${showUntrusted(platform)}\`: ${names.join(", ")}; name one by its digest`;
  return { kind: "subject-ambiguous", reason: "subject-ambiguous", detail };
}

function noPlatform(platform: string, index: IndexManifest): SubjectFault {
  const have = [...new Set(index.manifests.flatMap((child) => (child.platform === undefined ? [] : [showUntrusted(child.platform)])))];
  return {
    kind: "platform-not-found",
    reason: "platform-not-found",
    detail: `the index has no image for \`${showUntrusted(platform)}\`; it has ${have.slice(0, 20).join(", ")}`,
  };
}

function isFirstSight(walk: Walk, digest: Digest): boolean {
  if (walk.seen.has(digest)) return false;
  walk.seen.add(digest);
  return true;
}

/** A problem ends the whole walk: what an index of this shape contains cannot be said. */
async function walkIndex(walk: Walk, digest: Digest, index: IndexManifest, depth: number): Promise<FetchFault | undefined> {
  const { limits, platform } = walk.context;
  if (depth > limits.indexDepth) return fault("too-deep", `indexes are nested more than ${limits.indexDepth} deep (indexDepth)`);
  const readable = index.manifests.filter((child) => isKnownType(walk, child));
  const wanted = platform === undefined ? readable : narrow(readable, platform);
  const fresh = wanted.filter((child) => isFirstSight(walk, child.digest));
  if (walk.seen.size > limits.subjectManifests) {
    return fault("too-many", `the index holds more than ${limits.subjectManifests} manifests (subjectManifests)`);
  }
  for (const child of fresh) if (isLikelyRunnable(child)) walk.context.foresee(child.digest);
  const problems = await Promise.all(fresh.map((child) => walkChild(walk, digest, child, depth)));
  return problems.find((problem) => problem !== undefined);
}

function isKnownType(walk: Walk, child: Descriptor): boolean {
  if (shapeOf(child.mediaType) !== undefined) return true;
  walk.notes.push(`skipped ${child.digest}: \`${showUntrusted(child.mediaType)}\` is no manifest type`);
  return false;
}

const REFERENCE_DIGEST = "vnd.docker.reference.digest";

/**
 * The children for one platform, those that do not say (a runtime would look at their config and might take them), and the attestation
 * manifests for those children.
 */
function narrow(children: readonly Descriptor[], platform: string): readonly Descriptor[] {
  const wanted = normalPlatform(platform);
  const chosen = children.filter((child) => {
    return child.platform === undefined || normalPlatform(child.platform) === wanted;
  });
  const digests = new Set<string>(chosen.map((child) => child.digest));
  return children.filter((child) => digests.has(child.digest) || digests.has(child.annotations[REFERENCE_DIGEST] ?? ""));
}

/** As container runtimes read them: other names of one architecture, and the variant that an architecture has anyway. */
const SAME_PLATFORM: readonly (readonly [RegExp, string])[] = [
  [/^macos\//, "darwin/"],
  [/^([^/]+)\/(?:x86_64|x86-64)(?=\/|$)/, "$1/amd64"],
  [/^([^/]+)\/i386(?=\/|$)/, "$1/386"],
  [/^([^/]+)\/aarch64(?=\/|$)/, "$1/arm64"],
  [/^([^/]+)\/armhf$/, "$1/arm/v7"],
  [/^([^/]+)\/armel$/, "$1/arm/v6"],
  [/^([^/]+)\/amd64\/v1$/, "$1/amd64"],
  [/^([^/]+)\/arm64\/(?:v8|8)$/, "$1/arm64"],
  [/^([^/]+)\/arm$/, "$1/arm/v7"],
  [/^([^/]+)\/arm\/([5-8])$/, "$1/arm/v$2"],
];

function normalPlatform(platform: string): string {
  return SAME_PLATFORM.reduce((text, [pattern, instead]) => text.replace(pattern, instead), platform.toLowerCase());
}

/** A guess that orders the work and decides nothing. */
function isLikelyRunnable(child: Descriptor): boolean {
  return child.platform?.startsWith("unknown/") !== true && child.annotations[REFERENCE_DIGEST] === undefined;
}

async function walkChild(walk: Walk, parent: Digest, child: Descriptor, depth: number): Promise<FetchFault | undefined> {
  const stored = await walk.context.store.manifest(child.digest, { sizeBytes: child.sizeBytes, mediaType: child.mediaType });
  if (!stored.ok) {
    walk.gaps.push(stored.error.reason === "not-found" ? fault("blob-missing", stored.error.detail) : stored.error);
    walk.children.push(asMember(child, parent, shapeOf(child.mediaType) === "index" ? "index" : "image"));
    return undefined;
  }
  const { manifest, bytes } = stored.value;
  const digests = everyDigestOf(walk.context.hasher, bytes);
  if (manifest.kind === "index") {
    walk.children.push({ ...asMember(child, parent, "index"), digests });
    return walkIndex(walk, child.digest, manifest, depth + 1);
  }
  const role = await roleOf(walk, manifest);
  if (role === "image") walk.children.push({ ...asMember(child, parent, "image"), digests, ...(await runsOn(walk, manifest)) });
  else leaveOut(walk, parent, child, stored.value, role);
  return undefined;
}

function asMember(child: Descriptor, parent: Digest, role: "image" | "index"): SubjectMember {
  return {
    digest: child.digest,
    mediaType: child.mediaType,
    role,
    parent,
    ...(child.platform === undefined ? {} : { platform: child.platform }),
  };
}

function leaveOut(walk: Walk, parent: Digest, child: Descriptor, stored: StoredManifest, role: NonRunnable["role"]): void {
  walk.others.push({ digest: child.digest, mediaType: child.mediaType, role, parent });
  const named = child.annotations[REFERENCE_DIGEST];
  const subject = named !== undefined && /^sha256:[0-9a-f]{64}$/.test(named) ? (named as Digest) : stored.manifest.subject?.digest;
  walk.inside.push({
    digest: child.digest,
    position: "inside",
    index: parent,
    manifest: stored,
    ...(subject === undefined ? {} : { subject }),
  });
}

async function roleOf(walk: Walk, manifest: ImageManifest): Promise<"image" | "attestation" | "artifact"> {
  if (manifest.layers.length > 0 && manifest.layers.every((layer) => isInTotoType(layer.mediaType))) return "attestation";
  if (manifest.config === undefined || !isImageConfig(manifest.config.mediaType)) return "artifact";
  if (manifest.layers.some((layer) => isImageLayer(layer.mediaType))) return "image";
  return (await hasRootFileSystem(walk, manifest.config)) ? "image" : "artifact";
}

/** What an image is made for, by its own config. One that cannot be read says nothing. */
async function runsOn({ context }: Walk, { config }: ImageManifest): Promise<Pick<SubjectMember, "runs">> {
  if (context.configs !== "read" || config === undefined) return {};
  const json = await readConfig(context, config);
  const word = (name: string): string | undefined => {
    const value = json === undefined ? undefined : member(json, name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const [os, architecture, variant] = [word("os"), word("architecture"), word("variant")];
  if (os === undefined || architecture === undefined) return {};
  return { runs: [os, architecture, ...(variant === undefined ? [] : [variant])].join("/") };
}

async function readConfig({ limits, store }: ExpandContext, config: Descriptor): Promise<JsonObject | undefined> {
  if (config.sizeBytes > limits.manifestBytes) return undefined;
  const bytes = await store.blob(config);
  if (!bytes.ok) return undefined;
  const json = parseJson(bytes.value, { maxBytes: limits.manifestBytes, maxDepth: limits.jsonDepth, maxNodes: limits.jsonNodes });
  return json.ok && isObject(json.value) ? json.value : undefined;
}

/** Doubt counts as yes: an image that is judged without need blocks at worst, one that is left out would pass unseen. */
async function hasRootFileSystem(walk: Walk, config: Descriptor): Promise<boolean> {
  const json = await readConfig(walk.context, config);
  if (json === undefined) return true;
  const layers = member(member(json, "rootfs"), "diff_ids");
  return layers !== undefined && !(isArray(layers) && layers.length === 0);
}
