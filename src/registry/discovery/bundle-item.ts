/** What one piece of JSON from a file is: `verification.md` §4.5. Recognised by its members, so that a strange version is seen and refused later. */
import { isArray, isObject, member, type Json } from "../../base/index.ts";
import { DSSE_ENVELOPE, IN_TOTO_STATEMENT, SIGSTORE_BUNDLE_PREFIX } from "../media-type.ts";
import { sliceJson } from "./json-slice.ts";

export interface Item {
  readonly bytes: Uint8Array;
  /** `undefined`: no attestation. */
  readonly mediaType?: string;
  /** What follows the path in the item's URI: a line's number, or a pointer. */
  readonly place: string;
}

export function itemsOf(bytes: Uint8Array, json: Json, place: string): readonly Item[] {
  const answers = member(json, "attestations");
  if (isArray(answers)) return answers.map((answer, index) => npmItem(bytes, answer, index, place));
  const mediaType = mediaTypeOf(json);
  return [{ bytes, place, ...(mediaType === undefined ? {} : { mediaType }) }];
}

/** An answer of npm's attestations API holds bundles beside their predicate types. */
function npmItem(bytes: Uint8Array, answer: Json, index: number, place: string): Item {
  const bundle = member(answer, "bundle");
  const path = bundle === undefined ? ["attestations", index] : ["attestations", index, "bundle"];
  const mediaType = bundle === undefined ? undefined : mediaTypeOf(bundle);
  return {
    bytes: sliceJson(bytes, path) ?? bytes,
    place: `${place}/${path.join("/")}`,
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

function mediaTypeOf(json: Json): string | undefined {
  if (!isObject(json)) return undefined;
  const named = member(json, "mediaType");
  if (typeof named === "string" && named.startsWith(SIGSTORE_BUNDLE_PREFIX)) return named;
  if (has(json, "verificationMaterial") || has(json, "dsseEnvelope")) return `${SIGSTORE_BUNDLE_PREFIX}+json`;
  if (has(json, "payload") && (has(json, "payloadType") || has(json, "signatures"))) return DSSE_ENVELOPE;
  return has(json, "_type") && has(json, "predicateType") ? IN_TOTO_STATEMENT : undefined;
}

function has(json: Json, name: string): boolean {
  return member(json, name) !== undefined;
}
