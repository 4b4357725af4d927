import { InvariantError } from "../../base/index.ts";
import type { Fault, ItemRecord, PhaseAStep, SkipReason, Step, StepRecord } from "../steps.ts";

/** Thrown where the time of an envelope is over; becomes the reason of the step that it ends. */
export class DeadlineExceeded extends Error {
  override readonly name = "DeadlineExceeded";
}

export const deadlineFault = {
  reason: "deadline-exceeded",
  detail: "it was not verified in the time that one envelope may take (envelopeTimeMs), or that was left of the run",
} as const satisfies Fault;

export interface RecordParts {
  readonly checks?: readonly string[];
  readonly items?: readonly ItemRecord[];
  readonly detail?: string;
  readonly by?: StepRecord["by"];
}

export function passed(step: Step, parts: RecordParts = {}): StepRecord {
  const record = {
    step,
    outcome: "pass" as const,
    checks: parts.checks ?? [],
    items: parts.items ?? [],
    by: parts.by ?? ("ours" as const),
  };
  return parts.detail === undefined ? record : { ...record, detail: parts.detail };
}

export function failed(step: Step, fault: Fault, parts: RecordParts = {}): StepRecord {
  return { ...passed(step, parts), outcome: "fail", reason: fault.reason, detail: fault.detail };
}

export function skipped(step: Step, reason: SkipReason, detail?: string): StepRecord {
  const record = { ...passed(step), outcome: "skipped" as const, reason };
  return detail === undefined ? record : { ...record, detail };
}

/** R3: an exception fails the step it happened in and is shown as such; our own mistakes go on to the outermost shell. */
export function guarded<T>(step: PhaseAStep, run: () => T, otherwise: (record: StepRecord) => T): T {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof InvariantError) throw thrown;
    if (thrown instanceof DeadlineExceeded) return otherwise({ ...failed(step, deadlineFault), outcome: "error" });
    const detail = thrown instanceof Error ? `${thrown.name} in this step` : "an exception in this step";
    return otherwise({ ...passed(step), outcome: "error", reason: "internal-error", detail });
  }
}

export function hasFailed(record: StepRecord): boolean {
  return record.outcome === "fail" || record.outcome === "error";
}

/** The outcome of one item inside a step. */
export function item(name: string, fault: Fault | undefined): ItemRecord {
  return fault === undefined
    ? { item: name, outcome: "pass" }
    : { item: name, outcome: "fail", reason: fault.reason, detail: fault.detail };
}
