/** One DSSE envelope from JSON: D0 to D2. */
import { decodeBase64, err, isObject, ok, TEXT_APART, type Json, type Limits, type Result } from "../../base/index.ts";
import { readArray, readString, wrong } from "../json-read.ts";
import type { Fault, PhaseAStep } from "../steps.ts";

export interface EnvelopeSignature {
  readonly sig: Uint8Array;
  /** A hint; `""` when absent. */
  readonly keyid: string;
}

export interface DsseEnvelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly EnvelopeSignature[];
}

export interface EnvelopeFault extends Fault {
  readonly step: Extract<PhaseAStep, "decode" | "envelope">;
}

function malformed(detail: string): Result<never, EnvelopeFault> {
  return err({ step: "envelope", reason: "envelope-malformed", detail });
}

/** Unknown members are ignored. `apart`: the payload, where `TEXT_APART` stands for it. */
export function readEnvelope(json: Json, limits: Limits, apart?: Uint8Array): Result<DsseEnvelope, EnvelopeFault> {
  if (!isObject(json)) return malformed("it is no object");
  const payload = readString(json, "payload");
  const payloadType = readString(json, "payloadType");
  const signatures = readArray(json, "signatures");
  if (typeof payload !== "string") return malformed("`payload` is missing or no string");
  if (typeof payloadType !== "string") return malformed("`payloadType` is missing or no string");
  if (signatures === undefined || signatures === wrong) return malformed("`signatures` is missing or no array");
  if (signatures.length === 0) return err({ step: "envelope", reason: "no-signatures", detail: "`signatures` is empty" });
  if (signatures.length > limits.signaturesPerEnvelope)
    return err({
      step: "envelope",
      reason: "too-many",
      detail: `${signatures.length} signatures, at most ${limits.signaturesPerEnvelope}`,
    });
  const decoded = apart !== undefined && payload === TEXT_APART ? ok(apart) : decodeBase64(payload);
  if (!decoded.ok) return err({ step: "decode", reason: "base64-invalid", detail: `\`payload\`: ${decoded.error}` });
  const read = readSignatures(signatures);
  return read.ok ? ok({ payloadType, payload: decoded.value, signatures: read.value }) : read;
}

function readSignatures(signatures: readonly Json[]): Result<readonly EnvelopeSignature[], EnvelopeFault> {
  const read: EnvelopeSignature[] = [];
  for (const [i, signature] of signatures.entries()) {
    const sig = readString(signature, "sig");
    const keyid = readString(signature, "keyid");
    if (typeof sig !== "string") return malformed(`signature ${i}: \`sig\` is missing or no string`);
    if (keyid === wrong) return malformed(`signature ${i}: \`keyid\` is no string`);
    const decoded = decodeBase64(sig);
    if (!decoded.ok) return err({ step: "decode", reason: "base64-invalid", detail: `signature ${i}: ${decoded.error}` });
    read.push({ sig: decoded.value, keyid: keyid ?? "" });
  }
  return ok(read);
}
