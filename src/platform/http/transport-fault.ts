/** undici's and Node's errors in the words of the port. No detail holds a header or a query. */
import type { TransportFault, TransportFaultKind } from "../../registry/index.ts";
import { ADDRESS_REFUSED } from "./guarded-lookup.ts";

const KINDS: ReadonlyMap<string, TransportFaultKind> = new Map([
  [ADDRESS_REFUSED, "address-refused"],
  ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
  ["UND_ERR_HEADERS_TIMEOUT", "timeout"],
  ["UND_ERR_BODY_TIMEOUT", "timeout"],
  ["ETIMEDOUT", "timeout"],
  ["UND_ERR_SOCKET", "connection-lost"],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "connection-lost"],
  ["UND_ERR_REQ_CONTENT_LENGTH_MISMATCH", "protocol"],
  ["ECONNRESET", "connection-lost"],
  ["EPIPE", "connection-lost"],
  ["ECONNREFUSED", "unreachable"],
  ["EHOSTUNREACH", "unreachable"],
  ["ENETUNREACH", "unreachable"],
  ["ENOTFOUND", "unreachable"],
  ["EAI_AGAIN", "unreachable"],
  ["UND_ERR_HEADERS_OVERFLOW", "too-large"],
  ["UND_ERR_RES_EXCEEDED_MAX_SIZE", "too-large"],
]);

const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_|HOSTNAME_MISMATCH$|CRL_)/;

export function transportFault(thrown: unknown, signal: AbortSignal | undefined): TransportFault {
  if (!(thrown instanceof Error)) throw thrown;
  if (signal?.aborted === true) return { kind: "aborted", detail: "the run was ended" };
  if (thrown.name === "TimeoutError" || thrown.name === "AbortError") return { kind: "timeout", detail: "no answer in time" };
  const code = codeOf(thrown);
  if (code === undefined) throw thrown;
  return { kind: kindOf(code), detail: detailOf(code, thrown) };
}

/** The code of the error, or of the first one that a failed connection to several addresses holds. */
function codeOf(error: Error): string | undefined {
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError)
    return (error.errors as readonly unknown[]).flatMap((one) => (one instanceof Error ? (codeOf(one) ?? []) : []))[0];
  return error.cause instanceof Error ? codeOf(error.cause) : undefined;
}

function kindOf(code: string): TransportFaultKind {
  if (TLS_CODE.test(code)) return "tls";
  return KINDS.get(code) ?? "protocol";
}

function detailOf(code: string, error: Error): string {
  if (code === ADDRESS_REFUSED) return error.message;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `the name cannot be resolved (${code})`;
  if (code === "ECONNREFUSED") return "the connection is refused";
  return `${kindOf(code)} (${code})`;
}
