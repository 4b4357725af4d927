import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { fromJsonString } from "./text-scalar.ts";

const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/iu;

function parse(text: string): Result<string, string> {
  return OBJECT_ID.test(text) ? ok(text.toLowerCase()) : err("a commit has 40 or 64 hex digits");
}

/** A git object id in lower case. */
export const Commit: Scalar<string> = {
  parse,
  fromJson: fromJsonString(parse),
  equal: (a, b) => a === b,
  show: (value) => value,
  canonical: (value) => value,
};
