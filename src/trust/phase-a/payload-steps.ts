/** `payload-type` and `statement`, over the very bytes whose signature was checked (R2). */
import type { Limits } from "../../base/index.ts";
import type { SignedMaterial } from "../signed-material.ts";
import type { Statement } from "../statement.ts";
import type { StepRecord } from "../steps.ts";
import { failed, passed } from "./record.ts";
import { readStatement } from "./read-statement.ts";

const IN_TOTO = "application/vnd.in-toto+json";
const NAMED_IN_TOTO = /^application\/vnd\.in-toto\.[A-Za-z0-9._-]+\+json$/u;

/** D9: inside a bundle only the plain type. */
export function runPayloadType(material: SignedMaterial, payloadType: string): StepRecord {
  const isRead = payloadType === IN_TOTO || (material.carrier !== "sigstore-bundle" && NAMED_IN_TOTO.test(payloadType));
  if (isRead) return passed("payload-type", { checks: ["D9"] });
  return failed("payload-type", { reason: "payload-type-unsupported", detail: "the payload is of another type" }, { checks: ["D9"] });
}

export interface StatementOutcome {
  readonly record: StepRecord;
  readonly statement?: Statement;
}

export function runStatement(payload: Uint8Array, limits: Limits): StatementOutcome {
  const checks = ["S1", "S2", "S3", "S4", "S5", "S6", "S7"];
  const statement = readStatement(payload, limits);
  if (!statement.ok) return { record: failed("statement", statement.error, { checks }) };
  return { record: passed("statement", { checks }), statement: statement.value };
}
