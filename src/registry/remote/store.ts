/** A repository in a registry as a `ContentStore` (`registry.md` §3). Equal questions are asked once in a run. */
import { err, ok, type Digest, type Hasher, type Result } from "../../base/index.ts";
import { checkBytes, inlineContent, storeManifest, type ContentStore, type Expected, type StoredManifest } from "../content-store.ts";
import type { Descriptor } from "../descriptor.ts";
import { algorithmOf, digestOf, parseDigest } from "../digest-text.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import { parseManifest } from "../manifest.ts";
import { ACCEPTED_MANIFESTS } from "../media-type.ts";
import { header } from "../transport.ts";
import { plainBody, statusFault } from "./answer.ts";
import type { Client, Got } from "./client.ts";

export interface RemoteStore extends ContentStore {
  /** What a tag names now; our hash of the bytes is the digest. Asked once for each tag. */
  tagged(tag: string): Promise<Result<TaggedManifest, FetchFault>>;
  /** The answer to a tag, for sources that read a 404 themselves. */
  askTag(tag: string): Promise<Result<Got, FetchFault>>;
  readTag(got: Got): Result<TaggedManifest, FetchFault>;
}

export interface TaggedManifest extends StoredManifest {
  readonly warnings: readonly string[];
}

export interface StorePorts {
  readonly client: Client;
  readonly hasher: Hasher;
  readonly limits: RegistryLimits;
}

interface RawManifest {
  readonly bytes: Uint8Array;
  /** Empty when the answer did not say. */
  readonly declared: string;
}

export function remoteStore(ports: StorePorts): RemoteStore {
  const manifests = new Map<Digest, Promise<Result<RawManifest, FetchFault>>>();
  const blobs = new Map<Digest, Promise<Result<Uint8Array, FetchFault>>>();
  const { domain, path } = ports.client.target;
  const readTag = (got: Got): Result<TaggedManifest, FetchFault> => readTagged(got, ports, manifests);
  const askTag = (tag: string): Promise<Result<Got, FetchFault>> => getManifest(tag, ports);
  return {
    manifest: (digest, expected) =>
      readManifest(
        digest,
        expected,
        ports,
        once(manifests, digest, () => fetchByDigest(digest, ports)),
      ),
    blob: (descriptor) => readBlob(descriptor, ports, () => once(blobs, descriptor.digest, () => fetchBlob(descriptor, ports))),
    tagged: async (tag) => {
      const got = await askTag(tag);
      return got.ok ? readTag(got.value) : got;
    },
    askTag,
    readTag,
    uri: (digest) => `oci://${domain}/${path}@${digest}`,
  };
}

function once<T>(held: Map<Digest, Promise<T>>, digest: Digest, ask: () => Promise<T>): Promise<T> {
  const known = held.get(digest) ?? ask();
  held.set(digest, known);
  return known;
}

function getManifest(reference: string, ports: StorePorts): Promise<Result<Got, FetchFault>> {
  const { manifestBytes } = ports.limits;
  return ports.client.get({ path: `manifests/${reference}`, accept: ACCEPTED_MANIFESTS, maxBodyBytes: manifestBytes, redirects: "follow" });
}

async function fetchByDigest(digest: Digest, ports: StorePorts): Promise<Result<RawManifest, FetchFault>> {
  const got = await getManifest(digest, ports);
  if (!got.ok) return got;
  if (got.value.answer.status !== 200) return err(withName(statusFault(got.value), `the manifest ${digest}`));
  const body = plainBody(got.value);
  if (!body.ok) return body;
  const checked = checkBytes(ports.hasher, body.value, digest, undefined);
  if (!checked.ok) return checked;
  const lie = headerLie(got.value, digest);
  return lie === undefined
    ? ok({ bytes: body.value, declared: header(got.value.answer, "content-type") ?? "" })
    : err(fault("digest-mismatch", lie));
}

/** The header may be of another algorithm, or missing; where it can be compared it must agree. */
function headerLie(got: Got, digest: Digest): string | undefined {
  const text = header(got.answer, "docker-content-digest");
  const named = text === undefined ? undefined : parseDigest(text.trim());
  if (named === undefined || algorithmOf(named) !== algorithmOf(digest) || named === digest) return undefined;
  return `${got.url.origin} sends the bytes of ${digest} as ${named}`;
}

async function readManifest(
  digest: Digest,
  expected: Expected,
  ports: StorePorts,
  raw: Promise<Result<RawManifest, FetchFault>>,
): Promise<Result<StoredManifest, FetchFault>> {
  const fetched = await raw;
  if (!fetched.ok) return fetched;
  const { bytes, declared } = fetched.value;
  if (expected.sizeBytes !== undefined && bytes.length !== expected.sizeBytes) {
    return err(fault("size-mismatch", `${digest} has ${bytes.length} bytes where ${expected.sizeBytes} were named`));
  }
  return storeManifest(bytes, digest, declared, expected, ports.limits);
}

function readTagged(
  got: Got,
  ports: StorePorts,
  manifests: Map<Digest, Promise<Result<RawManifest, FetchFault>>>,
): Result<TaggedManifest, FetchFault> {
  if (got.answer.status !== 200) return err(statusFault(got));
  const body = plainBody(got);
  if (!body.ok) return body;
  const declared = header(got.answer, "content-type") ?? "";
  const manifest = parseManifest(body.value, { declared, byDigest: false }, ports.limits);
  if (!manifest.ok) return manifest;
  const digest = digestOf(ports.hasher, body.value);
  manifests.set(digest, Promise.resolve(ok({ bytes: body.value, declared })));
  const lie = headerLie(got, digest);
  return ok({ digest, bytes: body.value, manifest: manifest.value, warnings: lie === undefined ? [] : [`${lie}; our own hash counts`] });
}

/** What each descriptor says of itself is checked, also when another one led to the same bytes before. */
async function readBlob(
  descriptor: Descriptor,
  ports: StorePorts,
  fetch: () => Promise<Result<Uint8Array, FetchFault>>,
): Promise<Result<Uint8Array, FetchFault>> {
  const inline = inlineContent(ports.hasher, descriptor);
  if (inline !== undefined) return inline;
  const bytes = await fetch();
  if (!bytes.ok || bytes.value.length === descriptor.sizeBytes) return bytes;
  return err(fault("size-mismatch", `${descriptor.digest} has ${bytes.value.length} bytes where ${descriptor.sizeBytes} were named`));
}

/** Once more from scratch when the bytes are wrong: storage behind a redirect may have been cut without saying so. */
async function fetchBlob(descriptor: Descriptor, ports: StorePorts): Promise<Result<Uint8Array, FetchFault>> {
  const first = await fetchBlobOnce(descriptor, ports);
  const isWrong = !first.ok && (first.error.reason === "digest-mismatch" || first.error.reason === "size-mismatch");
  return isWrong ? fetchBlobOnce(descriptor, ports) : first;
}

async function fetchBlobOnce(descriptor: Descriptor, ports: StorePorts): Promise<Result<Uint8Array, FetchFault>> {
  const { digest, sizeBytes } = descriptor;
  const got = await ports.client.get({ path: `blobs/${digest}`, accept: "*/*", maxBodyBytes: sizeBytes, redirects: "follow" });
  // The cap was the size that the manifest names, so more is a lie about the size and no limit.
  if (!got.ok)
    return got.error.reason === "too-large" ? err(fault("size-mismatch", `${digest} is longer than the ${sizeBytes} bytes named`)) : got;
  const { status } = got.value.answer;
  if (status === 404) return err(fault("blob-missing", `the blob ${digest} is not there`));
  if (status !== 200) return err(withName(statusFault(got.value), `the blob ${digest}`));
  const body = plainBody(got.value);
  return body.ok ? checkBytes(ports.hasher, body.value, digest, sizeBytes) : body;
}

function withName(error: FetchFault, what: string): FetchFault {
  return fault(error.reason, `${showUntrusted(what)}: ${error.detail}`);
}
