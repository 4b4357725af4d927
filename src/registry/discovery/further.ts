/** Evidence about something else than the subject: a base image, a commit, another artifact (`registry.md` §4.6). */
import { byCodeUnit, type Digest } from "../../base/index.ts";
import { parseDigest } from "../digest-text.ts";
import { subjectKey, type FurtherRecord, type FurtherSubject, type SourceId } from "./discovery.ts";
import { lookInto, type LookContext, type SourceAnswer } from "./look.ts";
import type { SourcePlan } from "./source.ts";

/** Answers of the sources that were asked about this alone, in the order of their plans. */
export type AskAbout = (subject: FurtherSubject) => Promise<readonly SourceAnswer[]>;

/** Where nothing but files of evidence can be asked, and those hold whatever they hold. */
export const askNobody: AskAbout = () => Promise.resolve([]);

/** The digest by which places are asked; `undefined` where none of them is one that registries know. */
export function askableDigest(digests: readonly Digest[]): Digest | undefined {
  const known = digests.flatMap((digest) => parseDigest(digest) ?? []);
  return known.find((digest) => digest.startsWith("sha256:")) ?? known[0];
}

export function askAll(plans: readonly SourcePlan[], context: LookContext): Promise<readonly SourceAnswer[]> {
  return Promise.all(plans.map((plan) => lookInto(plan, context)));
}

/** A source without a subject of its own serves the whole set. */
function answersFor(plan: SourcePlan, subject: FurtherSubject): boolean {
  return plan.subject === undefined || (subject.kind === "digest" && plan.subject === askableDigest(subject.digests));
}

/** What a run has asked about so far, each subject once. */
export interface Asked {
  readonly subject: FurtherSubject;
  /** `as-member`: it is one of the subject set, whose sources have answered for it. */
  readonly answers: readonly SourceAnswer[] | "as-member";
}

/** `all` are the answers of the run in the order that numbers them. */
export function furtherRecords(asked: readonly Asked[], all: readonly SourceAnswer[]): readonly FurtherRecord[] {
  const idOf = (answer: SourceAnswer): SourceId => `S-${all.indexOf(answer) + 1}`;
  const records = asked.map(({ subject, answers }) => {
    if (answers === "as-member") return { subject, own: [], sources: all.filter(({ plan }) => answersFor(plan, subject)).map(idOf) };
    const own = answers.map(idOf);
    return { subject, own, sources: own };
  });
  return records.sort((a, b) => byCodeUnit(subjectKey(a.subject), subjectKey(b.subject)));
}
