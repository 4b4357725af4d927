/** A CT log: signs precertificates, RFC 6962 §3.2. */
import type { Instant } from "../../base/index.ts";
import { join, octets, tlv } from "./der.ts";
import { encodeTbs, extensionIds, type CertificateExtension, type CertificateSpec } from "./certificate.ts";
import { newKey, sha256, type WorldKey, type WorldPorts } from "./world-key.ts";

export interface CtLog {
  readonly operator: string;
  readonly baseUrl: string;
  readonly key: WorldKey;
  readonly logId: Uint8Array;
}

export async function newCtLog(operator: string, host: string, ports: WorldPorts): Promise<CtLog> {
  const key = await newKey(ports);
  return { operator, baseUrl: `https://${host}/log`, key, logId: sha256(ports.hasher, key.spki) };
}

/** One answer of one log, and what is wrong with it. */
export interface SctPlan {
  readonly log: CtLog;
  /** When it is not the time of issuing. */
  readonly at?: Instant;
  readonly extensions?: Uint8Array;
  /** A change to the serialized answer. */
  readonly change?: (sct: Uint8Array) => Uint8Array;
}

function uint(value: bigint | number, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => Number((BigInt(value) >> BigInt(8 * (size - 1 - i))) & 0xffn));
}

function vector(bytes: Uint8Array, lengthSize: number): Uint8Array {
  return join(uint(bytes.length, lengthSize), bytes);
}

/** The list extension for a certificate that does not carry it yet. */
export async function sctList(
  spec: CertificateSpec,
  issuer: WorldKey,
  plans: readonly SctPlan[],
  ports: WorldPorts,
): Promise<CertificateExtension> {
  const precertificate = join(sha256(ports.hasher, issuer.spki), vector(encodeTbs(spec, issuer), 3));
  const scts = await Promise.all(plans.map((plan) => signSct(precertificate, plan, plan.at ?? spec.notBefore)));
  const list = vector(join(...scts.map((sct) => vector(sct, 2))), 2);
  return { oid: extensionIds.sctList, critical: false, value: octets(list) };
}

const VERSION_1 = new Uint8Array([0]);
const CERTIFICATE_TIMESTAMP = new Uint8Array([0]);
const PRECERT_ENTRY = new Uint8Array([0, 1]);
const SHA256_ECDSA = new Uint8Array([4, 3]);

async function signSct(precertificate: Uint8Array, plan: SctPlan, at: Instant): Promise<Uint8Array> {
  const timestamp = uint(at / 1_000_000n, 8);
  const extensions = vector(plan.extensions ?? new Uint8Array(), 2);
  const signed = join(VERSION_1, CERTIFICATE_TIMESTAMP, timestamp, PRECERT_ENTRY, precertificate, extensions);
  const signature = vector(await plan.log.key.sign([signed]), 2);
  const sct = join(VERSION_1, plan.log.logId, timestamp, extensions, SHA256_ECDSA, signature);
  return plan.change === undefined ? sct : plan.change(sct);
}

/** An empty list, which is no answer at all. */
export const emptySctList: CertificateExtension = { oid: extensionIds.sctList, critical: false, value: tlv(0x04, new Uint8Array([0, 0])) };
