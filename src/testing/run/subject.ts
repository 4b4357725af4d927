/** What a test judges, as discovery would have found it: an image, or an index with its platforms. */
import { encodeHex, encodeUtf8, type Digest, type Hasher } from "../../base/index.ts";
import type { CheckedTest } from "../../language/index.ts";
import type { ResolvedSubject, SubjectMember, SubjectSet } from "../../registry/index.ts";
import { asDigest } from "../stand-ins/stand-ins.ts";

export interface JudgedImage {
  readonly resolved: ResolvedSubject;
  readonly set: SubjectSet;
  /** Digest of each platform's manifest by its name; empty for an image. */
  readonly platforms: ReadonlyMap<string, Digest>;
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";

export function imageOf({ subject }: CheckedTest, hasher: Hasher): JudgedImage {
  const { name, digest: own } = partsOf(subject?.reference);
  const named = encodeUtf8(` ${name ?? "image"}`);
  const digestOf = (what: string): Digest => asDigest(`sha256:${encodeHex(hasher.digest("sha256", [encodeUtf8(what), named]))}`);
  const digest = own ?? digestOf("subject");
  const platforms = new Map((subject?.platforms ?? []).map((platform) => [platform, digestOf(platform)]));
  const isIndex = platforms.size > 0;
  const root: SubjectMember = isIndex
    ? { digest, digests: [digest], mediaType: INDEX, role: "index" }
    : { digest, digests: [digest], mediaType: MANIFEST, role: "image", runs: "linux/amd64" };
  const children = [...platforms].map(([platform, at]): SubjectMember => ({
    digest: at,
    digests: [at],
    mediaType: MANIFEST,
    role: "image",
    platform,
    runs: platform,
    parent: digest,
  }));
  return { resolved: { ...nameOf(name, digest), digest, digests: [digest] }, set: { root, children, others: [] }, platforms };
}

interface SubjectParts {
  readonly name?: string;
  /** Where the test says it; the digest of a subject without one is made of its name. */
  readonly digest?: Digest;
}

function partsOf(reference: string | undefined): SubjectParts {
  if (reference === undefined) return {};
  const [, name, digest] = /^(?:(.*)@)?(sha\d+:[0-9a-f]+)$/u.exec(reference) ?? [];
  if (digest === undefined) return { name: reference };
  return { ...(name !== undefined && { name }), digest: asDigest(digest) };
}

function nameOf(reference: string | undefined, digest: Digest): Pick<ResolvedSubject, "reference" | "repository" | "tag"> {
  if (reference === undefined) return { reference: digest };
  const tag = /:([\w][\w.-]{0,127})$/u.exec(reference)?.[1];
  const repository = tag === undefined ? reference : reference.slice(0, -tag.length - 1);
  return { reference: `${reference}@${digest}`, repository, ...(tag !== undefined && { tag }) };
}
