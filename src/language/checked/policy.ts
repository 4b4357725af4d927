import type { Identity } from "../../base/index.ts";
import type { SourceFile, Span } from "../../diagnostics/index.ts";
import type { Control } from "./control.ts";
import type { Parameter } from "./scope.ts";
import type { TrustRoot } from "./trust-root.ts";
import type { WaiveBlock, WaiverViews } from "./waiver.ts";

/** A policy that compiled: everything names, types and presence could be checked for holds. */
export interface CheckedPolicy {
  readonly name: string;
  readonly version: string;
  readonly languageVersion: "1";
  readonly description?: string;
  /** Main file first. */
  readonly sources: readonly SourceFile[];
  /** `std/…` modules in use, by specifier. */
  readonly modules: readonly { readonly name: string; readonly source: SourceFile }[];
  readonly parameters: readonly Parameter[];
  /** Those that a control or a gate of the policy names. */
  readonly trustRoots: readonly TrustRoot[];
  readonly persons: readonly (readonly Identity[])[];
  readonly controls: readonly Control[];
  readonly gates: readonly Gate[];
  /** `waive` blocks, in source order. */
  readonly waivers: readonly WaiveBlock[];
  /** Where a control is waivable: signed waivers are looked for. */
  readonly waiverViews?: WaiverViews;
}

export type Mode = "enforce" | "warn" | "audit";

export interface Gate {
  readonly name: string;
  /** The `environment` clause, or else the name again. */
  readonly environment: string;
  /** Control ids in policy order. */
  readonly controls: readonly { readonly id: string; readonly mode: Mode }[];
  /** `after` another gate, in source order. */
  readonly after: readonly AfterGate[];
  /** `accept signed waivers only`: blocks in the file do not count. */
  readonly acceptsSignedWaiversOnly: boolean;
  /** Ids that `refuse waivers` names. */
  readonly refusedWaivers: readonly string[];
  readonly span: Span;
}

/** `language.md` §6.11. */
export interface AfterGate {
  /** The gate that must have been passed before. */
  readonly gate: string;
  /** `after.dev`: enforced, never waivable, in no other gate. */
  readonly control: Control;
}
