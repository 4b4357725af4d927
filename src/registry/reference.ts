/**
 * Names of images, `registry.md` §2: parsed once, normalised, printed. The grammar is that of `distribution/reference`; parsing is linear
 * and never throws. Strings do not travel past this file.
 */
import { err, ok, type Digest, type Result } from "../base/index.ts";
import { parseDigest } from "./digest-text.ts";
import { showUntrusted } from "./fault.ts";

export interface Reference {
  /** As in names: `docker.io`, `ghcr.io`, `localhost:5000`, `[::1]:5000`. */
  readonly domain: string;
  /** Without the domain: `library/nginx`. */
  readonly path: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

export interface ReferenceFault {
  readonly kind: "reference-invalid";
  readonly detail: string;
}

const MAX_NAME_LENGTH = 255;
const MAX_TEXT_LENGTH = MAX_NAME_LENGTH + 1 + 128 + 1 + 7 + 128;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const HOST_LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const BARE_HEX = /^[0-9a-f]{64}$/;

/** Any text to a reference. A missing tag is left out: `withDefaultTag` says so where one is needed. */
export function parseReference(text: string): Result<Reference, ReferenceFault> {
  if (text.length > MAX_TEXT_LENGTH) return invalid(`a reference has at most ${MAX_TEXT_LENGTH} characters`);
  const at = text.indexOf("@");
  const digest = at < 0 ? undefined : parseDigest(text.slice(at + 1));
  if (at >= 0 && digest === undefined) {
    return invalid(`${quote(text.slice(at + 1))} is no sha256 or sha512 digest in lower-case hex of the right length`);
  }
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const hasTag = colon >= 0 && !isBracketed(named, colon);
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) return invalid(`${quote(tag)} is no tag`);
  return withParts(hasTag ? named.slice(0, colon) : named, tag, digest);
}

function withParts(name: string, tag: string | undefined, digest: Digest | undefined): Result<Reference, ReferenceFault> {
  if (name === "") return invalid("a name is needed before the tag or digest");
  if (BARE_HEX.test(name)) return invalid(`${quote(name)} is a bare digest, not a name`);
  const parts = splitDomain(name);
  const problem = domainProblem(parts.domain) ?? pathProblem(parts.path);
  if (problem !== undefined) return invalid(problem);
  const { domain, path } = normalise(parts.domain, parts.path);
  if (domain.length + 1 + path.length > MAX_NAME_LENGTH) return invalid(`a name has at most ${MAX_NAME_LENGTH} characters`);
  return ok({ domain, path, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) });
}

/** `[::1]:5000` alone: its colons belong to the host. */
function isBracketed(text: string, colon: number): boolean {
  return text.startsWith("[") && colon <= text.indexOf("]");
}

function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const isDomain = /[.:]/.test(first) || first === "localhost" || /[A-Z]/.test(first);
  return isDomain ? { domain: first, path: name.slice(slash + 1) } : { domain: "docker.io", path: name };
}

function normalise(domain: string, path: string): { domain: string; path: string } {
  const host = domain === "index.docker.io" ? "docker.io" : domain;
  return { domain: host, path: host === "docker.io" && !path.includes("/") ? `library/${path}` : path };
}

function domainProblem(domain: string): string | undefined {
  const parts = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]]+)(?::([0-9]{1,5}))?$/.exec(domain);
  const host = parts?.[1];
  if (host === undefined || (parts?.[2] !== undefined && Number(parts[2]) > 65535)) return `${quote(domain)} is no host`;
  if (host.startsWith("[")) return isIpv6(host.slice(1, -1)) ? undefined : `${quote(domain)} is no IPv6 address in brackets`;
  return host.split(".").every((label) => HOST_LABEL.test(label)) ? undefined : `${quote(domain)} is no host`;
}

function isIpv6(text: string): boolean {
  return text.includes(":") && URL.canParse(`http://[${text}]/`);
}

function pathProblem(path: string): string | undefined {
  const wrong = path.split("/").find((component) => !COMPONENT.test(component));
  if (wrong === undefined) return undefined;
  return /[A-Z]/.test(wrong) ? `${quote(wrong)} has upper-case letters` : `${quote(wrong)} is no name component`;
}

/** The repository as people write it: `docker.io/library/nginx`. */
export function repositoryName(reference: Reference): string {
  return `${reference.domain}/${reference.path}`;
}

export function printReference(reference: Reference): string {
  const tag = reference.tag === undefined ? "" : `:${reference.tag}`;
  const digest = reference.digest === undefined ? "" : `@${reference.digest}`;
  return `${repositoryName(reference)}${tag}${digest}`;
}

/** The host that is spoken to, with its port. */
export function networkHost(reference: Reference): string {
  return reference.domain === "docker.io" ? "registry-1.docker.io" : reference.domain;
}

/** Hosts that speak plain HTTP unless configured: this machine's own names and addresses, and no private range. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:[0-9]+$/, "").toLowerCase();
  return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

function invalid(detail: string): Result<never, ReferenceFault> {
  return err({ kind: "reference-invalid", detail });
}

function quote(text: string): string {
  return `\`${showUntrusted(text)}\``;
}
