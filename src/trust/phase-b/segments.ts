/**
 * Identities and claims by segments. The value is parsed first and must be in normal form: what two readers could read in two
 * ways matches nothing (`verification.md` §5).
 */
import { err, ok, type Result } from "../../base/index.ts";

export type TextKind = "uri" | "email" | "plain";

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//u;

/** An address inside a directory name makes it no address. */
const DIRECTORY_NAME = /^(?:CN|OU|O|C|L|ST|STREET|DC|UID|[0-9]+(?:\.[0-9]+)+)=.*,/u;

/** What a text of a policy is about. */
export function kindOfText(text: string): TextKind {
  if (SCHEME.test(text)) return "uri";
  if (DIRECTORY_NAME.test(text)) return "plain";
  return text.includes("@") ? "email" : "plain";
}

/** Scheme and host in lower case, no user, no port, a path of visible ASCII, neither query nor fragment nor backslash. */
const NORMAL_URI = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(\/[\u0021-\u0022\u0024-\u003e\u0040-\u005b\u005d-\u007e]*)?$/u;
/** Encoded `.`, `/`, `\` and control characters: something else to whoever decodes them. */
const HIDDEN = /%(?:2e|2f|5c|[01][0-9a-f]|7f)/iu;

/** `https:`, the empty text, the host, then the path's segments, empty ones included. */
export function uriSegments(text: string): Result<readonly string[], string> {
  if (!NORMAL_URI.test(text)) return err("it is no URI in normal form");
  if (HIDDEN.test(text)) return err("it hides a separator behind percent-encoding");
  const segments = text.split("/");
  return segments.includes(".") || segments.includes("..") ? err("it has a `.` or `..` segment") : ok(segments);
}

/** Local part and domain. */
export function emailSegments(text: string): Result<readonly string[], string> {
  const segments = text.split("@");
  const isNormal = segments.length === 2 && segments.every((segment) => segment !== "") && /^[\u0021-\u007e]+$/u.test(text);
  return isNormal ? ok(segments) : err("it is no e-mail address in normal form");
}

/** Of a claim that is no URI, a git reference for instance. */
export function plainSegments(text: string): Result<readonly string[], string> {
  if (!/^[\u0020-\u005b\u005d-\u007e]*$/u.test(text)) return err("it has characters that no plain name has");
  const segments = text.split("/");
  return segments.includes(".") || segments.includes("..") ? err("it has a `.` or `..` segment") : ok(segments);
}

/** Equal, or below by whole segments; a trailing slash of `parent` changes nothing. */
export function isUnder(segments: readonly string[], parent: readonly string[]): boolean {
  const wanted = parent.length > 1 && parent.at(-1) === "" ? parent.slice(0, -1) : parent;
  return segments.length >= wanted.length && wanted.every((segment, i) => segment === segments[i]);
}
