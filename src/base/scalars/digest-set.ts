import { byCodeUnit } from "../canonical-json.ts";
import type { Digest, DigestAlgorithm } from "../digest.ts";
import type { Json } from "../json.ts";
import { isObject, jsonType } from "../parse-json.ts";
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";

/** The digests of one artifact, at least one, at most one of an algorithm, sorted. */
export interface DigestSet {
  readonly digests: readonly Digest[];
}

/** The algorithms that identify an artifact, with the length of their hex. */
export const digestHexLength: { readonly [K in DigestAlgorithm]: number } = { sha256: 64, sha384: 96, sha512: 128 };
const LONGEST_TEXT = 512;
const LOWER_HEX = /^[0-9a-f]+$/u;

export function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return Object.hasOwn(digestHexLength, name);
}

/** `algorithm:hex` in lower case and of the right length. */
export function parseDigest(text: string): Result<Digest, string> {
  const colon = text.indexOf(":");
  const algorithm = text.slice(0, Math.max(colon, 0));
  if (!isDigestAlgorithm(algorithm)) return err("it does not begin with `sha256:`, `sha384:` or `sha512:`");
  const hex = text.slice(colon + 1);
  if (hex.length !== digestHexLength[algorithm])
    return err(`${algorithm} has ${digestHexLength[algorithm]} hex digits, it has ${hex.length}`);
  return LOWER_HEX.test(hex) ? ok(`${algorithm}:${hex}` as Digest) : err("it is not lower-case hex");
}

/** One digest, or several of one artifact with a space between. */
function parse(text: string): Result<DigestSet, string> {
  if (text.length > LONGEST_TEXT) return err(`it is longer than ${LONGEST_TEXT} characters`);
  const digests: Digest[] = [];
  for (const part of text.split(" ")) {
    const digest = parseDigest(part);
    if (!digest.ok) return digest;
    digests.push(digest.value);
  }
  return makeDigestSet(digests);
}

export function makeDigestSet(digests: readonly Digest[]): Result<DigestSet, string> {
  const algorithms = new Set(digests.map(algorithmOf));
  if (digests.length === 0) return err("it names no sha256, sha384 or sha512 digest");
  if (algorithms.size < digests.length) return err("it names one algorithm twice");
  return ok({ digests: [...digests].sort(byCodeUnit) });
}

function algorithmOf(digest: Digest): string {
  return digest.slice(0, digest.indexOf(":"));
}

/**
 * The members of an in-toto DigestSet that are digests; other algorithms are passed over. `undefined` when there is none.
 * A digest in upper case or of the wrong length is malformed.
 */
export function digestSetFromObject(json: Json): Result<DigestSet | undefined, string> {
  if (!isObject(json)) return err(`it is a JSON ${jsonType(json)}, not an object of digests`);
  const digests: Digest[] = [];
  for (const algorithm of Object.keys(digestHexLength)) {
    const hex = Object.hasOwn(json, algorithm) ? json[algorithm] : undefined;
    if (hex === undefined) continue;
    if (typeof hex !== "string") return err(`its ${algorithm} is not a string`);
    const digest = parseDigest(`${algorithm}:${hex}`);
    if (!digest.ok) return digest;
    digests.push(digest.value);
  }
  return digests.length === 0 ? ok(undefined) : makeDigestSet(digests);
}

function fromJson(json: Json): Result<DigestSet, string> {
  if (typeof json === "string") return parse(json);
  const set = digestSetFromObject(json);
  if (!set.ok) return set;
  return set.value === undefined ? err("it names no sha256, sha384 or sha512 digest") : ok(set.value);
}

/** Shared algorithms all agree: true; all differ: false; none shared, or mixed: it cannot be told. */
export function equalDigests(a: DigestSet, b: DigestSet): boolean | undefined {
  let agreeing = 0;
  let shared = 0;
  for (const left of a.digests) {
    const right = b.digests.find((digest) => algorithmOf(digest) === algorithmOf(left));
    if (right === undefined) continue;
    shared++;
    if (left === right) agreeing++;
  }
  if (shared === 0) return undefined;
  if (agreeing === shared) return true;
  return agreeing === 0 ? false : undefined;
}

function show(value: DigestSet): string {
  return value.digests.join(" ");
}

export const DigestScalar: Scalar<DigestSet> = { parse, fromJson, equal: equalDigests, show, canonical: show };
