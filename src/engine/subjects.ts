/** What a run judges: the digest that was asked for, one chosen platform, or each platform of an index. `language.md` §6.7. */
import { assert, makeDigestSet, scalars, type Digest } from "../base/index.ts";
import type { Platforms, RequestedPlatform } from "../evaluate/index.ts";
import type { JudgedSubject } from "../evidence/index.ts";
import { failedSources, type Discovery, type SubjectMember, type SubjectSet } from "../registry/index.ts";

/** The digest that was asked for; with a platform, its one manifest, for which evidence about the index counts too. */
export function judgedSubject({ set }: Discovery, platform: string | undefined): JudgedSubject {
  const chosen = set.children.find((child) => child.role === "image");
  if (platform === undefined || !chosen) return { digest: set.root.digest, alternatives: digestsOf(set.root), indexPath: [] };
  return memberSubject(set, chosen);
}

/** One manifest of the set, with the indexes that lead to it. */
export function platformSubject({ set }: Discovery, digest: Digest): JudgedSubject {
  const member = [set.root, ...set.children].find((each) => each.digest === digest);
  assert(member, "only members of the subject set are judged");
  return memberSubject(set, member);
}

function memberSubject(set: SubjectSet, member: SubjectMember): JudgedSubject {
  const path = indexesTo(set, member);
  const indexAlternatives = new Map(path.map((index) => [index.digest, digestsOf(index)]));
  return { digest: member.digest, alternatives: digestsOf(member), indexPath: path.map((index) => index.digest), indexAlternatives };
}

/** From the root down; empty for the root itself. */
function indexesTo({ root, children }: SubjectSet, member: SubjectMember): readonly SubjectMember[] {
  const path: SubjectMember[] = [];
  for (let at = member; at.digest !== root.digest && path.length <= children.length;) {
    const parent = children.find((child) => child.digest === at.parent) ?? root;
    path.unshift(parent);
    at = parent;
  }
  return path;
}

function digestsOf(member: SubjectMember): readonly Digest[] {
  return member.digests ?? [member.digest];
}

/** What `for every platform` judges; `undefined` where nobody knows whether it runs at all. */
export function platformsOf(discovery: Discovery): Platforms | undefined {
  const { root, children } = discovery.set;
  if (root.role === "image") return { each: [requestedPlatform(root)], unread: [] };
  if (root.role !== "index") return undefined;
  const each = children.filter((child) => child.role === "image").map(requestedPlatform);
  // An index that could not be read may hold any number of them.
  const isHidden = children.some((child) => child.role === "index" && child.digests === undefined);
  return { each, unread: isHidden ? [whyHidden(discovery)] : [] };
}

function requestedPlatform(member: SubjectMember): RequestedPlatform {
  const digests = makeDigestSet([member.digest]);
  assert(digests.ok, "discovery computed these digests");
  const name = member.runs === undefined ? undefined : scalars.Platform.parse(member.runs);
  return { digest: member.digest, digests: digests.value, name: name?.ok === true ? name.value : undefined };
}

function whyHidden(discovery: Discovery): Platforms["unread"][number] {
  const fault = failedSources(discovery).find(({ kind }) => kind === "buildkit")?.fault;
  return { step: "fetch", reason: fault?.reason ?? "blob-missing", detail: fault?.detail ?? "an index inside the index could not be read" };
}
