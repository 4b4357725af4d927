/** Absolute URIs, RFC 3986, parsed and normalised once (§6.2.2 and §6.2.3): equality and `under` never look at the text. */
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { bounded, fromJsonString } from "./text-scalar.ts";

export interface Uri {
  /** The normalised text. */
  readonly text: string;
  readonly scheme: string;
  /** Host with the port where that is not the scheme's own; `undefined` for `urn:`, `pkg:` and their like. */
  readonly authority?: string;
  /** Of the path, normalised and still percent-encoded. A trailing slash is an empty last segment. */
  readonly segments: readonly string[];
  readonly query?: string;
  readonly fragment?: string;
}

const PARTS = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/su;
const LEGAL = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/u;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/u;
const ESCAPE = /%[0-9A-Fa-f]{2}/u;
/** What is encoded more often than this hides something. */
const MOST_DECODINGS = 8;
const UNRESERVED = /[A-Za-z0-9\-._~]/u;
const HOST = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=%]*|\[[0-9A-Fa-f:.]+\])$/u;
const ownPorts: Readonly<Record<string, string>> = { http: "80", https: "443", ssh: "22", git: "9418", ftp: "21", ws: "80", wss: "443" };

function parseText(text: string): Result<Uri, string> {
  if (!LEGAL.test(text)) return err("it has a character that a URI cannot have");
  if (BAD_ESCAPE.test(text)) return err("a `%` in it is not followed by two hex digits");
  const parts = PARTS.exec(text);
  if (parts === null) return err("it does not begin with a scheme such as `https:`");
  const scheme = (parts[1] as string).toLowerCase();
  const authority = parts[2] === undefined ? ok(undefined) : normaliseAuthority(scheme, parts[2]);
  if (!authority.ok) return authority;
  const segments = normalisePath(parts[3] ?? "", authority.value !== undefined);
  if (!segments.ok) return segments;
  return ok(assemble(scheme, authority.value, segments.value, parts[4], parts[5]));
}

function assemble(
  scheme: string,
  authority: string | undefined,
  path: NormalPath,
  rawQuery: string | undefined,
  rawFragment: string | undefined,
): Uri {
  const query = rawQuery === undefined ? undefined : normaliseEscapes(rawQuery);
  const fragment = rawFragment === undefined ? undefined : normaliseEscapes(rawFragment);
  const root = authority === undefined ? "" : `//${authority}`;
  const rest = `${query === undefined ? "" : `?${query}`}${fragment === undefined ? "" : `#${fragment}`}`;
  return {
    text: `${scheme}:${root}${path.isRooted ? "/" : ""}${path.segments.join("/")}${rest}`,
    scheme,
    ...(authority === undefined ? {} : { authority }),
    segments: path.segments,
    ...(query === undefined ? {} : { query }),
    ...(fragment === undefined ? {} : { fragment }),
  };
}

function normaliseAuthority(scheme: string, authority: string): Result<string, string> {
  if (authority.includes("@")) return err("it names a user before the host");
  const colon = /:[0-9]*$/u.exec(authority)?.index ?? authority.length;
  const host = authority.slice(0, colon);
  const port = authority.slice(colon + 1).replace(/^0+(?=[0-9])/u, "");
  if (!HOST.test(host)) return err("it has no readable host");
  if (host === "" && scheme !== "file") return err("it has no host");
  if (port !== "" && Number(port) > 65_535) return err("it has a port above 65535");
  const ownPort = ownPorts[scheme.slice(scheme.indexOf("+") + 1)];
  return ok(`${normaliseEscapes(host.toLowerCase()).toLowerCase()}${port === "" || port === ownPort ? "" : `:${port}`}`);
}

interface NormalPath {
  readonly isRooted: boolean;
  readonly segments: readonly string[];
}

function normalisePath(path: string, hasAuthority: boolean): Result<NormalPath, string> {
  const isRooted = hasAuthority || path.startsWith("/");
  const raw = normaliseEscapes(path.startsWith("/") ? path.slice(1) : path).split("/");
  if (raw.some(hidesDotSegment)) return err("it hides `..`, a slash beside it or a control character behind percent-encoding");
  if (!isRooted && raw.some(isDotSegment)) return err("it has a `.` or `..` segment and no root to resolve it from");
  const segments = isRooted ? removeDotSegments(raw) : raw;
  if (!hasAuthority && isRooted && segments[0] === "" && segments.length > 1) return err("its path begins with two slashes");
  return ok({ isRooted, segments });
}

function isDotSegment(segment: string): boolean {
  return segment === "." || segment === "..";
}

/** RFC 3986 §5.2.4, on segments: `..` at the root stays at the root. */
function removeDotSegments(segments: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === "..") kept.pop();
    else if (segment !== ".") kept.push(segment);
  }
  const last = segments.at(-1);
  if (last !== undefined && isDotSegment(last)) kept.push("");
  return kept.length === 0 ? [""] : kept;
}

/**
 * A segment that some server would decode into a step upwards, however often it is encoded. No honest name has one, and
 * `under` must not be fooled by any.
 */
function hidesDotSegment(segment: string): boolean {
  if (!segment.includes("%")) return false;
  let decoded = segment;
  for (let pass = 0; ESCAPE.test(decoded); pass++) {
    if (pass === MOST_DECODINGS) return true;
    decoded = decoded.replaceAll(/%([0-9A-Fa-f]{2})/gu, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return /[\u0000-\u001f\u007f]/u.test(decoded) || decoded.split(/[/\\]/u).some(isDotSegment);
}

/** RFC 3986 §6.2.2: unreserved characters are written out, other escapes in upper case. */
function normaliseEscapes(text: string): string {
  if (!text.includes("%")) return text;
  return text.replaceAll(/%[0-9A-Fa-f]{2}/gu, (escape) => {
    const char = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return UNRESERVED.test(char) ? char : escape.toUpperCase();
  });
}

export const parseUri = bounded(parseText);

export const UriScalar: Scalar<Uri> = {
  parse: parseUri,
  fromJson: fromJsonString(parseUri),
  equal: (a, b) => a.text === b.text,
  show: (value) => value.text,
  canonical: (value) => value.text,
};
