/** Docker's and containers' credential files (`registry.md` §7). A key matches a whole host, never a part of one. */
import {
  decodeBase64,
  decodeUtf8,
  err,
  isObject,
  member,
  ok,
  parseJson,
  type Json,
  type JsonObject,
  type Result,
} from "../../base/index.ts";
import { fault, showUntrusted, type FetchFault } from "../fault.ts";
import type { FileSystem } from "../file-system.ts";
import type { Credential, CredentialSource } from "../request.ts";
import { fromHelper, type CredentialHelper } from "./credential-helper.ts";

export interface ConfigFiles {
  /** `--registry-config`: must be there when it is named. */
  readonly named?: string;
  /** In this order; the first that exists is the one. */
  readonly usual: readonly string[];
}

const MAX_BYTES = 1024 * 1024;
const HUB_KEY = "https://index.docker.io/v1/";

export function fileCredentials(config: ConfigFiles, files: FileSystem, helper: CredentialHelper): CredentialSource {
  let loaded: Promise<Result<JsonObject, FetchFault>> | undefined;
  return {
    credential: async (domain, path) => {
      loaded ??= load(config, files);
      const json = await loaded;
      return json.ok ? find(json.value, domain, path, helper) : json;
    },
  };
}

async function load(config: ConfigFiles, files: FileSystem): Promise<Result<JsonObject, FetchFault>> {
  for (const path of config.named === undefined ? config.usual : [config.named]) {
    const bytes = await files.readNamed(path, MAX_BYTES);
    if (bytes.ok) return parse(bytes.value, path);
    const isAbsent = bytes.error.kind === "not-found" && config.named === undefined;
    if (!isAbsent) return err(fault("auth", `the credential file \`${showUntrusted(path)}\` cannot be read: ${bytes.error.detail}`));
  }
  return ok({});
}

/** The parser's words could quote a secret, so they are not shown. */
function parse(bytes: Uint8Array, path: string): Result<JsonObject, FetchFault> {
  const json = parseJson(bytes, { maxBytes: MAX_BYTES, maxDepth: 32, maxNodes: 100_000 });
  if (json.ok && isObject(json.value)) return ok(json.value);
  return err(fault("auth", `the credential file \`${showUntrusted(path)}\` is no JSON object`));
}

async function find(
  config: JsonObject,
  domain: string,
  path: string,
  helper: CredentialHelper,
): Promise<Result<Credential | undefined, FetchFault>> {
  const server = domain === "docker.io" ? HUB_KEY : domain;
  const helpers = member(config, "credHelpers");
  const own = isObject(helpers) ? bestKey(Object.keys(helpers), domain, path) : undefined;
  const named = own === undefined ? undefined : member(helpers, own);
  if (typeof named === "string") return fromHelper(named, server, helper);
  const entry = authEntry(config, domain, path);
  const store = member(config, "credsStore");
  if (typeof store === "string" && store !== "") {
    const stored = await fromHelper(store, server, helper);
    if (!stored.ok || stored.value !== undefined) return stored;
  }
  return entry === undefined ? ok(undefined) : readEntry(entry, domain);
}

function authEntry(config: JsonObject, domain: string, path: string): Json | undefined {
  const auths = member(config, "auths");
  const key = isObject(auths) ? bestKey(Object.keys(auths), domain, path) : undefined;
  return key === undefined ? undefined : member(auths, key);
}

/** The key that names most of `domain/path` in whole segments; a key with a scheme names a host alone. */
export function bestKey(keys: readonly string[], domain: string, path: string): string | undefined {
  const wanted = [domain, ...path.split("/")];
  let best: { readonly key: string; readonly length: number } | undefined;
  for (const key of keys) {
    const named = segmentsOf(key);
    const isPrefix = named.length <= wanted.length && named.every((segment, index) => segment === wanted[index]);
    if (isPrefix && named.length > (best?.length ?? 0)) best = { key, length: named.length };
  }
  return best?.key;
}

const HUB_HOSTS = new Set(["index.docker.io", "registry-1.docker.io"]);

function segmentsOf(key: string): readonly string[] {
  const scheme = /^https?:\/\//.exec(key)?.[0];
  const segments = key.slice(scheme?.length ?? 0).split("/");
  const host = segments[0] ?? "";
  const named = HUB_HOSTS.has(host) ? "docker.io" : host;
  // `host/v1/` and `host/v2/` are old spellings of the host.
  const isHostOnly = scheme !== undefined || /^v[12]$/.test(segments[1] ?? "");
  return isHostOnly ? [named] : [named, ...segments.slice(1).filter((segment) => segment !== "")];
}

function readEntry(entry: Json, domain: string): Result<Credential | undefined, FetchFault> {
  const text = (name: string): string | undefined => {
    const value = member(entry, name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const registryToken = text("registrytoken");
  if (registryToken !== undefined) return ok({ kind: "registry-token", token: registryToken });
  const identityToken = text("identitytoken");
  if (identityToken !== undefined) return ok({ kind: "identity-token", token: identityToken });
  const username = text("username");
  const password = text("password");
  if (username !== undefined && password !== undefined) return ok({ kind: "password", username, password });
  const pair = text("auth");
  return pair === undefined ? ok(undefined) : readPair(pair, domain);
}

function readPair(pair: string, domain: string): Result<Credential, FetchFault> {
  const bytes = decodeBase64(pair);
  const text = bytes.ok ? decodeUtf8(bytes.value) : undefined;
  const colon = text?.indexOf(":") ?? -1;
  if (text === undefined || colon < 1) return err(fault("auth", `the credentials for ${domain} in the credential file cannot be read`));
  // Docker pads what it stores with NUL.
  return ok({ kind: "password", username: text.slice(0, colon), password: text.slice(colon + 1).replace(/\0+$/, "") });
}
