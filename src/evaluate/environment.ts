/** What an expression can see while one control is evaluated: its bound evidence, the request, and nothing else. */
import type { Cell, Digest, DigestSet, Identity, People, RecordValue, Repository, Value } from "../base/index.ts";
import type { Span } from "../diagnostics/index.ts";
import { unverifiable, type ABSENT, type Unknown } from "./truth.ts";

/** The language's budget for one control on one platform, in evaluated nodes. `language.md` §5.8. */
export const STEP_BUDGET = 2_000_000;

/** Claimed times and signing times may lie this far ahead: five minutes, a constant of the language. */
export const SKEW = 300_000_000_000n;

export interface Request {
  readonly now: bigint;
  readonly digest: DigestSet;
  readonly repository?: Repository;
  readonly tag?: string;
  /** Of the manifest that is judged, as its own config says; unknown where that could not be read. */
  readonly platform?: string | Unknown;
  readonly index?: DigestSet;
  /** What `for every platform` judges; absent where the subject is nothing that runs. */
  readonly platforms?: Platforms;
  readonly stage: { readonly name: string; readonly environment: string };
}

/** The runnable manifests of the index that was asked for; a single manifest is its own platform. */
export interface Platforms {
  readonly each: readonly RequestedPlatform[];
  /** Why there may be more of them. */
  readonly unread: readonly { readonly step: string; readonly reason: string; readonly detail: string }[];
}

export interface RequestedPlatform {
  readonly digest: Digest;
  /** The same bytes by other algorithms. */
  readonly digests: DigestSet;
  /** `os/architecture[/variant]`, as its own config says; absent where that could not be read. */
  readonly name?: string;
}

/** A statement that a trust root admitted and a view could read. */
export interface BoundStatement {
  readonly attestation: string;
  readonly record: RecordValue;
  readonly signers: readonly Identity[];
  /** The earliest trusted time, and who proved it. */
  readonly signedAt?: { readonly at: bigint; readonly by: "log" | "timestamp" };
}

/** What an `all` evidence stands for: statements, and one unknown for each element that could not be read. */
export class StatementSet {
  readonly statements: readonly BoundStatement[];
  readonly unread: readonly Unknown[];
  constructor(statements: readonly BoundStatement[], unread: readonly Unknown[]) {
    this.statements = statements;
    this.unread = unread;
  }
}

export type Slot = BoundStatement | StatementSet | Cell | Unknown | undefined;

export interface Environment {
  readonly slots: Slot[];
  readonly request: Request;
  readonly people: People;
  steps: number;
  /** An expression read the clock, so the answer may differ at any later moment. */
  hasReadClock: boolean;
}

/** Counts work before it is done; false when it does not fit the budget. */
export function spend(environment: Environment, steps: number): boolean {
  environment.steps += steps;
  return environment.steps <= STEP_BUDGET;
}

export function isExhausted(environment: Environment): boolean {
  return environment.steps > STEP_BUDGET;
}

export function outOfBudget(born: Span): Unknown {
  return unverifiable("budget", born, `evaluating this control takes more than ${STEP_BUDGET} steps`);
}

/** Works on what the budget has been spent for already: a trace is never cut short because its verdict was dear. */
export function paidFor<T>(environment: Environment, work: () => T, startSteps = 0): T {
  const { steps } = environment;
  environment.steps = startSteps;
  const result = work();
  environment.steps = steps;
  return result;
}

/** A value, unknown with reasons, or nothing where something optional was read. */
export type Read = Value | Unknown | typeof ABSENT;
