import type { Identity } from "../../base/index.ts";
import type { SourceFile, Span } from "../../diagnostics/index.ts";
import type { Control } from "./control.ts";
import type { Parameter } from "./scope.ts";
import type { TrustRoot } from "./trust-root.ts";

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
  /** Those that a control of the policy names. */
  readonly trustRoots: readonly TrustRoot[];
  readonly persons: readonly (readonly Identity[])[];
  readonly controls: readonly Control[];
  readonly gates: readonly Gate[];
}

export type Mode = "enforce" | "warn" | "audit";

export interface Gate {
  readonly name: string;
  /** The `environment` clause, or else the name again. */
  readonly environment: string;
  /** Control ids in policy order. */
  readonly controls: readonly { readonly id: string; readonly mode: Mode }[];
  readonly span: Span;
}
