import type { Control, Mode } from "../language/index.ts";
import type { Span } from "../diagnostics/index.ts";
import type { AlternativesTrace, Judgement, Reason, TraceNode, TruthWord } from "./trace.ts";
import type { WaiverVerdict } from "./waivers/waiver.ts";

export type Outcome = "satisfied" | "violated" | "missing" | "unverifiable" | "not-applicable";
export type Disposition = "clear" | "enforced" | "waived" | "grace" | "warned" | "audited";

export interface ControlVerdict {
  readonly control: Control;
  readonly mode: Mode;
  readonly outcome: Outcome;
  readonly disposition: Disposition;
  /** Ids of the waivers that make it `waived`. */
  readonly waivers?: readonly string[];
  /** Why it does not apply: a date, a stage, or the condition. */
  readonly notApplicable?: string;
  readonly applies?: { readonly truth: TruthWord; readonly span: Span; readonly node: TraceNode };
  readonly judgements: readonly Judgement[];
  /** Each `either` block, on each platform. */
  readonly alternatives: readonly AlternativesTrace[];
  /** Under `for every platform`, in the order of their digests. */
  readonly platforms?: readonly PlatformVerdict[];
  /** Every reason that left it undecided. */
  readonly reasons: readonly Reason[];
  readonly steps: { readonly used: number; readonly bound: number };
}

export interface PlatformVerdict {
  readonly digest: string;
  readonly name?: string;
  readonly outcome: Outcome;
  readonly notApplicable?: string;
  readonly applies?: ControlVerdict["applies"];
}

export interface GateVerdict {
  readonly gate: string;
  readonly decision: "passed" | "blocked" | "not-judged";
  readonly exitCode: 0 | 1 | 2;
  /** Ids of enforced controls that are violated or missing. */
  readonly blocking: readonly string[];
  /** Ids of enforced controls that are unverifiable. */
  readonly undecided: readonly string[];
  /** The earliest instant at which a comparison with the clock would flip; undefined when none read it. */
  readonly holdsUntil?: bigint;
  readonly controls: readonly ControlVerdict[];
  /** Ids of controls that this gate does not name. */
  readonly notInGate: readonly string[];
  /** Every waiver that the run met. */
  readonly waivers: readonly WaiverVerdict[];
}
