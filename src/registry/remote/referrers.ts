/** The Referrers API, every page of it; each line of `registry.md` §4.1. */
import type { Digest } from "../../base/index.ts";
import type { Origin } from "../discovery/discovery.ts";
import { complete, failed, unsupported, type Listed, type Listing } from "../discovery/source.ts";
import { digestOf } from "../digest-text.ts";
import { fault, type FetchFault } from "../fault.ts";
import { parseManifest } from "../manifest.ts";
import { bareMediaType, OCI_INDEX } from "../media-type.ts";
import { header, type HttpAnswer } from "../transport.ts";
import { isNameUnknown, plainBody, statusFault } from "./answer.ts";
import type { Got } from "./client.ts";
import { nextLink } from "./link.ts";
import type { StorePorts } from "./store.ts";

interface Pages {
  readonly entries: Listed[];
  readonly responses: Digest[];
  requests: number;
}

/** Of the image's own repository we know that it is there; an evidence repository may be missing, and then holds nothing. */
export type Repository = "own" | "evidence";

export async function listReferrers(subject: Digest, ports: StorePorts, origin: Origin, repository: Repository): Promise<Listing> {
  const { client, limits } = ports;
  const pages: Pages = { entries: [], responses: [], requests: 0 };
  const asked = new Set<string>();
  let path: string | undefined = `referrers/${subject}`;
  while (path !== undefined) {
    if (pages.responses.length >= limits.referrerPages)
      return cut(pages, fault("too-many", `more than ${limits.referrerPages} pages (referrerPages)`));
    pages.requests++;
    const got = await client.get({ path, accept: OCI_INDEX, maxBodyBytes: limits.manifestBytes, redirects: "same-origin" });
    if (!got.ok) return cut(pages, got.error);
    if (repository === "evidence" && pages.responses.length === 0 && isNameUnknown(got.value.answer))
      return complete(origin, partsOf(pages));
    const refused = readStatus(got.value, pages);
    if (refused !== undefined) return refused;
    asked.add(got.value.url.href);
    const problem = readPage(got.value, subject, pages, ports);
    if (problem !== undefined) return cut(pages, problem);
    const next = nextPage(got.value, asked);
    if (typeof next === "object") return cut(pages, next);
    path = next;
  }
  return complete(origin, partsOf(pages));
}

function partsOf(pages: Pages): { entries: readonly Listed[]; pages: number; responses: readonly Digest[]; requests: number } {
  return { entries: pages.entries, pages: pages.responses.length, responses: pages.responses, requests: pages.requests };
}

function cut(pages: Pages, error: FetchFault): Listing {
  return failed(error, partsOf(pages));
}

const NO_API = new Set([400, 405, 406, 415, 501]);

/** `undefined` for an answer that is a page. Once there was a page, there is an API, and anything else is a list that was cut. */
function readStatus(got: Got, pages: Pages): Listing | undefined {
  const { answer } = got;
  const isFirst = pages.responses.length === 0;
  if (answer.status === 200) return isFirst && !isIndexType(answer) ? notAListing(answer, pages) : undefined;
  if (isNameUnknown(answer)) return cut(pages, fault("contradiction", "the repository is unknown, though the image was just read from it"));
  if (!isFirst) return cut(pages, fault("unexpected-answer", `a later page of the list: ${statusFault(got).detail}`));
  const parts = { requests: pages.requests };
  if (answer.status === 404 || NO_API.has(answer.status)) return unsupported("no-referrers-api", statusFault(got).detail, parts);
  if (answer.status >= 300 && answer.status < 400) return unsupported("redirected-away", statusFault(got).detail, parts);
  return cut(pages, statusFault(got));
}

function isIndexType(answer: HttpAnswer): boolean {
  return bareMediaType(header(answer, "content-type") ?? "") === OCI_INDEX;
}

function notAListing(answer: HttpAnswer, pages: Pages): Listing {
  const type = bareMediaType(header(answer, "content-type") ?? "");
  return unsupported("not-a-listing", `the answer is \`${type.slice(0, 80)}\` and no index`, { requests: pages.requests });
}

function readPage(got: Got, subject: Digest, pages: Pages, ports: StorePorts): FetchFault | undefined {
  const body = plainBody(got);
  if (!body.ok) return body.error;
  const declared = header(got.answer, "content-type") ?? "";
  const page = parseManifest(body.value, { declared, byDigest: false }, ports.limits);
  if (!page.ok) return asListingFault(page.error);
  if (page.value.kind !== "index") return fault("malformed", "a page of referrers is no index");
  pages.responses.push(digestOf(ports.hasher, body.value));
  if (pages.entries.length + page.value.manifests.length > ports.limits.referrers) {
    return fault("too-many", `more than ${ports.limits.referrers} referrers (referrers)`);
  }
  for (const entry of page.value.manifests) pages.entries.push({ digest: entry.digest, position: "referrer", subject });
  return undefined;
}

/** A list that cannot be read is malformed whatever is wrong with it; a limit stays a limit. */
export function asListingFault(error: FetchFault): FetchFault {
  const isKept =
    error.reason === "too-large" || error.reason === "too-many" || error.reason === "too-deep" || error.reason === "content-encoded";
  return isKept ? error : fault("malformed", error.detail);
}

function nextPage(got: Got, asked: ReadonlySet<string>): string | undefined | FetchFault {
  const link = nextLink(got.answer.headers.get("link") ?? []);
  if (link === undefined) return undefined;
  const url = URL.canParse(link, got.url.href) ? new URL(link, got.url) : undefined;
  if (url === undefined || url.origin !== got.url.origin || url.username !== "" || url.password !== "") {
    return fault("redirect-refused", "the next page of the list is at another host");
  }
  return asked.has(url.href) ? fault("too-many", "the pages of the list lead back to one that was read") : url.href;
}
