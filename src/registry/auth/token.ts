/** Bearer tokens from a registry's token server: distribution "Token Authentication", `registry.md` §7. */
import { encodeBase64, encodeUtf8, err, member, ok, parseJson, type Json, type Result } from "../../base/index.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import type { Gates, Sendable } from "../host-gate.ts";
import type { RegistryLimits } from "../limits.ts";
import type { Credential } from "../request.ts";
import type { HttpAnswer, Reach } from "../transport.ts";

export interface TokenRequest {
  readonly realm: URL;
  readonly service?: string;
  readonly scopes: readonly string[];
  readonly reach: Reach;
  readonly credential?: Credential;
}

export interface Token {
  readonly value: string;
  readonly lifeMs: number;
}

const CLIENT = "proviso";
const DEFAULT_LIFE_SECONDS = 60;
const LONGEST_LIFE_SECONDS = 24 * 3600;

export async function fetchToken(request: TokenRequest, gates: Gates, limits: RegistryLimits): Promise<Result<Token, FetchFault>> {
  const isRefresh = request.credential?.kind === "identity-token";
  const first = await gates.send(isRefresh ? refreshRequest(request, request.credential.token, limits) : plainRequest(request, limits));
  if (!first.ok) return first;
  const isUnknown = isRefresh && (first.value.status === 404 || first.value.status === 405);
  const answer = isUnknown ? await gates.send(plainRequest(request, limits)) : first;
  return answer.ok ? readToken(answer.value, request.realm, limits) : answer;
}

function plainRequest(request: TokenRequest, limits: RegistryLimits): Sendable {
  const url = new URL(request.realm);
  if (request.service !== undefined) url.searchParams.set("service", request.service);
  for (const scope of request.scopes) url.searchParams.append("scope", scope);
  const secret = basicOf(request.credential);
  const headers: Record<string, string> = { accept: "application/json", "accept-encoding": "identity" };
  if (secret !== undefined) headers["authorization"] = secret;
  return { method: "GET", url: url.href, headers, maxBodyBytes: limits.tokenBytes, reach: request.reach };
}

function refreshRequest(request: TokenRequest, token: string, limits: RegistryLimits): Sendable {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: CLIENT,
    refresh_token: token,
    scope: request.scopes.join(" "),
  });
  if (request.service !== undefined) form.set("service", request.service);
  const headers = {
    accept: "application/json",
    "accept-encoding": "identity",
    "content-type": "application/x-www-form-urlencoded",
  };
  return { method: "POST", url: request.realm.href, headers, body: form.toString(), maxBodyBytes: limits.tokenBytes, reach: request.reach };
}

/** `undefined` for anonymous. An identity token without its own endpoint goes as the password of nobody. */
export function basicOf(credential: Credential | undefined): string | undefined {
  if (credential === undefined || credential.kind === "registry-token") return undefined;
  const pair = credential.kind === "password" ? `${credential.username}:${credential.password}` : `:${credential.token}`;
  return `Basic ${encodeBase64(encodeUtf8(pair))}`;
}

function readToken(answer: HttpAnswer, realm: URL, limits: RegistryLimits): Result<Token, FetchFault> {
  const where = showUntrusted(realm.origin);
  if (answer.status !== 200) return err(fault("auth", `the token server ${where} answers ${answer.status}`));
  const json = parseJson(answer.body, { maxBytes: limits.tokenBytes, maxDepth: limits.jsonDepth, maxNodes: 10_000 });
  if (!json.ok) return err(fault("auth", `the token server ${where} sends no JSON`));
  const value = tokenText(member(json.value, "token")) ?? tokenText(member(json.value, "access_token"));
  if (value === undefined) return err(fault("auth", `the token server ${where} sends no token`));
  const seconds = member(json.value, "expires_in");
  const isSane = typeof seconds === "number" && seconds > 0 && seconds <= LONGEST_LIFE_SECONDS;
  return ok({ value, lifeMs: (isSane ? seconds : DEFAULT_LIFE_SECONDS) * 1000 });
}

/** Only what can stand in a header as it is. */
function tokenText(json: Json | undefined): string | undefined {
  return typeof json === "string" && /^[\x21-\x7e]+$/.test(json) ? json : undefined;
}
