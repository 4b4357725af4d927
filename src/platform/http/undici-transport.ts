/** The `Transport` port of `registry` on undici: one exchange, caps counted while the body comes, addresses judged where we connect. */
import { isIP } from "node:net";
import { rootCertificates, getCACertificates } from "node:tls";
import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from "undici";
import { err, ok, type Result } from "../../base/index.ts";
import type { HttpAnswer, HttpRequest, Peer, Reach, Transport, TransportFault } from "../../registry/index.ts";
import { mayReach, placeOf } from "./address.ts";
import { guardedLookup, type Places, type Resolver } from "./guarded-lookup.ts";
import { transportFault } from "./transport-fault.ts";

export interface TransportOptions {
  /** PEM, beside what the system and `NODE_EXTRA_CA_CERTS` trust. */
  readonly extraCertificates?: readonly string[];
  /** Whether the proxies of the environment are used. */
  readonly proxy?: "environment" | "none";
  readonly resolver?: Resolver;
  readonly connectTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  readonly bodyTimeoutMs?: number;
}

/** Registries are asked in text, other services in bytes too. */
export interface ByteRequest extends Omit<HttpRequest, "body"> {
  readonly body?: string | Uint8Array;
}

export interface ClosableTransport extends Transport {
  exchange(request: ByteRequest): Promise<Result<HttpAnswer, TransportFault>>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** Connections live until `close`, or until the process ends: they keep nothing alive. */
export function createTransport(options: TransportOptions = {}): ClosableTransport {
  const places: Places = new Map();
  const agents = new Map<Reach, Dispatcher>();
  const agentFor = (reach: Reach): Dispatcher => {
    const agent = agents.get(reach) ?? createAgent(reach, places, options);
    agents.set(reach, agent);
    return agent;
  };
  return {
    exchange: (asked) => exchange(asked, agentFor(asked.reach), places),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.close()));
    },
  };
}

function createAgent(reach: Reach, places: Places, options: TransportOptions): Dispatcher {
  const certificates = options.extraCertificates ?? [];
  const settings = {
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: options.headersTimeoutMs ?? IDLE_TIMEOUT_MS,
    bodyTimeout: options.bodyTimeoutMs ?? IDLE_TIMEOUT_MS,
    connect: {
      timeout: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      lookup: guardedLookup(reach, places, options.resolver),
      // A list replaces the roots, so it is only given where there is something to add.
      ...(certificates.length === 0 ? {} : { ca: [...trustedRoots(), ...certificates] }),
    },
  };
  return options.proxy === "none" ? new Agent(settings) : new EnvHttpProxyAgent(settings);
}

function trustedRoots(): readonly string[] {
  const known = getCACertificates("default");
  return known.length > 0 ? known : rootCertificates;
}

async function exchange(asked: ByteRequest, dispatcher: Dispatcher, places: Places): Promise<Result<HttpAnswer, TransportFault>> {
  const url = new URL(asked.url);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !mayReach(asked.reach, placeOf(host))) {
    return err({ kind: "address-refused", detail: `${url.host} is an address that may not be reached from here` });
  }
  const signals = [AbortSignal.timeout(Math.max(1, Math.ceil(asked.timeoutMs))), ...(asked.signal === undefined ? [] : [asked.signal])];
  try {
    const answer = await request(url, {
      method: asked.method,
      headers: asked.headers,
      dispatcher,
      signal: AbortSignal.any(signals),
      ...(asked.body === undefined ? {} : { body: asked.body }),
    });
    const body = await readBody(answer, asked);
    if (body === undefined) return err({ kind: "too-large", detail: `the answer has more than ${asked.maxBodyBytes} bytes` });
    return ok({ status: answer.statusCode, headers: headersOf(answer), body, peer: peerOf(host, places) });
  } catch (thrown) {
    return err(transportFault(thrown, asked.signal));
  }
}

/** `undefined`: a success with more bytes than asked for. Of other answers only the beginning is kept. */
async function readBody(answer: Dispatcher.ResponseData, asked: ByteRequest): Promise<Uint8Array | undefined> {
  const isSuccess = answer.statusCode >= 200 && answer.statusCode < 300;
  const limit = isSuccess ? asked.maxBodyBytes : asked.maxErrorBytes;
  const declared = Number(answer.headers["content-length"] ?? 0);
  if (isSuccess && asked.method !== "HEAD" && declared > limit) {
    discard(answer);
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    const room = limit - length;
    if (chunk.length > room) {
      discard(answer);
      if (isSuccess) return undefined;
      chunks.push(chunk.subarray(0, room));
      break;
    }
    chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** The connection goes with the rest of the body; the error it reports is ours. */
function discard(answer: Dispatcher.ResponseData): void {
  answer.body.on("error", () => undefined);
  answer.body.destroy();
}

function headersOf(answer: Dispatcher.ResponseData): ReadonlyMap<string, readonly string[]> {
  const entries = Object.entries(answer.headers).flatMap(([name, value]): [string, readonly string[]][] => {
    if (value === undefined) return [];
    return [[name.toLowerCase(), Array.isArray(value) ? value : [value]]];
  });
  return new Map(entries);
}

/** Behind a proxy the name was never looked up here; then the least is assumed. */
function peerOf(host: string, places: Places): Peer {
  if (isIP(host) === 0) return places.get(host) ?? "public";
  const place = placeOf(host);
  return place === "metadata" ? "public" : place;
}
