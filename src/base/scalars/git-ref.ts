import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { bounded, fromJsonString } from "./text-scalar.ts";

/** The name of a branch, tag or other reference, such as `refs/tags/v1`; by segments. */
export interface GitRef {
  readonly text: string;
  readonly segments: readonly string[];
}

/** `git check-ref-format`: no control character, space or one of `~ ^ : ? * [ \`. */
const FORBIDDEN = /[\u0000-\u0020\u007f~^:?*[\\]/u;

function parseText(text: string): Result<GitRef, string> {
  if (FORBIDDEN.test(text)) return err("it has a character that no git reference has");
  if (text.includes("..") || text.includes("@{") || text === "@") return err("it has a sequence that no git reference has");
  const segments = text.split("/");
  if (segments.includes("")) return err("it has an empty segment");
  const isBad = segments.some((segment) => segment.startsWith(".") || segment.endsWith(".lock")) || text.endsWith(".");
  return isBad ? err("a segment of it begins with a dot, or ends in a dot or `.lock`") : ok({ text, segments });
}

export const parseGitRef = bounded(parseText);

export const GitRefScalar: Scalar<GitRef> = {
  parse: parseGitRef,
  fromJson: fromJsonString(parseGitRef),
  equal: (a, b) => a.text === b.text,
  show: (value) => value.text,
  canonical: (value) => value.text,
};
