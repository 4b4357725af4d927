/**
 * The typed, resolved form of expressions: what the evaluator compiles. Names are slots of the control's environment, field
 * names are positions in their record, literals are values.
 */
import type { EnumType, Field, ListType, RecordType, ScalarType, SetType, Type, Value } from "../../base/index.ts";
import type { Span } from "../../diagnostics/index.ts";
import type { ParameterBound } from "./scope.ts";

interface Typed<K extends string> {
  readonly kind: K;
  readonly span: Span;
  readonly type: Type;
}

export type Expression =
  | Constant
  | ParameterRead
  | RequestRead
  | StatementRead
  | ElementRead
  | DefineRead
  | FieldRead
  | SetOf
  | Sum
  | Otherwise
  | TheElement
  | CountOf
  | SignerOf
  | SigningTimeOf
  | Condition;

export interface Constant extends Typed<"constant"> {
  readonly value: Value;
}
export interface ParameterRead extends Typed<"parameter"> {
  readonly name: string;
  readonly value: Value;
  /** Absent for a fixed parameter. */
  readonly bound?: ParameterBound;
}
/** A member of the request. `optional` members may be absent. */
export type RequestMember =
  | "subject.digest"
  | "subject.repository"
  | "subject.tag"
  | "subject.platform"
  | "subject.index"
  | "stage.name"
  | "stage.environment"
  | "now";
export interface RequestRead extends Typed<"request"> {
  readonly member: RequestMember;
  readonly optional: boolean;
}
/** One bound statement: an evidence name, or the variable of a quantifier over an `all` evidence. Type: the view's record. */
export interface StatementRead extends Typed<"statement"> {
  readonly slot: number;
  readonly name: string;
  /** The evidence that it comes from. */
  readonly evidence: string;
}
/** The variable of a quantifier over a list or set inside a value. */
export interface ElementRead extends Typed<"element"> {
  readonly slot: number;
  readonly name: string;
  /** The list that it is drawn from, for its origin. */
  readonly list: Expression;
}
export interface DefineRead extends Typed<"define"> {
  readonly name: string;
  readonly value: Expression;
}
export interface FieldRead extends Typed<"field"> {
  readonly of: Expression;
  /** Position in the record's fields. */
  readonly index: number;
  readonly field: Field;
  /** Something on the path may be absent, and nothing in scope guards it: only `has` and `otherwise` may hold such a read. */
  readonly optional: boolean;
}
export interface SetOf extends Typed<"set"> {
  readonly elements: readonly Expression[];
}
export interface Sum extends Typed<"sum"> {
  readonly op: "add" | "sub";
  readonly left: Expression;
  readonly right: Expression;
}
export interface Otherwise extends Typed<"otherwise"> {
  readonly left: Expression;
  readonly right: Expression;
}
export interface TheElement extends Typed<"the"> {
  readonly drawn: Drawn;
  readonly body: Condition;
}
export interface CountOf extends Typed<"count"> {
  readonly drawn: Drawn;
  readonly body: Condition;
}
/** The signers that the trust root accepted. Type: Set of Identity, compared one by one. */
export interface SignerOf extends Typed<"signer-of"> {
  readonly statement: StatementRead;
}
export interface SigningTimeOf extends Typed<"signing-time-of"> {
  readonly statement: StatementRead;
  readonly optional: boolean;
}

/** `finding f in scan.findings`. The list is a path to a List or Set, or an `all` evidence. */
export interface Drawn {
  readonly noun: string;
  readonly variable: string;
  readonly slot: number;
  readonly list: DrawnList;
  readonly span: Span;
}
export type DrawnList =
  | { readonly kind: "values"; readonly expression: Expression; readonly type: ListType | SetType }
  | { readonly kind: "statements"; readonly evidence: string; readonly slot: number; readonly type: RecordType; readonly span: Span };

// ---------------------------------------------------------------------------------------------- conditions

export type Condition = Logical | Not | Relation | Has | IsEmpty | Matches | InRange | Within | Quantified | BooleanRead;

/** `guardedBy[i]` names earlier operands whose truth operand i relies on for what it reads. */
export interface Logical extends Typed<"and" | "or"> {
  readonly operands: readonly { readonly condition: Condition; readonly guardedBy: readonly number[] }[];
}
export interface Not extends Typed<"not"> {
  readonly operand: Condition;
}
export type RelationOp =
  | "is"
  | "is-not"
  | "is-one-of"
  | "is-none-of"
  | "is-at-least"
  | "is-at-most"
  | "is-above"
  | "is-below"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "under"
  | "contains"
  | "allowed-by";
export interface Relation extends Typed<"relation"> {
  readonly op: RelationOp;
  readonly left: Expression;
  readonly right: Expression;
  /** The type whose rules decide: of the operands, or of the elements for membership. */
  readonly on: ScalarType | EnumType | SetType;
}
export interface Has extends Typed<"has"> {
  /** The read at the end of the path; every optional step on it is tested. */
  readonly read: Expression;
}
export interface IsEmpty extends Typed<"is-empty"> {
  readonly negated: boolean;
  readonly left: DrawnList;
}
export interface Matches extends Typed<"matches"> {
  readonly pattern: "glob" | "regex";
  readonly left: Expression;
  readonly text: string;
}
export interface InRange extends Typed<"in-range"> {
  readonly left: Expression;
  readonly range: string;
}
/** `left within window before|after right`. */
export interface Within extends Typed<"within"> {
  readonly left: Expression;
  readonly window: Expression;
  readonly side: "before" | "after";
  readonly right: Expression;
}
export type QuantityWord = "no" | "some" | "every" | "at-least" | "at-most" | "exactly";
export interface Quantified extends Typed<"quantified"> {
  readonly word: QuantityWord;
  /** For amounts. */
  readonly count?: Expression;
  readonly drawn: Drawn;
  /** Elements are counted as people. */
  readonly fromDifferentSigners: boolean;
  readonly body: Condition;
}
/** A Bool field, parameter, constant or define that stands as a condition. */
export interface BooleanRead extends Typed<"boolean"> {
  readonly read: Expression;
}
