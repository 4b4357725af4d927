/** What is known while one control is checked. Mutable, and gone when the control is done. */
import type * as ast from "../../../grammar/index.ts";
import type { Needed, Type, View } from "../../base/index.ts";
import type { Diagnostic, DiagnosticParts, Code, Span } from "../../diagnostics/index.ts";
import { error } from "../../diagnostics/index.ts";
import type { Condition, Evidence, Expression, Fresh, ModuleScope, TrustRoot } from "../checked/index.ts";

/** A tree of the fields that the control reads, grown while expressions are checked. */
export interface NeededTree extends Needed {
  readonly fields: Map<string, NeededTree>;
}

export interface EvidenceState {
  readonly name: string;
  readonly quantity: Evidence["quantity"];
  readonly slot: number;
  readonly view: View;
  readonly signedBy: readonly TrustRoot[];
  readonly needed: NeededTree;
  readonly fresh?: Fresh;
  /** `listed in`: a signed list says which statements there are. */
  readonly isClosed: boolean;
  /** How many `about` lie between it and the subject. */
  readonly depth: number;
  /** Which statement it is bound to depends on how an `any` is chosen, or it is one itself. */
  readonly isChosen: boolean;
}

export type Named =
  | { readonly kind: "evidence"; readonly state: EvidenceState }
  | { readonly kind: "define"; readonly value: Expression; readonly depth: number; readonly size: number }
  | { readonly kind: "variable"; readonly read: Expression };

/** Presence that holds where an expression stands: the key of a path → the number of the guard that gave it. */
export type Facts = ReadonlyMap<string, number>;

/** Where an expression stands; changes on the way down. */
export interface Position {
  readonly facts: Facts;
  readonly quantifierDepth: number;
  /** Inside `else` or `fix`. */
  readonly inMessage?: true;
  /** The whole of a message's hole, where text may stand in for what is absent. */
  readonly isHole?: true;
  /** Inside `applies`, which may read only what is bound to one statement. */
  readonly inApplies?: true;
}

type Checks<T> = (context: ControlContext, node: ast.Expression, position: Position, expected?: Type) => T | undefined;

/** The way down: what checks the parts of an expression, so that the files of the checker need not know each other. */
export interface Infer {
  /** An expression whose value is there. */
  readonly value: Checks<Expression>;
  /** An expression that may be absent. */
  readonly maybeAbsent: Checks<Expression>;
  readonly valueOrSigner: Checks<Expression>;
  readonly condition: Checks<Condition>;
}

export interface ControlContext {
  readonly infer: Infer;
  readonly scope: ModuleScope;
  readonly controlId: string;
  /** Ids of every control of the policy. */
  readonly otherControls: ReadonlySet<string>;
  readonly diagnostics: Diagnostic[];
  /** Evidence, defines and the variables in scope. */
  readonly names: Map<string, Named>;
  /** Names that were declared but did not check: no follow-up errors. */
  readonly poisoned: Set<string>;
  /** Every name that the control, or the branch that is checked, declares anywhere: to tell "later" from "never". */
  readonly declaredLater: Set<string>;
  /** Names of evidence and defines that branches declare → the label of the first such branch. */
  readonly ofBranches: ReadonlyMap<string, string>;
  /** Evidence that a branch has declared → its label. */
  readonly evidenceIn: Map<string, string>;
  /** Ids of the requirements checked so far, branches included. */
  readonly requirementIds: Set<string>;
  /** Labels of the branches checked so far. */
  readonly branchLabels: Map<string, Span>;
  /** `for every platform`. */
  readonly isPerPlatform: boolean;
  /** The label of the branch that is checked. */
  branch?: string;
  /** Every name and label that the control declares, which no numbered requirement may look like. */
  readonly labels: ReadonlySet<string>;
  /** Facts that hold in the rest of the control, such as what the description of a `the` tested. */
  readonly standing: Map<string, number>;
  /** Guards written anywhere, to tell "not guarded" from "the guard does not reach here". */
  readonly guardedSomewhere: Set<string>;
  /** Guards relied on since the set was last emptied. */
  readonly used: Set<number>;
  slots: number;
  facts: number;
  /** How deep quantifiers are nested in what has been checked since it was last set to 0, defines included. */
  depth: number;
  /** Characters of conditions with every `define` written out where it is used. */
  size: number;
}

export function newSlot(context: ControlContext): number {
  return context.slots++;
}

export function report(context: ControlContext, code: Code, span: Span, message: string, parts?: DiagnosticParts): undefined {
  context.diagnostics.push(error(code, span, message, parts));
  return undefined;
}

/** Adds guards to a position. Each call is one guard with its own number. */
export function withFacts(context: ControlContext, position: Position, keys: readonly string[]): Position {
  if (keys.length === 0) return position;
  const fact = context.facts++;
  const facts = new Map(position.facts);
  // The earliest guard is the one that is needed.
  for (const key of keys) if (!facts.has(key)) facts.set(key, fact);
  return { ...position, facts };
}

/** Is this path known to be present here? Remembers the guard as used. */
export function isGuarded(context: ControlContext, position: Position, key: string): boolean {
  if (context.standing.has(key)) return true;
  const fact = position.facts.get(key);
  if (fact === undefined) return false;
  context.used.add(fact);
  return true;
}
