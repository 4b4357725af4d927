/** What was judged and what statements are about, in the words of a test. */
import { quoted } from "../../base/index.ts";
import { relateSubject } from "../../evidence/index.ts";
import type { Judged } from "../../engine/index.ts";
import { everyEvidence, type Control } from "../../language/index.ts";
import type { FurtherSubject, SubjectMember } from "../../registry/index.ts";
import type { StatementSubject } from "../../trust/index.ts";

export interface JudgedWords {
  /** The `subject` line. */
  readonly line: string;
  /** Of a statement: where it belongs, one for each `given`; `undefined` where it is about nothing that was judged. */
  readonly aboutWords: (subjects: readonly StatementSubject[] | undefined) => readonly string[] | undefined;
}

export function judgedWords(judged: Judged, controls: readonly Control[]): JudgedWords {
  const { set, subject } = judged.discovery;
  const chosen = set.children.find(({ digest }) => digest === judged.request.digest && digest !== set.root.digest);
  const platforms = chosen === undefined && looksAtPlatforms(controls) ? set.children.flatMap(platformOf) : [];
  const name = subject.repository === undefined ? "" : `${subject.repository}${subject.tag === undefined ? "" : `:${subject.tag}`}@`;
  const list = platforms.length === 0 ? "" : ` platforms ${platforms.map((each) => quoted(each.name)).join(", ")}`;
  const root = chosen ?? set.root;
  // Evidence about the index counts for the platform that was asked for.
  const indexPath = chosen === undefined ? [] : [set.root.digest];
  const further = (judged.discovery.further ?? []).map((each) => each.subject);
  const isFollowed = controls.some(({ body }) => everyEvidence(body).some(({ about }) => about?.kind === "path"));
  return {
    line: `subject ${quoted(`${name}${root.digest}`)}${list}`,
    aboutWords: (subjects) => {
      if (subjects === undefined) return [""];
      const isRoot = isAbout(subjects, root, indexPath);
      const on = platforms.filter(({ member }) => isAbout(subjects, member, []));
      const others = further.filter((each) => names(subjects, each)).map((each) => `about ${quoted(digestText(each))}`);
      const own = isRoot && isFollowed ? [`about ${quoted(root.digest)}`] : ownWords(isRoot, on, platforms.length);
      const all = [...own, ...others];
      return all.length === 0 ? undefined : all;
    },
  };
}

interface Platform {
  readonly name: string;
  readonly member: SubjectMember;
}

function platformOf(member: SubjectMember): readonly Platform[] {
  const name = member.runs ?? member.platform;
  return member.role !== "image" || name === undefined ? [] : [{ name, member }];
}

function looksAtPlatforms(controls: readonly Control[]): boolean {
  return controls.some(
    ({ everyPlatform, body }) =>
      everyPlatform !== undefined || everyEvidence(body).some(({ about }) => about !== undefined && about.kind !== "path"),
  );
}

/** A statement about the index and each platform is what a test gives without a word. */
function ownWords(isRoot: boolean, on: readonly Platform[], platforms: number): readonly string[] {
  if (platforms === 0) return isRoot ? [""] : [];
  return [...(isRoot ? ["on index"] : []), ...on.map(({ name }) => `on platform ${quoted(name)}`)];
}

function isAbout(
  subjects: readonly StatementSubject[],
  { digest, digests }: SubjectMember,
  indexPath: readonly SubjectMember["digest"][],
): boolean {
  return relateSubject({ subjects }, { digest, alternatives: digests ?? [digest], indexPath }).kind !== "none";
}

function names(subjects: readonly StatementSubject[], further: FurtherSubject): boolean {
  const texts = subjects.flatMap(({ digests }) =>
    [...digests].map(([algorithm, hex]) => (further.kind === "commit" ? hex : `${algorithm}:${hex}`)),
  );
  return further.kind === "commit" ? texts.includes(further.commit) : further.digests.some((digest) => texts.includes(digest));
}

function digestText(further: FurtherSubject): string {
  return further.kind === "commit" ? further.commit : (further.digests[0] ?? "");
}
