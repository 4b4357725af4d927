import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { fromJsonString } from "./text-scalar.ts";

const PLATFORM = /^[a-z0-9_.-]{1,64}\/[a-z0-9_.-]{1,64}(?:\/[a-z0-9_.-]{1,64})?$/u;

/** `os/arch[/variant]` in lower case; `arm64/v8` is `arm64`, which has no other variant in use. */
function parse(text: string): Result<string, string> {
  const lower = text.length > 200 ? "" : text.toLowerCase();
  if (!PLATFORM.test(lower)) return err("a platform is written `os/arch` or `os/arch/variant`");
  return ok(lower.endsWith("/arm64/v8") ? lower.slice(0, -"/v8".length) : lower);
}

export const Platform: Scalar<string> = {
  parse,
  fromJson: fromJsonString(parse),
  equal: (a, b) => a === b,
  show: (value) => value,
  canonical: (value) => value,
};
