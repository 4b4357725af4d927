/** Who we are at one registry in one run: challenges answered, tokens held in memory and shared (`registry.md` §7). */
import { err, ok, type Result } from "../../base/index.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import type { Gates } from "../host-gate.ts";
import type { RegistryLimits } from "../limits.ts";
import type { Credential, CredentialSource } from "../request.ts";
import type { Timer } from "../timer.ts";
import type { HttpAnswer, Reach } from "../transport.ts";
import { parseChallenges, type Challenge } from "./challenge.ts";
import { basicOf, fetchToken, type Token } from "./token.ts";

export interface SessionPorts {
  readonly gates: Gates;
  readonly timer: Timer;
  readonly limits: RegistryLimits;
  readonly credentials: CredentialSource;
}

export interface SessionTarget {
  readonly domain: string;
  readonly path: string;
  /** `https://ghcr.io`. */
  readonly origin: string;
}

export interface Session {
  /** The `Authorization` header for the next request; `undefined` while nobody asked for one. */
  authorization(): Promise<Result<string | undefined, FetchFault>>;
  /** After a 401: `sent` is the header that was refused. Says whether trying again is any use. */
  challenged(answer: HttpAnswer, sent: string | undefined): Promise<Result<void, FetchFault>>;
}

interface Bearer {
  readonly kind: "bearer";
  readonly realm: URL;
  readonly service?: string;
  readonly scopes: readonly string[];
  readonly reach: Reach;
}

type Scheme = Bearer | { readonly kind: "basic" } | { readonly kind: "registry-token"; readonly token: string };

interface State {
  scheme?: Scheme;
  credential?: Promise<Result<Credential | undefined, FetchFault>>;
  token?: Promise<Result<HeldToken, FetchFault>>;
}

interface HeldToken extends Token {
  readonly takenAtMs: number;
}

/** A token is replaced before it dies. */
const USED_LIFE = 0.8;

export function openSession(target: SessionTarget, ports: SessionPorts): Session {
  const state: State = {};
  return {
    authorization: () => authorization(state, target, ports),
    challenged: (answer, sent) => challenged(state, target, ports, answer, sent),
  };
}

async function authorization(state: State, target: SessionTarget, ports: SessionPorts): Promise<Result<string | undefined, FetchFault>> {
  const { scheme } = state;
  if (scheme === undefined) return ok(undefined);
  const credential = await credentialOf(state, target, ports);
  if (!credential.ok) return credential;
  if (scheme.kind === "registry-token") return ok(`Bearer ${scheme.token}`);
  if (scheme.kind === "basic") return ok(basicOf(credential.value));
  const token = await currentToken(state, scheme, credential.value, ports);
  return token.ok ? ok(`Bearer ${token.value.value}`) : token;
}

function credentialOf(state: State, target: SessionTarget, ports: SessionPorts): Promise<Result<Credential | undefined, FetchFault>> {
  state.credential ??= ports.credentials.credential(target.domain, target.path);
  return state.credential;
}

/** One request in flight, whoever asks; a new one when the last failed or grew old. */
async function currentToken(
  state: State,
  scheme: Bearer,
  credential: Credential | undefined,
  ports: SessionPorts,
): Promise<Result<HeldToken, FetchFault>> {
  const held = state.token;
  if (held !== undefined) {
    const token = await held;
    const isFresh = token.ok && ports.timer.nowMs() - token.value.takenAtMs < token.value.lifeMs * USED_LIFE;
    if (isFresh || !token.ok) return token;
    if (state.token !== held) return currentToken(state, scheme, credential, ports);
  }
  state.token = takeToken(scheme, credential, ports);
  return state.token;
}

async function takeToken(scheme: Bearer, credential: Credential | undefined, ports: SessionPorts): Promise<Result<HeldToken, FetchFault>> {
  const { realm, service, scopes, reach } = scheme;
  const request = {
    realm,
    scopes,
    reach,
    ...(service === undefined ? {} : { service }),
    ...(credential === undefined ? {} : { credential }),
  };
  const token = await fetchToken(request, ports.gates, ports.limits);
  return token.ok ? ok({ ...token.value, takenAtMs: ports.timer.nowMs() }) : token;
}

async function challenged(
  state: State,
  target: SessionTarget,
  ports: SessionPorts,
  answer: HttpAnswer,
  sent: string | undefined,
): Promise<Result<void, FetchFault>> {
  const credential = await credentialOf(state, target, ports);
  if (!credential.ok) return credential;
  // Somebody else was refused with the same header and has a new token already, or is getting one.
  if (sent !== undefined && (await isReplaced(state, sent))) return ok(undefined);
  const scheme = chooseScheme(answer, target, credential.value);
  if (!scheme.ok) return scheme;
  const isRepeated = sent !== undefined && scheme.value.kind !== "bearer";
  if (isRepeated) return err(fault("auth", `${target.domain} does not accept the credentials it was given`));
  state.scheme = scheme.value;
  delete state.token;
  return ok(undefined);
}

async function isReplaced(state: State, sent: string): Promise<boolean> {
  if (state.token === undefined) return state.scheme?.kind === "bearer" && sent.startsWith("Bearer ");
  const token = await state.token;
  return token.ok && `Bearer ${token.value.value}` !== sent;
}

function chooseScheme(answer: HttpAnswer, target: SessionTarget, credential: Credential | undefined): Result<Scheme, FetchFault> {
  if (credential?.kind === "registry-token") return ok({ kind: "registry-token", token: credential.token });
  const challenges = parseChallenges(answer.headers.get("www-authenticate") ?? []);
  const bearer = challenges.find((challenge) => challenge.scheme === "bearer" && challenge.parameters.has("realm"));
  if (bearer !== undefined) return readBearer(bearer, answer, target);
  if (!challenges.some((challenge) => challenge.scheme === "basic")) {
    return err(fault("auth", `${target.domain} wants to know who we are and offers no way that we know`));
  }
  return credential === undefined
    ? err(fault("auth", `${target.domain} wants credentials, and none are known for it`))
    : ok({ kind: "basic" });
}

function readBearer(challenge: Challenge, answer: HttpAnswer, target: SessionTarget): Result<Scheme, FetchFault> {
  const text = challenge.parameters.get("realm") ?? "";
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  if (realm === undefined || realm.username !== "" || realm.password !== "" || !/^https?:$/.test(realm.protocol)) {
    return err(fault("auth", `${target.domain} names \`${showUntrusted(text)}\`, which is no token server`));
  }
  if (realm.protocol === "http:" && target.origin.startsWith("https:")) {
    return err(fault("auth", `${target.domain} names a token server that is not https: ${showUntrusted(realm.origin)}`));
  }
  const service = challenge.parameters.get("service");
  const own = `repository:${target.path}:pull`;
  // The scope that was asked for goes first: some servers read only that one. No scope of another repository is ever asked for.
  const wanted = challenge.parameters.get("scope");
  const isOurs = wanted?.startsWith(`repository:${target.path}:`) === true && wanted !== own;
  const scopes = isOurs ? [wanted, own] : [own];
  const reach: Reach = realm.origin === target.origin ? "named" : answer.peer;
  return ok({ kind: "bearer", realm, scopes, reach, ...(service === undefined ? {} : { service }) });
}
