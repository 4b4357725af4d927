/** Evidence that a person hands over in a file: DSSE, Sigstore bundle, a line of either or of a bare statement, npm's answer (`registry.md` §4). */
import { err, ok, parseJson, type Hasher, type Json, type Result } from "../../base/index.ts";
import { digestOf } from "../digest-text.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import type { FileSystem } from "../file-system.ts";
import { fileFault } from "../file-fault.ts";
import type { RegistryLimits } from "../limits.ts";
import { itemsOf, type Item } from "./bundle-item.ts";
import type { ByteBudget } from "./candidate.ts";
import type { LookedAt, SourceAnswer } from "./look.ts";
import { complete, failed, type SourcePlan } from "./source.ts";

export interface BundlePorts {
  readonly files: FileSystem;
  readonly hasher: Hasher;
}

export async function readBundleFile(path: string, ports: BundlePorts, budget: ByteBudget, limits: RegistryLimits): Promise<SourceAnswer> {
  const bytes = await ports.files.readNamed(path, limits.bundleFileBytes);
  if (!bytes.ok) return refused(path, fileFault(bytes.error, `\`${showUntrusted(path)}\``));
  const response = digestOf(ports.hasher, bytes.value);
  const items = splitFile(bytes.value, limits);
  if (!items.ok) return refused(path, fault(items.error.reason, `\`${showUntrusted(path)}\`: ${items.error.detail}`));
  const large = items.value.find(
    (item) => item.mediaType !== undefined && !budget.admits(digestOf(ports.hasher, item.bytes), item.bytes.length),
  );
  if (large !== undefined)
    return refused(path, fault("too-large", "the attestations of this run are too many bytes (runAttestationBytes)"));
  const candidates = items.value.map((item) => asCandidate(item, path, ports.hasher));
  const admitted = candidates.filter((one) => one.state === "admitted").length;
  if (admitted > limits.candidatesPerSubject) {
    return refused(
      path,
      fault("too-many", `it holds ${admitted} attestations, at most ${limits.candidatesPerSubject} are read (candidatesPerSubject)`),
    );
  }
  const entries = candidates.map((one) => ({ digest: one.digest, position: "attached" as const }));
  const listing = complete("local", { entries, pages: 1, responses: [response] });
  return { plan: planOf(path), listing, status: listing.status, candidates };
}

function planOf(path: string): SourcePlan {
  return { kind: "bundle-file", location: path, list: () => Promise.resolve(complete("local", {})) };
}

function refused(path: string, error: FetchFault): SourceAnswer {
  const listing = failed(error);
  return { plan: planOf(path), listing, status: listing.status, candidates: [] };
}

function asCandidate(item: Item, path: string, hasher: Hasher): LookedAt {
  const digest = digestOf(hasher, item.bytes);
  if (item.mediaType === undefined) {
    return {
      digest,
      state: "ignored",
      because: { reason: "not-an-attestation", detail: `${item.place} is JSON of another kind` },
      found: [],
    };
  }
  const layer = { mediaType: item.mediaType, digest, sizeBytes: item.bytes.length, annotations: {} };
  return { digest, state: "admitted", found: [{ layer, bytes: item.bytes, uri: `file:${path}${item.place}` }] };
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** One JSON value, or one on each line when the first line is one by itself. */
function splitFile(bytes: Uint8Array, limits: RegistryLimits): Result<readonly Item[], FetchFault> {
  const lines = linesOf(bytes, limits);
  if (!lines.ok) return lines;
  const first = lines.value[0];
  if (first === undefined) return err(fault("malformed", "it is empty"));
  if (lines.value.length > 1 && parse(first.bytes, limits).ok) return readLines(lines.value, limits);
  if (bytes.length > limits.attestationBytes) return err(fault("too-large", `it has ${bytes.length} bytes (attestationBytes)`));
  const whole = trim(bytes);
  const json = parse(whole, limits);
  return json.ok ? ok(itemsOf(whole, json.value, "#")) : json;
}

interface Line {
  readonly bytes: Uint8Array;
  readonly number: number;
}

function readLines(lines: readonly Line[], limits: RegistryLimits): Result<readonly Item[], FetchFault> {
  const items: Item[] = [];
  for (const line of lines) {
    const json = parse(line.bytes, limits);
    if (!json.ok) return err(fault(json.error.reason, `line ${line.number}: ${json.error.detail}`));
    items.push(...itemsOf(line.bytes, json.value, `#L${line.number}`));
  }
  return ok(items);
}

function linesOf(bytes: Uint8Array, limits: RegistryLimits): Result<readonly Line[], FetchFault> {
  const lines: Line[] = [];
  let number = 0;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    number++;
    const line = trim(bytes.subarray(start, end));
    if (line.length > limits.lineBytes)
      return err(fault("too-large", `line ${number} has ${line.length} bytes, at most ${limits.lineBytes} are read (lineBytes)`));
    if (line.length > 0) lines.push({ bytes: line, number });
    // A value printed over many lines is no list of lines; its first line alone tells, so the count is only held against lists.
    if (lines.length > limits.lines && isList(lines, limits))
      return err(fault("too-many", `it has more than ${limits.lines} lines (lines)`));
    if (lines.length > limits.lines) return ok(lines);
    start = end + 1;
  }
  return ok(lines);
}

function isList(lines: readonly Line[], limits: RegistryLimits): boolean {
  const first = lines[0];
  return first !== undefined && parse(first.bytes, limits).ok;
}

function trim(bytes: Uint8Array): Uint8Array {
  let start = 0;
  let end = bytes.length;
  while (end > start && isBlank(bytes[end - 1] as number)) end--;
  while (start < end && isBlank(bytes[start] as number)) start++;
  return bytes.subarray(start, end);
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === NEWLINE || byte === RETURN;
}

const STATEMENT_DEPTH = 256;
const STATEMENT_NODES = 5_000_000;

function parse(bytes: Uint8Array, limits: RegistryLimits): Result<Json, FetchFault> {
  const json = parseJson(bytes, { maxBytes: limits.attestationBytes, maxDepth: STATEMENT_DEPTH, maxNodes: STATEMENT_NODES });
  if (json.ok) return json;
  const { kind, detail } = json.error;
  const isLimit = kind === "too-large" || kind === "too-deep" || kind === "too-many";
  return err(fault(isLimit ? kind : "malformed", `${kind}: ${showUntrusted(detail)}`));
}
