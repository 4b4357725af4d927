import type { BlobVerification, StepRecord, Verification } from "../../../src/trust/index.ts";

/** `good`, or `step · reason`, as the attack corpus writes it. A missing time names what lies behind it. */
export function outcomeOf(verification: Verification | BlobVerification): string {
  if (verification.kind === "verified") return "good";
  const behind = / ← .*$/u.exec(verification.detail)?.[0] ?? "";
  return `${verification.step} · ${verification.reason}${behind}`;
}

export function stepOf(verification: { readonly steps: readonly StepRecord[] }, step: StepRecord["step"]): StepRecord {
  const record = verification.steps.find((candidate) => candidate.step === step);
  if (record === undefined) throw new Error(`no record of ${step}`);
  return record;
}
