/** A timestamp authority: RFC 3161 tokens, as their TimeStampResp. */
import type { Hasher, Instant } from "../../base/index.ts";
import {
  authorityKeyId,
  commonName,
  keyUsage,
  keyUsageBits,
  extensionIds,
  signCertificate,
  subjectKeyId,
  usages,
  type CertificateSpec,
  type Profile,
} from "./certificate.ts";
import { authorityAlgorithm, issueRoot, keyIdOf, serialOf, type AuthorityRequest, type Issued } from "./certificate-authority.ts";
import { explicit, generalizedTime, integer, nothing, octets, oid, sequence, set, time, tlv, unsigned } from "./der.ts";
import { newKey, schemeOf, sha256, type WorldKey, type WorldPorts } from "./world-key.ts";

export interface TimestampAuthority {
  readonly operator: string;
  readonly uri: string;
  readonly root: Issued;
  readonly leaf: Issued;
}

export interface TimestampAuthorityRequest extends Omit<AuthorityRequest, "intermediateProfile" | "intermediateKey"> {
  readonly leafProfile?: Profile;
  readonly leafKey?: WorldKey;
}

export async function newTimestampAuthority(request: TimestampAuthorityRequest, ports: WorldPorts): Promise<TimestampAuthority> {
  const rootKey = request.rootKey ?? (await newKey(ports, authorityAlgorithm(request)));
  const root = await issueRoot(request, rootKey, ports);
  const key = request.leafKey ?? (await newKey(ports));
  const bare = leafSpec(request, root, key, ports);
  const spec = request.leafProfile === undefined ? bare : request.leafProfile(bare);
  const leaf = { spec, der: await signCertificate(spec, rootKey), key };
  return { operator: request.operator, uri: `https://timestamp.${request.operator}`, root, leaf };
}

/** The one critical use that RFC 3161 §2.3 asks for. */
const timeStampingAlone = { oid: extensionIds.extendedKeyUsage, critical: true, value: sequence(oid(usages.timeStamping)) };

function leafSpec(request: TimestampAuthorityRequest, root: Issued, key: WorldKey, ports: WorldPorts): CertificateSpec {
  return {
    version: 3,
    serial: serialOf(ports, request.operator, request.seed, "timestamping"),
    issuer: root.spec.subject,
    subject: commonName(request.operator, `timestamping ${request.seed}`),
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    spki: key.spki,
    extensions: [
      keyUsage(keyUsageBits.digitalSignature),
      timeStampingAlone,
      subjectKeyId(keyIdOf(key, ports)),
      authorityKeyId(keyIdOf(root.key, ports)),
    ],
  };
}

/** What is different about one token. */
export interface TokenPlan {
  readonly authority: TimestampAuthority;
  /** Absent: when the signature was made. */
  readonly at?: Instant;
  /** PKIStatus; 0 is granted, 2 rejected. */
  readonly status?: number;
  /** What is stamped in the place of the signature. */
  readonly over?: Uint8Array;
  /** The imprint's algorithm and bytes in the place of SHA-256 of what is stamped. */
  readonly imprint?: { readonly algorithm: string; readonly digest: Uint8Array };
  /** Of the question: the magnitude of a number that the token repeats. Absent: none. */
  readonly nonce?: Uint8Array;
  /** Certificates that are carried; absent: the authority's own. Empty: none. */
  readonly embedded?: readonly Uint8Array[];
  /** The certificate that ESSCertIDv2 names; `"none"` leaves the attribute out. */
  readonly named?: Uint8Array | "none";
  /** Of what is signed: the type in the content, and the type in the signed attribute. */
  readonly contentType?: string;
  readonly attributeType?: string;
  /** The digest in the signed attribute. */
  readonly messageDigest?: Uint8Array;
  /** How many signers stand in it. */
  readonly signers?: number;
  /** Signs in the authority's place, under its name. */
  readonly key?: WorldKey;
  /** The signed attributes after they were signed. */
  readonly attributes?: (der: Uint8Array) => Uint8Array;
}

const ids = {
  sha256: "2.16.840.1.101.3.4.2.1",
  signedData: "1.2.840.113549.1.7.2",
  tstInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  policy: "1.3.6.1.4.1.57264.2",
} as const;

const sha256Identifier = sequence(oid(ids.sha256));

export async function issueToken(signature: Uint8Array, signedAt: Instant, plan: TokenPlan, ports: WorldPorts): Promise<Uint8Array> {
  const status = sequence(integer(plan.status ?? 0));
  if (plan.status === 2) return sequence(status);
  const info = timestampInfo(signature, plan.at ?? signedAt, plan, ports);
  const signer = await signerInfo(info, plan.at ?? signedAt, plan, ports.hasher);
  const certificates = plan.embedded ?? [plan.authority.leaf.der];
  const signedData = sequence(
    integer(3),
    set(sha256Identifier),
    sequence(oid(plan.contentType ?? ids.tstInfo), explicit(0, octets(info))),
    ...(certificates.length > 0 ? [tlv(0xa0, ...certificates)] : []),
    tlv(0x31, ...Array.from({ length: plan.signers ?? 1 }, () => signer)),
  );
  return sequence(status, sequence(oid(ids.signedData), explicit(0, signedData)));
}

function timestampInfo(signature: Uint8Array, at: Instant, plan: TokenPlan, ports: WorldPorts): Uint8Array {
  const stamped = plan.over ?? signature;
  const { algorithm, digest } = plan.imprint ?? { algorithm: ids.sha256, digest: sha256(ports.hasher, stamped) };
  const imprint = sequence(sequence(oid(algorithm), nothing()), octets(digest));
  const serial = unsigned(serialOf(ports, "token", String(at), algorithm, plan.authority.operator));
  const oneSecond = sequence(integer(1));
  const nonce = plan.nonce === undefined ? [] : [unsigned(plan.nonce)];
  return sequence(integer(1), oid(ids.policy), imprint, serial, generalizedTime(at), oneSecond, ...nonce);
}

async function signerInfo(info: Uint8Array, at: Instant, plan: TokenPlan, hasher: Hasher): Promise<Uint8Array> {
  const { leaf } = plan.authority;
  const key = plan.key ?? leaf.key;
  const attribute = (id: string, value: Uint8Array): Uint8Array => sequence(oid(id), tlv(0x31, value));
  const named = plan.named ?? leaf.der;
  const attributes = set(
    attribute(ids.contentType, oid(plan.attributeType ?? ids.tstInfo)),
    attribute(ids.signingTime, time(at)),
    attribute(ids.messageDigest, octets(plan.messageDigest ?? sha256(hasher, info))),
    ...(named === "none" ? [] : [attribute(ids.signingCertificateV2, sequence(sequence(sequence(octets(sha256(hasher, named))))))]),
  );
  const signature = await key.sign([attributes]);
  // Signed as a SET, written as [0]: RFC 5652 §5.4.
  const written = attributes.with(0, 0xa0);
  return sequence(
    integer(1),
    sequence(leaf.spec.issuer, unsigned(leaf.spec.serial)),
    sha256Identifier,
    plan.attributes?.(written) ?? written,
    schemeOf(key.algorithm).identifier,
    octets(signature),
  );
}
