/** OCI content descriptors, read strictly: image-spec 1.1, "Descriptors". What they claim about other bytes is not trusted here. */
import { err, isArray, isObject, member, ok, type Digest, type Json, type Result } from "../base/index.ts";
import { parseDigest } from "./digest-text.ts";
import { fault, showUntrusted, type FetchFault } from "./fault.ts";

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly annotations: Readonly<Record<string, string>>;
  /** `os/architecture[/variant]`. */
  readonly platform?: string;
  /** Base64 of the content, when it stands inline. */
  readonly data?: string;
}

export function readDescriptor(json: Json | undefined, where: string): Result<Descriptor, FetchFault> {
  if (!isObject(json)) return malformed(`${where} is no object`);
  const mediaType = member(json, "mediaType");
  if (typeof mediaType !== "string" || mediaType === "") return malformed(`${where} has no \`mediaType\``);
  const digestText = member(json, "digest");
  if (typeof digestText !== "string") return malformed(`${where} has no \`digest\``);
  const digest = parseDigest(digestText);
  if (digest === undefined) return err(fault("reference-invalid", `${where} names \`${showUntrusted(digestText)}\`, which is no digest`));
  const sizeBytes = member(json, "size");
  if (typeof sizeBytes !== "number" || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0) return malformed(`${where} has no \`size\``);
  const annotations = readAnnotations(member(json, "annotations"), where);
  if (!annotations.ok) return annotations;
  const data = member(json, "data");
  if (data !== undefined && typeof data !== "string") return malformed(`${where} has \`data\` that is no text`);
  return withPlatform(
    { mediaType, digest, sizeBytes, annotations: annotations.value, ...(data === undefined ? {} : { data }) },
    json,
    where,
  );
}

function withPlatform(descriptor: Descriptor, json: Json, where: string): Result<Descriptor, FetchFault> {
  const platform = member(json, "platform");
  if (platform === undefined || platform === null) return ok(descriptor);
  if (!isObject(platform)) return malformed(`${where} has a \`platform\` that is no object`);
  const parts = ["os", "architecture", "variant"].map((name) => member(platform, name));
  if (parts.some((part) => part !== undefined && typeof part !== "string")) return malformed(`${where} has a \`platform\` of other types`);
  const words = parts.filter((part): part is string => typeof part === "string" && part !== "");
  return ok(words.length < 2 ? descriptor : { ...descriptor, platform: words.join("/") });
}

/** Absent is empty; a value that is no text is refused, so that nobody reads it as another. */
export function readAnnotations(json: Json | undefined, where: string): Result<Readonly<Record<string, string>>, FetchFault> {
  const annotations: Record<string, string> = Object.create(null) as Record<string, string>;
  if (json === undefined || json === null) return ok(annotations);
  if (!isObject(json)) return malformed(`${where} has \`annotations\` that are no object`);
  for (const [name, value] of Object.entries(json)) {
    if (typeof value !== "string") return malformed(`${where} has the annotation \`${showUntrusted(name)}\` that is no text`);
    annotations[name] = value;
  }
  return ok(annotations);
}

export function readDescriptors(json: Json | undefined, where: string, max: number): Result<readonly Descriptor[], FetchFault> {
  if (!isArray(json)) return malformed(`${where} is no list`);
  if (json.length > max) return err(fault("too-many", `${where} has ${json.length} entries, at most ${max} are read`));
  const descriptors: Descriptor[] = [];
  for (const [index, element] of json.entries()) {
    const descriptor = readDescriptor(element, `${where}[${index}]`);
    if (!descriptor.ok) return descriptor;
    descriptors.push(descriptor.value);
  }
  return ok(descriptors);
}

function malformed(detail: string): Result<never, FetchFault> {
  return err(fault("manifest-malformed", detail));
}
