/** The statement inside an attestation: what was signed, and nothing of who signed it. */
import {
  decodeBase64,
  defaultLimits,
  envelopeJsonLimits,
  isArray,
  isObject,
  member,
  parseJson,
  statementJsonLimits,
  type Json,
} from "../../base/index.ts";
import type { JudgedAttestation } from "../../engine/index.ts";

export interface Payload {
  readonly predicateType: string;
  /** The whole statement, as JSON. */
  readonly statement: Json;
}

/** `undefined` where it holds no statement that can be read. Of one that did not verify it is a claim, and the test says so. */
export function payloadOf({ envelope, verification }: JudgedAttestation): Payload | undefined {
  if (verification.kind === "verified") {
    const { type, subjects, predicateType, predicate } = verification.statement;
    const subject = subjects.map(({ name, digests }): Json => ({
      ...(name !== undefined && { name }),
      digest: Object.fromEntries(digests),
    }));
    return { predicateType, statement: { _type: type, subject, predicateType, predicate: predicate ?? null } };
  }
  const statement = claimedStatement(envelope.bytes);
  const predicateType = statement === undefined ? undefined : member(statement, "predicateType");
  if (statement === undefined || typeof predicateType !== "string" || predicateType === "") return undefined;
  return { predicateType, statement };
}

/** A bundle, an envelope, or a bare statement. */
function claimedStatement(bytes: Uint8Array): Json | undefined {
  const parsed = parseJson(bytes, envelopeJsonLimits(defaultLimits));
  if (!parsed.ok) return undefined;
  const json = parsed.value;
  if (isStatement(json)) return json;
  const envelope = isObject(json) ? (member(json, "dsseEnvelope") ?? json) : json;
  const payload = isObject(envelope) ? member(envelope, "payload") : undefined;
  const decoded = typeof payload === "string" ? decodeBase64(payload) : undefined;
  const statement = decoded?.ok === true ? parseJson(decoded.value, statementJsonLimits(defaultLimits)) : undefined;
  return statement?.ok === true && isStatement(statement.value) ? statement.value : undefined;
}

function isStatement(json: Json): boolean {
  return isObject(json) && !isArray(json) && typeof member(json, "_type") === "string" && member(json, "predicateType") !== undefined;
}
