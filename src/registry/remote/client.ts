/** GET from one repository: authentication once, redirects by our own rules (`registry.md` §7, §8). */
import { err, ok, type Result } from "../../base/index.ts";
import { openSession, type Session } from "../auth/session.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import type { Gates } from "../host-gate.ts";
import type { RegistryLimits } from "../limits.ts";
import type { CredentialSource } from "../request.ts";
import type { Timer } from "../timer.ts";
import { header, type HttpAnswer, type Reach } from "../transport.ts";

export interface RemoteTarget {
  /** As in names. */
  readonly domain: string;
  readonly path: string;
  /** `https://registry-1.docker.io`. */
  readonly origin: string;
}

export interface ClientPorts {
  readonly gates: Gates;
  readonly timer: Timer;
  readonly limits: RegistryLimits;
  readonly credentials: CredentialSource;
}

export interface Get {
  /** Absolute, or below the repository: `manifests/latest`. */
  readonly path: string;
  readonly accept: string;
  readonly maxBodyBytes: number;
  /** Where redirects may lead. `same-origin`: another host's redirect is handed back as the answer. */
  readonly redirects: "follow" | "same-origin";
}

export interface Got {
  readonly answer: HttpAnswer;
  /** The URL that answered. */
  readonly url: URL;
}

export interface Client {
  readonly target: RemoteTarget;
  get(request: Get): Promise<Result<Got, FetchFault>>;
}

export function openClient(target: RemoteTarget, ports: ClientPorts): Client {
  const session = openSession(target, ports);
  return { target, get: (request) => get(request, target, session, ports) };
}

interface Hop {
  readonly url: URL;
  readonly reach: Reach;
}

async function get(request: Get, target: RemoteTarget, session: Session, ports: ClientPorts): Promise<Result<Got, FetchFault>> {
  let hop: Hop = { url: new URL(request.path, `${target.origin}/v2/${target.path}/`), reach: "named" };
  for (let redirects = 0; ; redirects++) {
    const isHome = hop.url.origin === target.origin;
    const answer = isHome ? await sendAsUs(request, hop, session, ports) : await ports.gates.send(asSent(request, hop, undefined));
    if (!answer.ok) return answer;
    if (!isRedirect(answer.value)) return ok({ answer: answer.value, url: hop.url });
    const next = nextHop(answer.value, hop);
    if (!next.ok) return next;
    if (request.redirects === "same-origin" && next.value.url.origin !== target.origin) return ok({ answer: answer.value, url: hop.url });
    if (redirects >= ports.limits.redirects)
      return err(fault("redirect-refused", `more than ${ports.limits.redirects} redirects (redirects)`));
    hop = next.value;
  }
}

/** With our credentials, and once more when they had died or were never asked for. A second 401 is final. */
async function sendAsUs(request: Get, hop: Hop, session: Session, ports: ClientPorts): Promise<Result<HttpAnswer, FetchFault>> {
  const secret = await session.authorization();
  if (!secret.ok) return secret;
  const first = await ports.gates.send(asSent(request, hop, secret.value));
  if (!first.ok || first.value.status !== 401) return first;
  const challenged = await session.challenged(first.value, secret.value);
  if (!challenged.ok) return challenged;
  const renewed = await session.authorization();
  if (!renewed.ok) return renewed;
  return ports.gates.send(asSent(request, hop, renewed.value));
}

function asSent(request: Get, hop: Hop, secret: string | undefined): Parameters<Gates["send"]>[0] {
  const headers: Record<string, string> = { accept: request.accept, "accept-encoding": "identity" };
  if (secret !== undefined) headers["authorization"] = secret;
  return { method: "GET", url: hop.url.href, headers, maxBodyBytes: request.maxBodyBytes, reach: hop.reach };
}

function isRedirect(answer: HttpAnswer): boolean {
  return [301, 302, 303, 307, 308].includes(answer.status) && header(answer, "location") !== undefined;
}

function nextHop(answer: HttpAnswer, from: Hop): Result<Hop, FetchFault> {
  const text = header(answer, "location") ?? "";
  const url = URL.canParse(text, from.url.href) ? new URL(text, from.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    return err(fault("redirect-refused", `${from.url.origin} redirects to \`${showUntrusted(text.slice(0, 80))}\``));
  }
  if (url.protocol === "http:" && from.url.protocol === "https:") {
    return err(fault("redirect-refused", `${from.url.origin} redirects from https to http, at ${showUntrusted(url.host)}`));
  }
  return ok({ url, reach: url.origin === from.url.origin ? from.reach : narrower(from.reach, answer.peer) });
}

const ORDER: readonly Reach[] = ["named", "loopback", "private", "public"];

/** A second redirect never reaches further than the first. */
function narrower(a: Reach, b: Reach): Reach {
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}
