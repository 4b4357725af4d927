/**
 * A registry for tests: the reading half of distribution-spec 1.1 as a function from request to reply, with a log. It answers over a socket
 * (`serve.ts`) or in memory (`memory-transport.ts`). A script may answer any request otherwise; that is how faults are made.
 */
import type { Content, DescriptorJson, Stored } from "./content.ts";

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: string;
}

/** What goes wrong on the way: the connection breaks before or in the body, nothing comes, or the body never ends. */
export type Trouble = "reset" | "cut" | "silent" | "endless";

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  readonly trouble?: Trouble;
}

/** `undefined` leaves the request to the registry. `nth` counts requests for the same method and path, from 1. */
export type Script = (asked: Asked, nth: number) => Reply | undefined;

export type ReferrersKnob =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      readonly pageSize?: number;
      readonly link?: (path: string) => string;
      readonly describe?: (entry: DescriptorJson) => DescriptorJson;
    };

export type AuthKnob =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | {
      readonly kind: "bearer";
      readonly realm: string;
      /** What the token server wants; nobody by default. */
      readonly username?: string;
      readonly password?: string;
      /** Whether a token it hands out serves at all. */
      readonly serves?: "yes" | "no";
    };

export interface RegistryOptions {
  readonly referrers?: ReferrersKnob;
  readonly auth?: AuthKnob;
  readonly script?: Script;
}

interface Repository {
  readonly content: Content;
  readonly tags: Map<string, string>;
}

const INDEX = "application/vnd.oci.image.index.v1+json";

export class TestRegistry {
  /** `GET /v2/app/manifests/1.0`, in the order of arrival. */
  readonly log: string[] = [];
  readonly asked: Asked[] = [];
  readonly #options: RegistryOptions;
  readonly #repositories = new Map<string, Repository>();
  #issued = 0;
  readonly #tokens = new Set<string>();
  readonly #counts = new Map<string, number>();

  constructor(options: RegistryOptions = {}) {
    this.#options = options;
  }

  add(name: string, content: Content, tags: Readonly<Record<string, Stored>>): void {
    this.#repositories.set(name, { content, tags: new Map(Object.entries(tags).map(([tag, stored]) => [tag, stored.digest])) });
  }

  answer(asked: Asked): Reply {
    const line = `${asked.method} ${asked.url.pathname}${asked.url.search}`;
    this.log.push(line);
    this.asked.push(asked);
    const nth = (this.#counts.get(line) ?? 0) + 1;
    this.#counts.set(line, nth);
    return this.#options.script?.(asked, nth) ?? this.#token(asked) ?? this.#challenge(asked) ?? this.#read(asked);
  }

  /** Every token that was handed out is dead from now on. */
  revokeTokens(): void {
    this.#tokens.clear();
  }

  #token(asked: Asked): Reply | undefined {
    if (asked.url.pathname !== "/token") return undefined;
    const { auth } = this.#options;
    if (auth?.kind !== "bearer") return notFound("UNKNOWN");
    const isKnown = auth.username === undefined || asked.headers["authorization"] === basic(auth.username, auth.password ?? "");
    if (!isKnown) return { status: 401 };
    const token = `token-${this.#issued + 1}`;
    this.#issued++;
    if (auth.serves !== "no") this.#tokens.add(token);
    return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ token, expires_in: 300 }) };
  }

  #challenge(asked: Asked): Reply | undefined {
    const auth = this.#options.auth ?? { kind: "none" };
    const sent = asked.headers["authorization"];
    if (auth.kind === "none") return undefined;
    if (auth.kind === "basic") {
      return sent === basic(auth.username, auth.password)
        ? undefined
        : { status: 401, headers: { "www-authenticate": 'Basic realm="test"' } };
    }
    const token = typeof sent === "string" ? sent.replace("Bearer ", "") : "";
    if (this.#tokens.has(token)) return undefined;
    const repository = /^\/v2\/(.+)\/(?:manifests|blobs|referrers)\//.exec(asked.url.pathname)?.[1] ?? "";
    const error = sent === undefined ? "" : ',error="invalid_token"';
    const challenge = `Bearer realm="${auth.realm}",service="test",scope="repository:${repository}:pull"${error}`;
    return { status: 401, headers: { "www-authenticate": challenge } };
  }

  #read(asked: Asked): Reply {
    const found = /^\/v2\/(.+)\/(manifests|blobs|referrers)\/([^/]+)$/.exec(asked.url.pathname);
    const [, name = "", kind = "", what = ""] = found ?? [];
    if (kind === "") return notFound("UNKNOWN");
    const repository = this.#repositories.get(name);
    if (repository === undefined) return notFound("NAME_UNKNOWN");
    if (kind === "manifests") return readManifest(repository, what, asked);
    if (kind === "blobs") return readBlob(repository, what);
    return this.#referrers(repository, what, asked);
  }

  #referrers(repository: Repository, subject: string, asked: Asked): Reply {
    const knob = this.#options.referrers ?? { kind: "on" };
    if (knob.kind === "off") return { status: 404, headers: { "content-type": "text/plain; charset=utf-8" }, body: "404 page not found\n" };
    const all = referrersOf(repository, subject).map(knob.describe ?? ((entry) => entry));
    const from = Number(asked.url.searchParams.get("from") ?? 0);
    const size = knob.pageSize ?? all.length;
    const isMore = from + size < all.length;
    const path = `${asked.url.pathname}?from=${from + size}`;
    const link = knob.link?.(path) ?? `<${path}>; rel="next"`;
    const body = JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: all.slice(from, from + size) });
    return { status: 200, headers: { "content-type": INDEX, ...(isMore ? { link } : {}) }, body };
  }
}

function readManifest(repository: Repository, what: string, asked: Asked): Reply {
  const stored = repository.content.manifests.get(repository.tags.get(what) ?? what);
  if (stored === undefined || !String(asked.headers["accept"]).includes(stored.mediaType)) return notFound("MANIFEST_UNKNOWN");
  return { status: 200, headers: { "content-type": stored.mediaType, "docker-content-digest": stored.digest }, body: stored.bytes };
}

function readBlob(repository: Repository, digest: string): Reply {
  const stored = repository.content.blobs.get(digest);
  return stored === undefined
    ? notFound("BLOB_UNKNOWN")
    : { status: 200, headers: { "content-type": "application/octet-stream" }, body: stored.bytes };
}

interface ManifestJson {
  readonly artifactType?: string;
  readonly annotations?: Record<string, string>;
  readonly config?: { readonly mediaType: string };
  readonly subject?: { readonly digest: string };
}

function referrersOf(repository: Repository, subject: string): DescriptorJson[] {
  return [...repository.content.manifests.values()].flatMap((stored) => {
    const manifest = parse(stored);
    if (manifest.subject?.digest !== subject) return [];
    const artifactType = manifest.artifactType ?? manifest.config?.mediaType;
    return [
      { mediaType: stored.mediaType, digest: stored.digest, size: stored.bytes.length, artifactType, annotations: manifest.annotations },
    ];
  });
}

function parse(stored: Stored): ManifestJson {
  try {
    return JSON.parse(stored.bytes.toString()) as ManifestJson;
  } catch {
    return {};
  }
}

export function notFound(code: string): Reply {
  return { status: 404, headers: { "content-type": "application/json" }, body: JSON.stringify({ errors: [{ code, message: code }] }) };
}

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
