import { formatInstant } from "../../base/index.ts";
import type { Judged } from "../../engine/index.ts";
import type { SubjectMember, SubjectSet } from "../../registry/index.ts";
import { defined } from "./defined.ts";
import { publicLocation } from "./public-name.ts";

export interface RequestPart {
  readonly evaluationTime: string;
  readonly gate: string;
  readonly stage: { readonly name: string; readonly environment: string };
  readonly subject: SubjectPart;
}

export interface SubjectPart {
  /** Names are what was asked for; nobody signed them. */
  readonly repository?: string;
  readonly tag?: string;
  readonly reference: string;
  readonly digest: string;
  /** The subject itself first, then what its index lists. */
  readonly set: readonly MemberPart[];
}

export interface MemberPart {
  readonly digest: string;
  /** Absent for files and bare digests. */
  readonly mediaType?: string;
  readonly role: "root" | "platform" | "file";
  readonly platform?: string;
}

export function requestPart({ request, discovery }: Judged): RequestPart {
  const { repository, tag, reference, digest } = request;
  return {
    evaluationTime: formatInstant(request.evaluationTime),
    gate: request.gate,
    stage: { name: request.stage.name, environment: request.stage.environment },
    subject: defined({ repository, tag, reference: publicLocation(reference), digest, set: memberParts(discovery.set) }),
  };
}

export function memberParts({ root, children }: SubjectSet): readonly MemberPart[] {
  return [member(root, root.role === "file" ? "file" : "root"), ...children.map((child) => member(child, "platform"))];
}

function member(one: SubjectMember, role: MemberPart["role"]): MemberPart {
  return defined({
    digest: one.digest,
    mediaType: one.mediaType === "" ? undefined : one.mediaType,
    role,
    platform: one.runs ?? one.platform,
  });
}
