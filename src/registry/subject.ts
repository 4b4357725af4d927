/** What a command is told to judge: `cli.md`, SUBJECT. */
import { err, ok, type Digest, type Result } from "../base/index.ts";
import { parseDigest } from "./digest-text.ts";
import { showUntrusted } from "./fault.ts";
import { parseReference, printReference, type Reference, type ReferenceFault } from "./reference.ts";

export interface RegistrySubject {
  readonly kind: "registry";
  readonly reference: Reference;
}

export interface LayoutSubject {
  readonly kind: "layout";
  readonly directory: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

export interface FileSubject {
  readonly kind: "file";
  readonly path: string;
}

export interface DigestSubject {
  readonly kind: "digest";
  readonly digest: Digest;
}

export type SubjectReference = RegistrySubject | LayoutSubject | FileSubject | DigestSubject;

const LAYOUT = "oci-layout:";
const FILE = "file:";
/** A tag, or a whole name as docker and containerd write it into a layout. */
const LAYOUT_TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Any text to a subject; never throws. */
export function parseSubject(text: string): Result<SubjectReference, ReferenceFault> {
  if (text.startsWith(LAYOUT)) return parseLayout(text.slice(LAYOUT.length));
  if (text.startsWith(FILE)) return parseFile(text.slice(FILE.length));
  if (/^sha(256|384|512):/.test(text)) return parseBareDigest(text);
  const reference = parseReference(text);
  return reference.ok ? ok({ kind: "registry", reference: reference.value }) : reference;
}

function parseLayout(text: string): Result<SubjectReference, ReferenceFault> {
  const at = text.lastIndexOf("@");
  const digest = at < 0 ? undefined : parseDigest(text.slice(at + 1));
  const isDigestText = at >= 0 && /^[a-z0-9]+:[0-9A-Za-z]+$/.test(text.slice(at + 1));
  if (isDigestText && digest === undefined) return invalid(`\`${showUntrusted(text.slice(at + 1))}\` is no sha256 or sha512 digest`);
  const named = digest === undefined ? text : text.slice(0, at);
  const colon = named.lastIndexOf(":");
  const tag = colon > 0 && LAYOUT_TAG.test(named.slice(colon + 1)) ? named.slice(colon + 1) : undefined;
  const directory = tag === undefined ? named : named.slice(0, colon);
  if (directory === "" || directory.includes("\0")) return invalid("`oci-layout:` needs a directory");
  return ok({ kind: "layout", directory, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) });
}

function parseFile(path: string): Result<SubjectReference, ReferenceFault> {
  return path === "" || path.includes("\0") ? invalid("`file:` needs a path") : ok({ kind: "file", path });
}

function parseBareDigest(text: string): Result<SubjectReference, ReferenceFault> {
  const digest = parseDigest(text);
  return digest === undefined ? invalid(`\`${showUntrusted(text)}\` is no sha256 or sha512 digest`) : ok({ kind: "digest", digest });
}

export function printSubject(subject: SubjectReference): string {
  switch (subject.kind) {
    case "registry":
      return printReference(subject.reference);
    case "layout":
      return `${LAYOUT}${subject.directory}${subject.tag === undefined ? "" : `:${subject.tag}`}${subject.digest === undefined ? "" : `@${subject.digest}`}`;
    case "file":
      return `${FILE}${subject.path}`;
    case "digest":
      return subject.digest;
  }
}

function invalid(detail: string): Result<never, ReferenceFault> {
  return err({ kind: "reference-invalid", detail });
}
