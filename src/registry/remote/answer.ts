/** What a registry's answer means where every endpoint agrees. */
import { err, isArray, member, ok, parseJson, type Result } from "../../base/index.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import { header, type HttpAnswer } from "../transport.ts";
import type { Got } from "./client.ts";

/** The body of a 200, which must have come as it is. */
export function plainBody(got: Got): Result<Uint8Array, FetchFault> {
  const encoding = header(got.answer, "content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return ok(got.answer.body);
  return err(fault("content-encoded", `${got.url.origin} sends \`${showUntrusted(encoding)}\`, though identity was asked for`));
}

/** A status that is neither success nor handled by the endpoint. */
export function statusFault(got: Got): FetchFault {
  const { status } = got.answer;
  const told = errorCodes(got.answer).map(showUntrusted).join(", ");
  const detail = `${got.url.origin} answers ${status}${told === "" ? "" : ` (${told})`}`;
  if (status === 401) return fault("auth", detail);
  if (status === 403) return fault("forbidden", detail);
  if (status === 404) return fault("not-found", detail);
  return fault(status >= 500 ? "server-error" : "unexpected-answer", detail);
}

const MAX_CODES = 5;

/** `errors[].code` of the distribution specification; empty for anything else. */
export function errorCodes(answer: HttpAnswer): readonly string[] {
  const json = parseJson(answer.body, { maxBytes: 64 * 1024, maxDepth: 16, maxNodes: 10_000 });
  const errors = json.ok ? member(json.value, "errors") : undefined;
  if (!isArray(errors)) return [];
  const codes = errors.slice(0, MAX_CODES).map((error) => member(error, "code"));
  return codes.filter((code) => typeof code === "string");
}

/** The repository itself is not there, as against one thing in it. */
export function isNameUnknown(answer: HttpAnswer): boolean {
  return answer.status === 404 && errorCodes(answer).includes("NAME_UNKNOWN");
}
