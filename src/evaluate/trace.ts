/** What evaluation leaves behind: every value with its origin, every truth with its reasons. `audit.md` §3 gives it its document form. */
import type { Json, Type, Value } from "../base/index.ts";
import type { Span } from "../diagnostics/index.ts";
import type { Evidence, Requirement, RequestMember } from "../language/index.ts";

/** Why something is unknown. The kinds and words are those of `language.md` §6.2. */
export interface Reason {
  /** The outcome that it leads to. */
  readonly outcome: "missing" | "unverifiable";
  /** A verification step, where the reason comes from one. */
  readonly step?: string;
  readonly reason: string;
  readonly detail?: string;
  /** The evidence that it is about. */
  readonly evidence?: string;
  /** Where in the policy it was born. */
  readonly born: Span;
}

export type TruthWord = "true" | "false" | "unknown";

export type NodeOp =
  | "const"
  | "param"
  | "request"
  | "read"
  | "absent"
  | "evidence"
  | "define"
  | "and"
  | "or"
  | "not"
  | "is"
  | "is-not"
  | "is-one-of"
  | "is-none-of"
  | "is-at-least"
  | "is-at-most"
  | "is-above"
  | "is-below"
  | "under"
  | "matches-glob"
  | "matches-regex"
  | "has"
  | "otherwise"
  | "allowed-by"
  | "in-range"
  | "signer-of"
  | "signing-time-of"
  | "contains"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "add"
  | "sub"
  | "set"
  | "within-before"
  | "within-after"
  | "fresh-within"
  | "no"
  | "every"
  | "some"
  | "exactly"
  | "at-least"
  | "at-most"
  | "the"
  | "count"
  | "is-empty"
  | "is-not-empty"
  | "guarded";

/** Where a value was read: an attestation, the pointer into its statement, and the view's field. */
export interface From {
  readonly attestation: string;
  readonly pointer: string;
  /** `vuln.report/findings/severity`. */
  readonly field: string;
  readonly native?: Json;
  readonly via?: string;
}

/** One evaluated node. Exactly one of `truth`, `value`, `size` or `because` says what came out. */
export interface TraceNode {
  readonly op: NodeOp;
  readonly span: Span;
  readonly type?: Type;
  readonly truth?: TruthWord;
  /** With `type`; absent when unknown or hidden. */
  readonly value?: Value;
  /** Of a list or set that was read. */
  readonly size?: number;
  readonly args?: readonly TraceNode[];
  readonly param?: string;
  readonly request?: RequestMember;
  readonly evidence?: string;
  readonly define?: string;
  readonly from?: From;
  /** Why it is unknown. */
  readonly because?: readonly Reason[];
  /** A field that its view marks `as secret`: the value stays out of documents and messages. */
  readonly hidden?: true;
  readonly quantified?: QuantifiedTrace;
  /** For `fresh-within`, `within-before`, `within-after`: the distance found, in nanoseconds. */
  readonly measured?: bigint;
  readonly clock?: { readonly kind: "claimed" | "log" | "timestamp"; readonly notAfter?: bigint };
}

export interface QuantifiedTrace {
  readonly binds: string;
  readonly over: TraceNode;
  readonly truths: readonly TruthWord[];
  /** The elements that decided, the first twenty. */
  readonly witnesses: readonly Witness[];
  readonly omitted: number;
  readonly people?: { readonly least: number; readonly most: number };
}

export interface Witness {
  readonly index: number;
  /** Where the element stands; for a statement of an `all` evidence, the whole of it: "". */
  readonly pointer: string;
  readonly attestation?: string;
  /** The value of the record's key, or the element itself. */
  readonly key?: string;
  readonly body: TraceNode;
}

export interface RequirementTrace {
  /** `C-02.no-criticals`, `C-02.scan.fresh`. */
  readonly id: string;
  readonly kind: "stated" | "freshness";
  readonly source: Requirement | Evidence;
  readonly span: Span;
  readonly truth: TruthWord;
  readonly reasons: readonly Reason[];
  readonly node: TraceNode;
  /** One for each witness, or one; only when the truth is false. */
  readonly messages: readonly Message[];
  readonly fix?: string;
  /** The last instant of its grace. */
  readonly graceUntil?: bigint;
}

export interface Message {
  /** Index into the witnesses of the quantifier. */
  readonly witness?: number;
  readonly template: string;
  readonly text: string;
  readonly reads: readonly { readonly hole: string; readonly node: TraceNode }[];
}

/** A candidate of a binding, and what became of it. */
export interface CandidateTrace {
  readonly attestation: string;
  readonly used: boolean;
  /** `language.md` §6.3; `other-subject` is a statement of the right type about something else. */
  readonly class: "other-subject" | "not-ours" | "failed" | "later" | "undecided" | "filtered" | "unreadable" | "stale" | "admissible";
  /** Signers that the trust root accepted, as people know them. */
  readonly identity?: string;
  readonly relation?: "same" | "index-of" | "attached" | "about";
  readonly chain: readonly string[];
  readonly steps: readonly CandidateStep[];
  readonly because?: { readonly step: string; readonly reason: string; readonly detail: string };
}
export interface CandidateStep {
  readonly step: string;
  readonly outcome: "pass" | "fail" | "skipped" | "error";
  readonly reason?: string;
  readonly detail?: string;
}

export interface EvidenceTrace {
  readonly evidence: Evidence;
  /** What `about` named: `sha256:…`, `gitCommit:…`. */
  readonly named?: string;
  /** Nobody could say what it is about, so nothing was looked for. */
  readonly notLookedFor?: true;
  readonly candidates: readonly CandidateTrace[];
  readonly state: "available" | "missing" | "unverifiable";
  /** Attestations that the name stands for. */
  readonly bound: readonly string[];
  /** Bound, but older than `fresh` allows. */
  readonly stale: boolean;
  readonly reasons: readonly Reason[];
}

/** The conjuncts that read no `any`, or one combination of linked `any` evidences. */
export interface Judgement {
  /** Digest of the manifest, under `for every platform`. */
  readonly platform?: string;
  /** The number of an `either` block, and the label of one of its branches. */
  readonly either?: number;
  readonly branch?: string;
  /** Evidence name → attestation. */
  readonly choice?: Readonly<Record<string, string>>;
  /** For combinations that are not reported in full: the first conjunct that is not true. */
  readonly stopped?: string;
  readonly truth: TruthWord;
  readonly evidence: readonly EvidenceTrace[];
  readonly requirements: readonly RequirementTrace[];
}

/** An `either` block, as the reported choice of what it reads left it. */
export interface AlternativesTrace {
  readonly platform?: string;
  readonly either: number;
  readonly truth: TruthWord;
  /** The first branch that holds. */
  readonly carriedBy?: string;
  /** In source order. */
  readonly branches: readonly BranchTrace[];
}

export interface BranchTrace {
  readonly label: string;
  readonly truth: TruthWord;
  /** How many of its evidences were found. */
  readonly bound: number;
}
