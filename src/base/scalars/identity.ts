/** Who somebody is. `language.md` §5.6: identities of different kinds, and accounts of different providers, cannot be compared. */
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { bounded, fromJsonString } from "./text-scalar.ts";
import { parseUri, type Uri } from "./uri.ts";

export type Identity = EmailIdentity | UriIdentity | AccountIdentity | KeyIdentity;

/** `alice@acme.example`; the domain is lower case. */
export interface EmailIdentity {
  readonly kind: "email";
  readonly text: string;
  readonly local: string;
  readonly domain: string;
}
export interface UriIdentity {
  readonly kind: "uri";
  readonly text: string;
  readonly uri: Uri;
}
/** `github:alice`; the name is lower case where the provider ignores case. */
export interface AccountIdentity {
  readonly kind: "account";
  readonly text: string;
  readonly provider: string;
  readonly name: string;
}
/** `sha256:` and the SHA-256 of a key's SubjectPublicKeyInfo. */
export interface KeyIdentity {
  readonly kind: "key";
  readonly text: string;
}

const KEY = /^sha256:[0-9a-f]{64}$/u;
const LOCAL = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/u;
const DOMAIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/u;
const ACCOUNT = /^([A-Za-z][A-Za-z0-9.-]{0,62}):([A-Za-z0-9_](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?(?:\[bot\])?)$/u;
/** Their user names differ in more than letter case. */
const CASELESS_PROVIDERS: ReadonlySet<string> = new Set(["github", "gitlab", "bitbucket", "codeberg", "gitea", "forgejo"]);
const OPAQUE_SCHEMES: ReadonlySet<string> = new Set(["urn", "mailto", "did", "acct", "tag"]);
/** These are no provider of accounts. */
const RESERVED_SCHEMES: ReadonlySet<string> = new Set([...OPAQUE_SCHEMES, "http", "https", "spiffe", "sha256", "sha384", "sha512"]);

function parseText(text: string): Result<Identity, string> {
  if (KEY.test(text)) return ok({ kind: "key", text });
  const account = ACCOUNT.exec(text);
  if (account !== null && !RESERVED_SCHEMES.has((account[1] as string).toLowerCase()))
    return ok(makeAccount(account[1] as string, account[2] as string));
  const at = text.lastIndexOf("@");
  if (at > 0 && !text.includes(":")) return parseEmail(text.slice(0, at), text.slice(at + 1));
  const uri = parseUri(text);
  if (uri.ok && isNamingUri(uri.value)) return ok({ kind: "uri", text: uri.value.text, uri: uri.value });
  return err("it is no e-mail address, URI, account such as `github:alice` or key fingerprint `sha256:…`");
}

/** With a host, or of a scheme that names without one: `github:` and `github:a/b` are misspelt accounts. */
function isNamingUri(uri: Uri): boolean {
  return uri.authority !== undefined || (OPAQUE_SCHEMES.has(uri.scheme) && uri.segments.join("") !== "");
}

function makeAccount(rawProvider: string, rawName: string): AccountIdentity {
  const provider = rawProvider.toLowerCase();
  const name = CASELESS_PROVIDERS.has(provider) ? rawName.toLowerCase() : rawName;
  return { kind: "account", text: `${provider}:${name}`, provider, name };
}

function parseEmail(local: string, rawDomain: string): Result<EmailIdentity, string> {
  if (local.length > 64 || rawDomain.length > 253) return err("no e-mail address is so long");
  if (!LOCAL.test(local) || !DOMAIN.test(rawDomain)) return err("it is no e-mail address");
  const domain = rawDomain.toLowerCase();
  return ok({ kind: "email", text: `${local}@${domain}`, local, domain });
}

/**
 * `undefined` where it cannot be told: other kinds, other providers, and names that differ in letter case only where nobody
 * says whether case matters. An author must not become somebody else by a capital letter.
 */
export function equalIdentities(a: Identity, b: Identity): boolean | undefined {
  if (identitySpace(a) !== identitySpace(b)) return undefined;
  if (a.text === b.text) return true;
  return foldedIdentity(a) === foldedIdentity(b) ? undefined : false;
}

/** Identities of one space can be compared: those of one kind, and accounts of one provider. */
export function identitySpace(identity: Identity): string {
  return identity.kind === "account" ? `account ${identity.provider}` : identity.kind;
}

/** The text without what nobody says whether it matters. */
export function foldedIdentity(identity: Identity): string {
  return identity.kind === "account" || identity.kind === "email" ? identity.text.toLowerCase() : identity.text;
}

export const parseIdentity = bounded(parseText);

export const IdentityScalar: Scalar<Identity> = {
  parse: parseIdentity,
  fromJson: fromJsonString(parseIdentity),
  equal: equalIdentities,
  show: (value) => value.text,
  canonical: (value) => value.text,
};
