/** `--timestamp-url`: a timestamp over a signature, checked before anything carries it. */
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { defaultLimits } from "../../base/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { postBytes } from "../../platform/http/index.ts";
import { checkTimestamp, loadSigstoreRoot, timestampRequest, type SigstoreRoot } from "../../trust/index.ts";
import type { Io } from "../io.ts";
import { readBounded } from "../judging/policy-files.ts";
import { extraCertificatesOf } from "../judging/registry-access.ts";
import type { Settings } from "../judging/settings.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

export interface TimestampFlags {
  readonly format: "dsse" | "bundle";
  readonly "timestamp-url"?: string | undefined;
  readonly "timestamp-root"?: string | undefined;
}

/** Somebody to ask; made before anything is signed, so that wrong words sign nothing. */
export interface Timestamper {
  /** A DER TimeStampResp about these raw signature bytes. Throws `UsageError`: without a good answer nothing is written. */
  stamp(signature: Uint8Array): Promise<Uint8Array>;
}

const NONCE_BYTES = 16;
const TIMEOUT_MS = 30_000;

/** `undefined` where no timestamp is asked for. */
export function timestamperOf(flags: TimestampFlags, settings: Pick<Settings, "caFile">, io: Io): Timestamper | undefined {
  const url = flags["timestamp-url"];
  if (url === undefined) {
    if (flags["timestamp-root"] === undefined) return undefined;
    throw new UsageError("`--timestamp-root` says whose timestamps are accepted, and none is asked for", "give --timestamp-url URL too");
  }
  if (flags.format !== "bundle")
    throw new UsageError("a DSSE envelope has no place for a timestamp", "write a Sigstore bundle with --format bundle");
  if (!isHttp(url))
    throw new UsageError(`\`${escapeAndCut(url, 200)}\` is no address of a timestamp authority`, "write http://… or https://…");
  const root = flags["timestamp-root"] === undefined ? undefined : loadRoot(flags["timestamp-root"], io);
  const extraCertificates = extraCertificatesOf(settings);
  return { stamp: (signature) => stamp({ url, root, extraCertificates }, signature) };
}

function isHttp(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.username === "" && url.password === "";
}

function loadRoot(file: string, io: Io): SigstoreRoot {
  const bytes = readBounded(resolve(io.cwd, file));
  const shown = escapeAndCut(file, 200);
  if (!bytes) throw new UsageError(`the trusted root \`${shown}\` cannot be read`);
  const loaded = loadSigstoreRoot("timestamp-root", bytes, createNodeCrypto());
  if (!loaded.ok) throw new UsageError(`the trusted root \`${shown}\` cannot be used: ${escapeAndCut(loaded.error.detail, 300)}`);
  if (loaded.value.timestampAuthorities.length > 0) return loaded.value;
  throw new UsageError(`the trusted root \`${shown}\` lists no timestamp authority`);
}

interface Asked {
  readonly url: string;
  readonly root: SigstoreRoot | undefined;
  readonly extraCertificates: readonly string[];
}

async function stamp({ url, root, extraCertificates }: Asked, signature: Uint8Array): Promise<Uint8Array> {
  const crypto = createNodeCrypto();
  const question = { signature, nonce: new Uint8Array(randomBytes(NONCE_BYTES)) };
  const answer = await postBytes({
    url,
    body: timestampRequest(question, crypto),
    mediaType: "application/timestamp-query",
    accept: "application/timestamp-reply",
    maxBytes: defaultLimits.tokenBytes,
    timeoutMs: TIMEOUT_MS,
    extraCertificates,
  });
  if (!answer.ok) throw noTimestamp(url, answer.error);
  const checked = checkTimestamp(answer.value, question, root, { crypto, limits: defaultLimits });
  if (!checked.ok) throw noTimestamp(url, `${checked.error.reason}: ${checked.error.detail}`);
  return answer.value;
}

function noTimestamp(url: string, why: string): UsageError {
  const { host } = new URL(url);
  return new UsageError(
    `the timestamp authority at ${escapeAndCut(host, 200)} gave no timestamp: ${escapeAndCut(why, 300)}`,
    "nothing was written or attached",
  );
}
