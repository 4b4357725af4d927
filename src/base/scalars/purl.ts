/** Package URLs in canonical text (purl specification). */
import { PackageURL } from "packageurl-js";
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { bounded, fromJsonString } from "./text-scalar.ts";

/** The URL parser below would drop white space and controls, and repair half a surrogate pair. */
const UNCLEAN = /[\u0000-\u0020\u007f]/u;

function parseText(text: string): Result<string, string> {
  if (!/^pkg:/iu.test(text)) return err("it does not begin with `pkg:`");
  if (UNCLEAN.test(text) || !text.isWellFormed()) return err("it has a character that a package URL cannot have");
  if (hasDoubleQualifier(text)) return err("it has one qualifier twice");
  const once = canonicalText(text);
  if (once === undefined) return err("it is no package URL such as `pkg:npm/left-pad@1.3.0`");
  return canonicalText(once) === once ? ok(once) : err("it has no canonical form");
}

function canonicalText(text: string): string | undefined {
  try {
    return PackageURL.fromString(text).toString();
  } catch {
    return undefined;
  }
}

function hasDoubleQualifier(text: string): boolean {
  const query = /\?([^#]*)/u.exec(text)?.[1];
  if (query === undefined) return false;
  const names = query.split("&").map((qualifier) => qualifier.split("=")[0]?.toLowerCase());
  return new Set(names).size < names.length;
}

export const parsePurl = bounded(parseText);

/** The version of a canonical purl, decoded; `undefined` when it names none. */
export function purlVersion(purl: string): string | undefined {
  try {
    const { version } = PackageURL.fromString(purl);
    return version === "" ? undefined : (version ?? undefined);
  } catch {
    return undefined;
  }
}

export const Purl: Scalar<string> = {
  parse: parsePurl,
  fromJson: fromJsonString(parsePurl),
  equal: (a, b) => a === b,
  show: (value) => value,
  canonical: (value) => value,
};
