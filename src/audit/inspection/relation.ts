import type { SubjectSet } from "../../registry/index.ts";

/** How a statement's subjects stand to the image: by digest alone, never by name. */
export type SubjectRelation =
  | { readonly kind: "same" }
  /** It names the index that was resolved; the image is listed in it. */
  | { readonly kind: "index-of"; readonly digest: string }
  /** It names one platform of the index that was asked for. */
  | { readonly kind: "platform-of"; readonly digest: string; readonly platform?: string }
  | { readonly kind: "other" };

/** `digests` are all those of the subject's own bytes; `named` what the statement names. */
export function relationOf(digests: readonly string[], set: SubjectSet, named: readonly string[]): SubjectRelation {
  if (digests.some((digest) => named.includes(digest))) return { kind: "same" };
  const index = [set.root, ...set.children].map(({ parent }) => parent).find((parent) => parent !== undefined && named.includes(parent));
  const holder = index ?? (named.includes(set.root.digest) ? set.root.digest : undefined);
  if (holder !== undefined) return { kind: "index-of", digest: holder };
  const child = set.children.find(({ digest }) => named.includes(digest));
  if (child === undefined) return { kind: "other" };
  return { kind: "platform-of", digest: child.digest, ...(child.platform === undefined ? {} : { platform: child.platform }) };
}
