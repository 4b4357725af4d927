/** Rule `vex-product`: whether a product of OpenVEX is the artifact that the attestation is about. `stdlib.md` §6. */
import { isDigestAlgorithm, isObject, ok, parseDigest, type Result } from "../../base/index.ts";
import type { SubjectClaim } from "../subject.ts";
import { find, malformed, notOfType, type Fault, type Located } from "../reading/located.ts";

export const VEX_PRODUCT = "vex-product";

/** `unsaid` is for a statement that lists no product: it inherits the subject of its attestation. */
export type ProductRelation = "named" | "other" | "unsaid";

interface NamedDigest {
  readonly algorithm: string;
  readonly hex: string;
  /** Where it is written. */
  readonly found: Located;
}

export interface ProductSaying {
  readonly relation: "named" | "other";
  /** The words that decided, or the first words that name the product. */
  readonly found: Located;
}

/** A product is a text in old documents, later an object with `@id`, `identifiers` and `hashes`. */
export function productSaying(product: Located, subjects: readonly SubjectClaim[]): Result<ProductSaying, Fault> {
  const texts = identifyingTexts(product);
  if (!texts.ok) return texts;
  const hashes = hashesOf(product);
  if (!hashes.ok) return hashes;
  const digests = [...hashes.value, ...texts.value.flatMap(digestsIn)];
  const naming = subjects.map((subject) => namingDigest(digests, subject)).find((digest) => digest !== undefined);
  return ok(naming ? { relation: "named", found: naming.found } : { relation: "other", found: texts.value[0] ?? product });
}

/** One digest of the subject is named, and none that contradicts it. */
function namingDigest(named: readonly NamedDigest[], { digests }: SubjectClaim): NamedDigest | undefined {
  const known = named.filter(({ algorithm }) => digests.has(algorithm));
  return known.every(({ algorithm, hex }) => digests.get(algorithm) === hex) ? known[0] : undefined;
}

/** `@id` and the package URL. */
export function identifyingTexts(component: Located): Result<readonly Located[], Fault> {
  if (typeof component.json === "string") return ok([component]);
  if (!isObject(component.json)) return notOfType(component, "an object");
  const texts: Located[] = [];
  for (const path of [["@id"], ["identifiers", "purl"]]) {
    const found = find(component, ...path);
    if (!found.ok) return found;
    if (found.value === undefined) continue;
    if (typeof found.value.json !== "string") return notOfType(found.value, "a string");
    texts.push(found.value);
  }
  return ok(texts);
}

function hashesOf(product: Located): Result<readonly NamedDigest[], Fault> {
  if (!isObject(product.json)) return ok([]);
  const hashes = find(product, "hashes");
  if (!hashes.ok) return hashes;
  if (hashes.value === undefined) return ok([]);
  if (!isObject(hashes.value.json)) return notOfType(hashes.value, "an object");
  const named: NamedDigest[] = [];
  for (const [name, hex] of Object.entries(hashes.value.json)) {
    const algorithm = algorithmOf(name);
    if (algorithm === undefined) continue;
    const found = find(hashes.value, name);
    if (!found.ok) return found;
    if (found.value === undefined) continue;
    if (typeof hex !== "string") return notOfType(found.value, "a string");
    const digest = parseDigest(`${algorithm}:${hex}`);
    if (!digest.ok) return malformed(found.value.pointer, digest.error);
    named.push({ algorithm, hex, found: found.value });
  }
  return ok(named);
}

/** `sha256` and `sha-256`. */
function algorithmOf(name: string): string | undefined {
  const algorithm = name.replace(/^sha-/u, "sha");
  return isDigestAlgorithm(algorithm) ? algorithm : undefined;
}

/** The whole text, what stands behind its last `@`, and the qualifier `digest` of a package URL; each counts only as one whole digest. */
function digestsIn(found: Located): readonly NamedDigest[] {
  const text = found.json as string;
  const [bare = ""] = text.split(/[?#]/u, 1);
  const candidates = [text, bare.slice(bare.lastIndexOf("@") + 1)];
  if (text.startsWith("pkg:")) candidates.push(...digestQualifiers(text));
  return candidates.flatMap((candidate) => digestFrom(candidate, found));
}

function digestQualifiers(purl: string): readonly string[] {
  const query = /\?([^#]*)/u.exec(purl)?.[1] ?? "";
  return query.split("&").flatMap((part) => (part.startsWith("digest=") ? [part.slice("digest=".length)] : []));
}

function digestFrom(text: string, found: Located): readonly NamedDigest[] {
  const [, name = "", hex = ""] = /^(sha-?[0-9]+)(?::|%3[Aa])([0-9a-f]+)$/u.exec(text) ?? [];
  const algorithm = algorithmOf(name);
  return algorithm === undefined || !parseDigest(`${algorithm}:${hex}`).ok ? [] : [{ algorithm, hex, found }];
}
