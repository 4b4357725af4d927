/** Rules `purl` and `purl-version`: what a URI says as a package URL. */
import { ok, parsePurl, purlVersion, scalars } from "../../base/index.ts";
import { absent, converted, malformed, notOfType, type Located, type Lookup } from "../reading/located.ts";
import { whenPresent, type Rule } from "./rule.ts";

/** Its canonical text; a URI of another scheme has none. */
function canonicalPurl(found: Located): Lookup {
  if (typeof found.json !== "string") return notOfType(found, "a string");
  if (!found.json.startsWith("pkg:")) return absent;
  const purl = parsePurl(found.json);
  return purl.ok ? ok(converted(found, purl.value, "purl")) : malformed(found.pointer, purl.error);
}

export const purlRule: Rule = whenPresent(canonicalPurl);

const SHORT_VERSION = /^(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){0,2}$/u;

/** One to three numbers are a version with the missing parts 0; what is neither that nor SemVer is no version of this type. */
function asSemVer(text: string): string | undefined {
  const padded = SHORT_VERSION.test(text) ? `${text}${".0".repeat(3 - text.split(".").length)}` : text;
  return scalars.SemVer.parse(padded).ok ? padded : undefined;
}

export const purlVersionRule: Rule = whenPresent((input) => {
  const purl = canonicalPurl(input);
  if (!purl.ok || purl.value === undefined) return purl;
  const version = asSemVer(purlVersion(purl.value.json as string) ?? "");
  return version === undefined ? absent : ok(converted(input, version, "purl-version"));
});
