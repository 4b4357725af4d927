import type { Result } from "../base/index.ts";

/** Where an address lies. */
export type Peer = "public" | "private" | "loopback";

/**
 * What a connection may reach (`registry.md` §8). `named`: a person named the host, so any address but the metadata services. Otherwise a
 * registry at such an address named it: a public one may send us to public addresses, a private one to private too, one on this machine
 * anywhere but the metadata services.
 */
export type Reach = "named" | Peer;

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of the body that are read at most; one more ends the exchange with `too-large`. */
  readonly maxBodyBytes: number;
  /** Bytes that are kept of the body of an answer that is no success. */
  readonly maxErrorBytes: number;
  readonly reach: Reach;
  /** Milliseconds that are left for this exchange. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; a header that came several times has several values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** As sent: never decoded, never more than `maxBodyBytes`. */
  readonly body: Uint8Array;
  /** Decides what its redirects may reach. */
  readonly peer: Peer;
}

export type TransportFaultKind =
  "unreachable" | "connection-lost" | "timeout" | "tls" | "too-large" | "address-refused" | "protocol" | "aborted";

export interface TransportFault {
  readonly kind: TransportFaultKind;
  /** Never holds a header value or a query. */
  readonly detail: string;
}

/** One HTTP exchange: no retry, no redirect, no decoding, no credentials of its own. */
export interface Transport {
  exchange(request: HttpRequest): Promise<Result<HttpAnswer, TransportFault>>;
}

export function header(answer: HttpAnswer, name: string): string | undefined {
  return answer.headers.get(name)?.[0];
}
