/** One RFC 3161 token: T1 to T6. @sigstore/verify answers for the signature, everything around it is checked here. */
import { err, ok, type Limits, type Result } from "../../base/index.ts";
import { bytesEqual } from "../bytes.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { DerFault, derTag, readDer, type DerNode } from "../der/der.ts";
import { child, expectTag, integerBytes, octets, oid, sequence, smallInteger, time } from "../der/values.ts";
import type { TrustedTime } from "../facts.ts";
import type { Fault, Reason } from "../steps.ts";
import type { Certificate } from "../x509/certificate.ts";
import { checkTimestampProfile } from "../x509/leaf-profile.ts";
import { hashByOid, oids } from "../x509/oids.ts";
import { findPath } from "../x509/path.ts";
import type { LinkMemo } from "../x509/signature.ts";
import { within, type Authority, type SigstoreRoot } from "./root.ts";
import type { SecondOpinion } from "./second-opinion.ts";

export interface Token {
  readonly status: number;
  readonly issuer: Uint8Array;
  readonly serial: Uint8Array;
  readonly imprintHash: string;
  readonly imprint: Uint8Array;
  readonly genTime: bigint;
  /** The content of an INTEGER, where the question had one. */
  readonly nonce?: Uint8Array;
  /** Digest of the signer's certificate as the token names it, with its algorithm. */
  readonly namedCertificate?: { readonly algorithm: "sha1" | "sha256" | "sha384" | "sha512" | undefined; readonly digest: Uint8Array };
}

export interface TokenContext {
  readonly root: SigstoreRoot;
  readonly crypto: SyncCrypto;
  readonly links: LinkMemo;
  readonly limits: Limits;
  readonly opinion: SecondOpinion;
}

function fail(reason: Reason, detail: string): Result<never, Fault> {
  return err({ reason, detail });
}

/** T1: what an answer says, if it grants anything. Nothing in it is proven. */
export function readToken(der: Uint8Array, { derDepth }: Pick<Limits, "derDepth">): Result<Token, Fault> {
  const parsed = readDer(der, derDepth, readResponse);
  if (!parsed.ok) return fail("token-malformed", parsed.error);
  return parsed.value === "not-granted" ? fail("token-not-granted", "the authority refused") : ok(parsed.value);
}

/** T2 */
export function checkImprint(token: Token, signature: Uint8Array, crypto: SyncCrypto): Fault | undefined {
  const hash = hashByOid[token.imprintHash];
  if (hash !== undefined && bytesEqual(crypto.digest(hash, [signature]), token.imprint)) return undefined;
  return { reason: "token-imprint-mismatch", detail: "it is about something else than this signature" };
}

/** `signature`: the raw signature bytes, which is what a token of a bundle speaks about. */
export function checkToken(der: Uint8Array, signature: Uint8Array, context: TokenContext): Result<TrustedTime, Fault> {
  const read = readToken(der, context.limits);
  if (!read.ok) return read;
  const token = read.value;
  const authorities = context.root.timestampAuthorities.filter((authority) => isSigner(authority, token));
  if (authorities.length === 0) return fail("token-signer-unknown", "no authority of this root issued it");
  const imprint = checkImprint(token, signature, context.crypto);
  if (imprint !== undefined) return err(imprint);
  const outcomes = authorities.map((authority) => checkWithAuthority(der, token, signature, authority, context));
  return outcomes.find((outcome) => outcome.ok) ?? (outcomes[0] as Result<never, Fault>);
}

/** T3: by issuer and serial of the root file's own certificate; embedded ones are never looked at. */
function isSigner(authority: Authority, token: Token): boolean {
  const [leaf] = authority.chain;
  return leaf !== undefined && bytesEqual(leaf.serial, token.serial) && bytesEqual(leaf.issuer, token.issuer);
}

function checkWithAuthority(
  der: Uint8Array,
  token: Token,
  signature: Uint8Array,
  authority: Authority,
  context: TokenContext,
): Result<TrustedTime, Fault> {
  const leaf = authority.chain[0] as Certificate;
  if (!within(authority.validFor, token.genTime)) return fail("token-outside-window", "the authority was not in use at that time");
  const profile = checkTimestampProfile(leaf) ?? checkNamedCertificate(token, leaf, context.crypto);
  if (profile !== undefined) return fail("token-profile", profile);
  if (authority.chain.some((certificate) => token.genTime < certificate.notBefore || token.genTime > certificate.notAfter))
    return fail("token-outside-window", "a certificate of the authority was not valid at that time");
  const broken = authority.chain.length > 1 ? checkChain(authority.chain, context) : undefined;
  if (broken !== undefined) return fail("token-chain-invalid", broken.detail);
  const opinion = context.opinion.token(der, signature, authority);
  return opinion === undefined ? ok({ kind: "timestamp", operator: authority.operator, at: token.genTime }) : err(opinion);
}

function checkChain(chain: readonly Certificate[], context: TokenContext): Fault | undefined {
  const path = findPath(
    {
      leaf: chain[0] as Certificate,
      intermediates: chain.slice(1, -1),
      anchors: chain.slice(-1),
      times: [],
      purpose: oids.timeStamping,
      maxLength: context.limits.pathLength,
      maxChecks: context.limits.pathSignatureChecks,
    },
    context.links,
  );
  return path.ok ? undefined : path.error;
}

/** T5: ESSCertID and ESSCertIDv2, where present, name the signer's certificate. */
function checkNamedCertificate(token: Token, leaf: Certificate, crypto: SyncCrypto): string | undefined {
  const named = token.namedCertificate;
  if (named === undefined || named.algorithm === "sha1") return undefined;
  if (named.algorithm === undefined) return "it names its signer by an unknown hash";
  return bytesEqual(crypto.digest(named.algorithm, [leaf.der]), named.digest) ? undefined : "it names another certificate as its signer's";
}

const EXPLICIT_0 = 0xa0;

function readResponse(root: DerNode): Token | "not-granted" {
  const status = smallInteger(child(sequence(child(sequence(root), 0)), 0));
  if (status !== 0 && status !== 1) return "not-granted";
  const content = sequence(child(root, 1));
  if (oid(child(content, 0)) !== oids.signedData) throw new DerFault("it is no signed data");
  const signedData = sequence(child(expectTag(child(content, 1), EXPLICIT_0), 0));
  const encapsulated = sequence(child(signedData, 2));
  if (oid(child(encapsulated, 0)) !== oids.tstInfo) throw new DerFault("it signs no timestamp");
  const info = readNested(octets(child(expectTag(child(encapsulated, 1), EXPLICIT_0), 0)), readInfo);
  const signers = expectTag(child(signedData, signedData.children.length - 1), derTag.set).children;
  const [signer] = signers;
  if (signer === undefined || signers.length !== 1) throw new DerFault("it has not exactly one signer");
  return { status, ...info, ...readSigner(sequence(signer)) };
}

function readNested<T>(bytes: Uint8Array, read: (root: DerNode) => T): T {
  const nested = readDer(bytes, 32, read);
  if (!nested.ok) throw new DerFault(nested.error);
  return nested.value;
}

function readInfo(root: DerNode): Pick<Token, "imprintHash" | "imprint" | "genTime" | "nonce"> {
  if (smallInteger(child(sequence(root), 0)) !== 1) throw new DerFault("the timestamp is of an unknown version");
  const imprint = sequence(child(root, 2));
  // What stands after the time has a tag of its own each.
  const nonce = root.children.slice(5).find(({ tag }) => tag === derTag.integer);
  return {
    ...(nonce && { nonce: integerBytes(nonce) }),
    imprintHash: oid(child(sequence(child(imprint, 0)), 0)),
    imprint: octets(child(imprint, 1)),
    genTime: time(expectTag(child(root, 4), derTag.generalizedTime)),
  };
}

function readSigner(signer: DerNode): Pick<Token, "issuer" | "serial" | "namedCertificate"> {
  const id = sequence(child(signer, 1));
  const attributes = expectTag(child(signer, 3), EXPLICIT_0).children;
  const contentType = attribute(attributes, oids.contentType);
  if (contentType === undefined || oid(contentType) !== oids.tstInfo) throw new DerFault("the signed content type is not a timestamp's");
  const identity = { issuer: sequence(child(id, 0)).raw, serial: integerBytes(child(id, 1)) };
  const v2 = attribute(attributes, oids.signingCertificateV2);
  if (v2 !== undefined) return { ...identity, namedCertificate: readCertIdV2(firstCertId(v2)) };
  const v1 = attribute(attributes, oids.signingCertificate);
  return v1 === undefined ? identity : { ...identity, namedCertificate: { algorithm: "sha1", digest: octets(child(firstCertId(v1), 0)) } };
}

/** The one value of a signed attribute that stands at most once. */
function attribute(attributes: readonly DerNode[], id: string): DerNode | undefined {
  const found = attributes.filter((node) => oid(child(sequence(node), 0)) === id);
  if (found.length > 1) throw new DerFault("a signed attribute stands twice");
  const values = found[0] === undefined ? undefined : expectTag(child(found[0], 1), derTag.set);
  if (values !== undefined && values.children.length !== 1) throw new DerFault("a signed attribute has not one value");
  return values?.children[0];
}

function firstCertId(signingCertificate: DerNode): DerNode {
  return sequence(child(sequence(child(sequence(signingCertificate), 0)), 0));
}

/** The hash is SHA-256 where none is named, RFC 5035. */
function readCertIdV2(node: DerNode): NonNullable<Token["namedCertificate"]> {
  const first = child(node, 0);
  if (first.tag !== derTag.sequence) return { algorithm: "sha256", digest: octets(first) };
  return { algorithm: hashByOid[oid(child(first, 0))], digest: octets(child(node, 1)) };
}
