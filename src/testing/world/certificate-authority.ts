/** A certificate authority as Fulcio is: a P-384 root and intermediate, P-256 leaves of ten minutes with identity and claims. */
import { NANOSECONDS_PER_SECOND, type Instant } from "../../base/index.ts";
import type { SignatureAlgorithm } from "../../trust/index.ts";
import {
  authorityKeyId,
  basicConstraints,
  claim,
  commonName,
  emptyName,
  extendedKeyUsage,
  keyUsage,
  keyUsageBits,
  signCertificate,
  subjectAltName,
  subjectKeyId,
  usages,
  withExtension,
  type AlternativeName,
  type CertificateSpec,
  type Profile,
} from "./certificate.ts";
import { sctList, type SctPlan } from "./ct-log.ts";
import { newKey, seeded, sha256, type WorldKey, type WorldPorts } from "./world-key.ts";

/** A certificate with the key that signs in its name. */
export interface Issued {
  readonly spec: CertificateSpec;
  readonly der: Uint8Array;
  readonly key: WorldKey;
}

export interface CertificateAuthority {
  readonly operator: string;
  readonly uri: string;
  readonly root: Issued;
  readonly intermediate: Issued;
}

export interface AuthorityRequest {
  readonly operator: string;
  readonly seed: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly purpose: string;
  /** Of the keys that sign certificates; absent: P-384, as Sigstore's do. */
  readonly algorithm?: SignatureAlgorithm;
  /** Changes to what would be issued. */
  readonly rootProfile?: Profile;
  readonly intermediateProfile?: Profile;
  readonly rootKey?: WorldKey;
  readonly intermediateKey?: WorldKey;
}

export function keyIdOf(key: WorldKey, ports: WorldPorts): Uint8Array {
  return sha256(ports.hasher, key.spki).subarray(0, 20);
}

export function serialOf(ports: WorldPorts, ...labels: readonly string[]): Uint8Array {
  return seeded(ports.hasher, "serial", ...labels).subarray(0, 19);
}

const same: Profile = (spec) => spec;

export async function newCertificateAuthority(request: AuthorityRequest, ports: WorldPorts): Promise<CertificateAuthority> {
  const { operator } = request;
  const rootKey = request.rootKey ?? (await newKey(ports, authorityAlgorithm(request)));
  const root = await issueRoot(request, rootKey, ports);
  const key = request.intermediateKey ?? (await newKey(ports, authorityAlgorithm(request)));
  const spec = (request.intermediateProfile ?? same)(intermediateSpec(request, key, rootKey, ports));
  const intermediate = { spec, der: await signCertificate(spec, rootKey), key };
  return { operator, uri: `https://fulcio.${operator}`, root, intermediate };
}

export function authorityAlgorithm({ algorithm = "ecdsa-sha2-384-nistp384" }: Pick<AuthorityRequest, "algorithm">): SignatureAlgorithm {
  return algorithm;
}

function validity({ notBefore, notAfter }: AuthorityRequest): Pick<CertificateSpec, "notBefore" | "notAfter"> {
  return { notBefore, notAfter };
}

/** A self-signed anchor. */
export async function issueRoot(request: AuthorityRequest, key: WorldKey, ports: WorldPorts): Promise<Issued> {
  const name = commonName(request.operator, `root ${request.seed}`);
  const spec = (request.rootProfile ?? same)({
    version: 3,
    serial: serialOf(ports, request.operator, request.seed, "root"),
    issuer: name,
    subject: name,
    ...validity(request),
    spki: key.spki,
    extensions: [
      keyUsage(keyUsageBits.keyCertSign, keyUsageBits.crlSign),
      basicConstraints({ isAuthority: true, pathLength: 1 }),
      subjectKeyId(keyIdOf(key, ports)),
    ],
  });
  return { spec, der: await signCertificate(spec, key), key };
}

function intermediateSpec(request: AuthorityRequest, key: WorldKey, rootKey: WorldKey, ports: WorldPorts): CertificateSpec {
  return {
    version: 3,
    serial: serialOf(ports, request.operator, request.seed, "intermediate"),
    issuer: commonName(request.operator, `root ${request.seed}`),
    subject: commonName(request.operator, `intermediate ${request.seed}`),
    ...validity(request),
    spki: key.spki,
    extensions: [
      keyUsage(keyUsageBits.keyCertSign, keyUsageBits.crlSign),
      extendedKeyUsage(request.purpose),
      basicConstraints({ isAuthority: true, pathLength: 0 }),
      subjectKeyId(keyIdOf(key, ports)),
      authorityKeyId(keyIdOf(rootKey, ports)),
    ],
  };
}

export interface LeafRequest {
  readonly authority: CertificateAuthority;
  readonly key: WorldKey;
  readonly san: AlternativeName;
  /** By the last arc of Fulcio's identifiers. */
  readonly claims: ReadonlyMap<number, string>;
  /** Valid from then on, for ten minutes. */
  readonly at: Instant;
  /** Makes the serial number unique. */
  readonly serial: string;
  readonly scts: readonly SctPlan[];
  readonly profile?: Profile;
  /** After the CT logs saw it: what they signed is not what is issued. */
  readonly profileAfterLogging?: Profile;
}

const TEN_MINUTES = 600n * NANOSECONDS_PER_SECOND;

function leafSpec({ authority, key, san, claims, at, serial }: LeafRequest, ports: WorldPorts): CertificateSpec {
  return {
    version: 3,
    serial: serialOf(ports, serial),
    issuer: authority.intermediate.spec.subject,
    subject: emptyName,
    notBefore: at,
    notAfter: at + TEN_MINUTES,
    spki: key.spki,
    extensions: [
      keyUsage(keyUsageBits.digitalSignature),
      extendedKeyUsage(usages.codeSigning),
      subjectKeyId(keyIdOf(key, ports)),
      authorityKeyId(keyIdOf(authority.intermediate.key, ports)),
      subjectAltName(san),
      ...[...claims].map(([arc, text]) => claim(arc, text)),
    ],
  };
}

/** First as a precertificate to the CT logs, then with their answers: same serial number, dates and names. */
export async function issueLeaf(request: LeafRequest, ports: WorldPorts): Promise<Issued> {
  const issuer = request.authority.intermediate.key;
  const bare = (request.profile ?? same)(leafSpec(request, ports));
  const logged = request.scts.length === 0 ? bare : withExtension(bare, await sctList(bare, issuer, request.scts, ports));
  const spec = (request.profileAfterLogging ?? same)(logged);
  return { spec, der: await signCertificate(spec, issuer), key: request.key };
}
