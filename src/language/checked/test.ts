/** A `test` block, checked: names are resolved and values are typed. One for each row of its `cases`. `language.md` §8. */
import type { SpoiltWord } from "../../../grammar/index.ts";
import type { ForgeryName } from "../tests/forgeries.ts";
import type { Type, Value, View } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { Control, Evidence } from "./control.ts";
import type { TrustRoot } from "./trust-root.ts";

export type { SpoiltWord } from "../../../grammar/index.ts";
export type { ForgeryName } from "../tests/forgeries.ts";

export interface CheckedTest {
  readonly title: string;
  readonly tags: readonly string[];
  readonly target: TestTarget;
  /** Of `cases`, counted from 1; `text` is the row as it is written, without its outcome. */
  readonly row?: { readonly number: number; readonly text: string };
  /** The evaluation time. Absent: nothing that is read depends on it. */
  readonly at?: bigint;
  /** The stage of a control's test; of a gate's test the gate. */
  readonly stage: string;
  /** Absent: a nameless image of one platform. */
  readonly subject?: TestSubject;
  readonly parameters: readonly TestParameter[];
  readonly givens: readonly CheckedGiven[];
  /** Evidence that the runner makes up, a hundred times over. Empty: the test judges what it gives, once. */
  readonly forAll: readonly ForAllEvidence[];
  /** At least one. */
  readonly expectations: readonly CheckedExpectation[];
  /** The whole block. */
  readonly span: Span;
  /** The title, or the row. */
  readonly nameSpan: Span;
}

export type TestTarget = { readonly kind: "control"; readonly id: string } | { readonly kind: "gate"; readonly name: string };

export interface TestSubject {
  readonly reference: string;
  /** `os/architecture[/variant]`; empty for an image of one platform. */
  readonly platforms: readonly string[];
}

export interface TestParameter {
  readonly name: string;
  readonly value: Value;
  readonly span: Span;
}

export type CheckedGiven = NothingGiven | NoAnswerGiven | GivenEvidence;
export interface NothingGiven {
  readonly kind: "nothing";
  readonly span: Span;
}
/** The source that would hold the evidence does not answer. */
export interface NoAnswerGiven {
  readonly kind: "no-answer";
  readonly name: string;
  readonly serves: readonly ServedEvidence[];
  readonly span: Span;
}
export interface GivenEvidence {
  readonly kind: "evidence";
  /** As it is written: `scan`, `vuln.report`. */
  readonly name: string;
  readonly view: View;
  /** In a test of a control one; in a test of a gate every evidence that reads the view. At least one, in policy order. */
  readonly serves: readonly ServedEvidence[];
  /** A predicate or a whole statement, by its path from the policy's folder. Absent: it is made of the overrides. */
  readonly file?: { readonly path: string; readonly span: Span };
  readonly overrides: readonly CheckedOverride[];
  /** Whom the runner signs for. */
  readonly root: TrustRoot;
  readonly signer: GivenSigner;
  readonly issuer: "own" | "somebody-else";
  readonly signedAt?: bigint;
  readonly about: GivenAbout;
  /** Where the subject is an index: the index itself, or one platform of it. Absent: each platform. */
  readonly on?: GivenOn;
  readonly spoilt: ReadonlySet<SpoiltWord>;
  readonly forged?: ForgeryName;
  readonly span: Span;
  readonly nameSpan: Span;
}
/** `for all`: whatever this evidence says, but for what the line fixes. */
export interface ForAllEvidence {
  /** What the line fixes: fields, and what is wrong with every statement. */
  readonly given: GivenEvidence;
  /** Who may sign; one that the line names, or those of the evidence. At least one. */
  readonly roots: readonly TrustRoot[];
  /** How many statements there are. */
  readonly least: number;
  readonly most: number;
  /** `where`, as a control of its own that is satisfied by one statement that is meant. */
  readonly filter?: Control;
}
export interface ServedEvidence {
  readonly control: string;
  readonly evidence: Evidence;
}
export type GivenSigner =
  { readonly kind: "root"; readonly as?: { readonly text: string; readonly span: Span } } | { readonly kind: "somebody-else" };
export type GivenAbout =
  { readonly kind: "asked" } | { readonly kind: "digest"; readonly digest: string } | { readonly kind: "something-else" };
export type GivenOn = { readonly kind: "index" } | { readonly kind: "platform"; readonly name: string };

export interface CheckedOverride {
  /** Field names and list indexes, in order. */
  readonly path: readonly (string | number)[];
  /** `findings[0].severity`. */
  readonly text: string;
  readonly type: Type;
  readonly value: OverrideValue;
  readonly span: Span;
}
export type OverrideValue =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "absent" }
  /** For each fixture, the digest of the statement that is made from it. */
  | { readonly kind: "statement-digests"; readonly files: readonly string[] };

export type CheckedExpectation = ControlExpectation | DecisionExpectation | TraceExpectation;
export interface ControlExpectation {
  readonly kind: "control";
  readonly control: string;
  readonly expected: ExpectedResult;
  /** Anything but `expected`. */
  readonly negated?: true;
  /** The requirement or evidence that is said to be why. */
  readonly of?: ExpectedPart;
  /** Exactly these witnesses. */
  readonly naming?: readonly string[];
  /** A step or a reason. */
  readonly because?: string;
  /** A rendered message. */
  readonly saying?: string;
  /** Label of the carrying branch. */
  readonly through?: string;
  /** Id of the waiver. */
  readonly by?: string;
  readonly span: Span;
}
export type ExpectedResult =
  | { readonly kind: "outcome"; readonly outcome: "satisfied" | "violated" | "missing" | "unverifiable" | "not-applicable" }
  | { readonly kind: "disposition"; readonly disposition: "clear" | "enforced" | "waived" | "grace" | "warned" | "audited" };
export type ExpectedPart =
  { readonly kind: "requirement"; readonly id: string; readonly name: string } | { readonly kind: "evidence"; readonly name: string };
export interface DecisionExpectation {
  readonly kind: "decision";
  readonly decision: "passed" | "blocked" | "not-judged" | "not-passed";
  readonly span: Span;
}
export interface TraceExpectation {
  readonly kind: "trace";
  readonly file: string;
  readonly span: Span;
}
