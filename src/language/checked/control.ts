import type { Needed, View } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Condition, Expression, FieldRead } from "./expression.ts";
import type { TrustRoot } from "./trust-root.ts";

export type SeverityLevel = "critical" | "high" | "medium" | "low" | "info";

export interface Control {
  readonly id: string;
  readonly title: string;
  readonly statement?: string;
  readonly severity?: SeverityLevel;
  readonly owner?: string;
  readonly mappings: readonly { readonly framework: string; readonly id: string }[];
  readonly applies: readonly Applies[];
  /** First instant. */
  readonly effectiveFrom?: bigint;
  readonly enforceFrom?: bigint;
  /** Last instant. */
  readonly until?: bigint;
  /** `for every platform`: the body is judged once for each runnable manifest of the index. */
  readonly everyPlatform?: { readonly span: Span };
  /** Who may accept that it does not hold. Absent: nobody. */
  readonly waivable?: Waivable;
  readonly body: Body;
  /** How many slots the environment of this control has. */
  readonly slots: number;
  /** Static bound of evaluated nodes, with the language's list limit for every list. */
  readonly stepBound: number;
  /** `control C-01`. */
  readonly span: Span;
}

/** `language.md` §6.10. */
export interface Waivable {
  /** From approval to expiry, in nanoseconds. */
  readonly upTo: bigint;
  /** Any of these. */
  readonly by: readonly TrustRoot[];
  /** The widest scope that a waiver may have. */
  readonly scope: "image" | "repository";
  readonly span: Span;
}

export type Applies =
  | { readonly kind: "at-stage"; readonly stages: readonly string[]; readonly span: Span }
  | { readonly kind: "when" | "unless"; readonly condition: Condition; readonly span: Span };

/** The `and` of its conjuncts (`language.md` §6.8). */
export interface Body {
  readonly evidence: readonly Evidence[];
  readonly requirements: readonly Requirement[];
  /** In source order. Branches have none. */
  readonly alternatives: readonly Alternatives[];
  /** Conjuncts grouped by the `any` evidences that link them (`language.md` §6.5); every conjunct stands in one group. */
  readonly groups: readonly Group[];
}

/** An `either` block: one conjunct of the control, and the `or` of its branches. */
export interface Alternatives {
  /** Position among the blocks of its control, from 1. */
  readonly number: number;
  /** `A-01.either.1`: no label and no control can be called that. */
  readonly id: string;
  /** At least two, in source order. */
  readonly branches: readonly Branch[];
  readonly span: Span;
}

export interface Branch {
  readonly label: string;
  readonly body: Body;
  /** The label. */
  readonly span: Span;
}

/** `any` evidences that are chosen together, the evidence that depends on them, and the requirements that read them. */
export interface Group {
  /** Empty for the conjuncts that read no `any`. */
  readonly chosen: readonly string[];
  readonly evidence: readonly string[];
  readonly requirements: readonly string[];
  /** Numbers of the `either` blocks that read what is chosen here. */
  readonly alternatives: readonly number[];
}

export interface Evidence {
  readonly name: string;
  readonly slot: number;
  readonly quantity: "one" | "any" | "all" | "optional-all";
  readonly view: View;
  /** The fields that this control reads through it. */
  readonly needed: Needed;
  readonly signedBy: readonly TrustRoot[];
  /** Absent: the subject that is judged, or an index that lists it. */
  readonly about?: About;
  /** `listed in`: the signed list that says which statements there are. */
  readonly listedIn?: ListedIn;
  readonly where?: { readonly condition: Condition; readonly span: Span };
  readonly fresh?: Fresh;
  readonly pick?: { readonly end: "latest" | "earliest"; readonly clock: Clock; readonly span: Span };
  /** `evidence name: quantity view signed by root`. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/** Whose evidence it is, besides the subject itself. `language.md` §6.7. */
export type About =
  | { readonly kind: "platform-only" | "index-only"; readonly span: Span }
  | {
      readonly kind: "path";
      /** A Digest, a Commit, or a record. */
      readonly target: Expression;
      /** Of a record: positions of its Digest and Commit fields, exactly one of which must be there. */
      readonly members: readonly number[];
      /** Of a record: positions of the fields that may say where to look. They are no reason to accept anything. */
      readonly places: readonly number[];
      readonly span: Span;
    };

/** A list or set of digests: of payloads, or of attestations. */
export interface ListedIn {
  readonly list: Expression;
  readonly span: Span;
}

export interface Fresh {
  readonly within: Expression;
  readonly clock: Clock;
  readonly span: Span;
}

export type Clock =
  { readonly kind: "signing-time"; readonly span: Span } | { readonly kind: "field"; readonly read: FieldRead; readonly span: Span };

export interface Requirement {
  /** `C-02.no-criticals`, or `C-02.r1` by its position in the control. */
  readonly id: string;
  readonly label?: string;
  readonly condition: Condition;
  readonly otherwise: Template;
  readonly fix?: Template;
  /** Last instant. */
  readonly graceUntil?: bigint;
  /** From `require` to the end of the condition. */
  readonly span: Span;
}

export interface Template {
  readonly parts: readonly TemplatePart[];
  readonly span: Span;
}
export type TemplatePart =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "hole"; readonly value: Expression; readonly text: string };
