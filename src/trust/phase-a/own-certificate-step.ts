/** `certificate` under the authorities that trust roots name themselves: `verification.md` §4.7. */
import { checkOwnCertificate, type OwnContext } from "../authorities/check-certificate.ts";
import type { OwnPath, SubjectAltName, TrustedTime } from "../facts.ts";
import type { SignerMaterial } from "../signed-material.ts";
import type { StepRecord } from "../steps.ts";
import { failed, passed } from "./record.ts";

export interface OwnOutcome {
  readonly record: StepRecord;
  readonly san?: SubjectAltName;
  readonly ownPaths?: readonly OwnPath[];
}

const checks = ["X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "X9", "X10"];

export function runOwnCertificate(
  { leaf, carried }: Extract<SignerMaterial, { kind: "certificate" }>,
  times: readonly TrustedTime[],
  now: bigint,
  own: OwnContext,
): OwnOutcome {
  const checked = checkOwnCertificate({ leaf, carried, times: times.map((time) => time.at), now }, own);
  if (!checked.ok) return { record: failed("certificate", checked.error, { checks }) };
  const note = times.length === 0 ? { detail: "time not proven: it is valid at the evaluation time" } : {};
  return { record: passed("certificate", { checks, ...note }), san: checked.value.san, ownPaths: checked.value.paths };
}
