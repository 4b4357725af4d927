import type { Result } from "../base/index.ts";

/**
 * What a connection may reach (`registry.md` §8). `named`: a person named the host, so any address but the metadata services.
 * `public`: a host that a public registry named. `private`: one that a private registry named.
 */
export type Reach = "named" | "public" | "private";

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of the body that are read at most; one more ends the exchange with `too-large`. */
  readonly maxBodyBytes: number;
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
  /** Whether the address that answered is a public one; decides what its redirects may reach. */
  readonly peer: "public" | "private";
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
