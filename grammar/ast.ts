/**
 * The syntax tree of a policy file, exactly as written: no names resolved, no types, nothing dropped.
 * Every node is a frozen plain object with `kind` and `span`. Where the text could not be read, the tree holds an `Invalid`
 * node with its span, so that everything around it can still be checked.
 */
import type { Span } from "../src/diagnostics/index.ts";

interface Node<K extends string> {
  readonly kind: K;
  readonly span: Span;
}

/** A word as written: the name of something, or a reference to it. */
export interface Name extends Node<"name"> {
  readonly text: string;
}

/** A string literal. `value` has its escapes resolved, `span` includes the quotes. */
export interface StringLiteral extends Node<"string"> {
  readonly value: string;
}

export type Invalid = Node<"invalid">;

// ---------------------------------------------------------------------------------------------------- file

export interface PolicyFile extends Node<"file"> {
  readonly header: Header | Invalid;
  readonly items: readonly TopLevel[];
}

export interface Header extends Node<"header"> {
  readonly name: Name;
  readonly version: IntLiteral;
  readonly language?: IntLiteral;
  readonly description?: StringLiteral;
}

export type TopLevel =
  Use | Person | Param | EnumDeclaration | RecordDeclaration | PredicateDeclaration | Trust | Control | Waive | Gate | Test | Invalid;

export interface Use extends Node<"use"> {
  readonly name: Name;
  readonly from: StringLiteral;
  readonly settings: readonly Setting[];
}

/** `name: value`, in `use … with { }`. */
export interface Setting extends Node<"setting"> {
  readonly name: Name;
  readonly value: ValueNode;
}

export interface Person extends Node<"person"> {
  readonly identity: StringLiteral;
  readonly also: readonly StringLiteral[];
}

export interface Param extends Node<"param"> {
  readonly name: Name;
  readonly type: TypeNode;
  readonly default?: ValueNode;
  readonly bound?: Bound;
}

export type Bound = LimitBound | SetBound;
export interface LimitBound extends Node<"limit-bound"> {
  readonly direction: "at-most" | "at-least";
  readonly value: ValueNode;
}
export interface SetBound extends Node<"set-bound"> {
  readonly stricter: "fewer" | "more";
}

// --------------------------------------------------------------------------------------------------- types

/** `[Set of | List of] [module.]Name`. */
export interface TypeNode extends Node<"type"> {
  readonly collection?: "Set" | "List";
  readonly name: Qualified;
}

/** `name` or `module.name`. */
export interface Qualified extends Node<"qualified"> {
  readonly module?: Name;
  readonly name: Name;
}

export type ValueNode = Literal | Name | ValueSet | Invalid;
/** `{ a, b }` where only literals and names may stand. */
export interface ValueSet extends Node<"value-set"> {
  readonly elements: readonly ValueNode[];
}

export type Literal = StringLiteral | IntLiteral | DecimalLiteral | DurationLiteral | DateLiteral | DateTimeLiteral | BoolLiteral;
/** Digits as written, no sign. */
export interface IntLiteral extends Node<"int"> {
  readonly digits: string;
}
export interface DecimalLiteral extends Node<"decimal"> {
  readonly digits: string;
}
export type DurationUnit = "second" | "minute" | "hour" | "day" | "week";
export interface DurationLiteral extends Node<"duration"> {
  readonly digits: string;
  readonly unit: DurationUnit;
}
/** `2026-01-05`, checked to exist (E1013). */
export interface DateLiteral extends Node<"date"> {
  readonly text: string;
}
/** RFC 3339 with seconds and offset, checked to exist (E1013). */
export interface DateTimeLiteral extends Node<"date-time"> {
  readonly text: string;
}
export interface BoolLiteral extends Node<"bool"> {
  readonly value: boolean;
}
export type When = DateLiteral | DateTimeLiteral;

export interface EnumDeclaration extends Node<"enum"> {
  readonly name: Name;
  readonly members: Members;
}
/** `one of a, b` or `ordered a < b`. */
export interface Members extends Node<"members"> {
  readonly ordered: boolean;
  readonly members: readonly Member[];
}
export interface Member extends Node<"member"> {
  readonly name: Name;
  /** Native spellings after `as`; none means the member's own name. */
  readonly spellings: readonly StringLiteral[];
}

export interface RecordDeclaration extends Node<"record"> {
  readonly name: Name;
  readonly key?: Name;
  readonly fields: readonly FieldDeclaration[];
}

export interface PredicateDeclaration extends Node<"predicate"> {
  readonly name: Name;
  /** The short form names its one predicate type here. */
  readonly type?: StringLiteral;
  readonly reads: readonly Reads[];
  readonly fields: readonly FieldDeclaration[];
}
/** `reads "type" as tag`. */
export interface Reads extends Node<"reads"> {
  readonly type: StringLiteral;
  readonly tag: Name;
}
export interface FieldDeclaration extends Node<"field"> {
  readonly name: Name;
  readonly type: FieldType;
  readonly places: readonly Place[];
}
export interface FieldType extends Node<"field-type"> {
  readonly optional: boolean;
  readonly exhaustive: boolean;
  readonly nonempty: boolean;
  readonly type: TypeNode | Members | Invalid;
  readonly mark?: "author" | "secret";
}
/** `[tag] "/pointer" [via rule]`. */
export interface Place extends Node<"place"> {
  readonly tag?: Name;
  readonly pointer: StringLiteral;
  readonly via?: Name;
}

// --------------------------------------------------------------------------------------------------- trust

export interface Trust extends Node<"trust"> {
  readonly name: Name;
  readonly clauses: readonly TrustClause[];
}

export type TrustClause =
  | SigstoreClause
  | AuthorityClause
  | KeyClause
  | IssuerClause
  | IdentityClause
  | ClaimClause
  | ThresholdClause
  | ProofClause
  | ProvenByClause
  | RefuseIdentityClause
  | AcceptClaimedTimeClause
  | Invalid;
export interface SigstoreClause extends Node<"sigstore"> {
  readonly instance: Name | StringLiteral;
}
export interface AuthorityClause extends Node<"authority"> {
  readonly files: readonly StringLiteral[];
}
export interface KeyClause extends Node<"key"> {
  readonly file: StringLiteral;
  readonly props: readonly KeyProp[];
}
export type KeyProp = HeldBy | ValidWindow | RevokedSince;
export interface HeldBy extends Node<"held-by"> {
  readonly holder: StringLiteral;
}
export interface ValidWindow extends Node<"valid"> {
  readonly edge: "from" | "until";
  readonly when: When;
}
export interface RevokedSince extends Node<"revoked-since"> {
  readonly when: When;
}
export interface IssuerClause extends Node<"issuer"> {
  readonly issuer: StringLiteral;
}
export interface IdentityClause extends Node<"identity"> {
  readonly tests: readonly TextTest[];
}
export interface ClaimClause extends Node<"claim"> {
  readonly name: Name;
  readonly tests: readonly TextTest[];
}
export interface ThresholdClause extends Node<"threshold"> {
  readonly count: IntLiteral;
}
/** `logged yes [at least n]`, `timestamped no`. */
export interface ProofClause extends Node<"proof"> {
  readonly proof: "logged" | "timestamped";
  readonly required: boolean;
  readonly atLeast?: IntLiteral;
}
/** `proven by public-good`: whose logs and timestamp authorities count, where keys or own authorities sign. */
export interface ProvenByClause extends Node<"proven-by"> {
  readonly instance: Name | StringLiteral;
}
export interface RefuseIdentityClause extends Node<"refuse-identity"> {
  readonly tests: readonly TextTest[];
  readonly since?: When;
}
export type AcceptClaimedTimeClause = Node<"accept-claimed-time">;

export type TextTest = IsTest | IsOneOfTest | UnderTest | MatchesTest | Invalid;
export interface IsTest extends Node<"test-is"> {
  readonly text: StringLiteral;
}
export interface IsOneOfTest extends Node<"test-is-one-of"> {
  readonly texts: readonly StringLiteral[];
}
export interface UnderTest extends Node<"test-under"> {
  readonly text: StringLiteral;
}
export interface MatchesTest extends Node<"test-matches"> {
  readonly pattern: "glob" | "regex";
  readonly text: StringLiteral;
}

// ------------------------------------------------------------------------------------------------- control

/** `C-01`, `OSPS-BR-01.01`: one node, text as written. */
export interface ControlId extends Node<"control-id"> {
  readonly text: string;
}

export interface Control extends Node<"control"> {
  readonly id: ControlId;
  readonly title: StringLiteral;
  readonly clauses: readonly ControlClause[];
}

export type ControlClause =
  | StatementClause
  | SeverityClause
  | OwnerClause
  | MapsToClause
  | AppliesAtStage
  | AppliesWhen
  | DateClause
  | ForEveryPlatform
  | WaivableClause
  | BodyItem
  | Either;
export interface StatementClause extends Node<"statement"> {
  readonly text: StringLiteral;
}
export interface SeverityClause extends Node<"severity"> {
  readonly level: Name;
}
export interface OwnerClause extends Node<"owner"> {
  readonly owner: StringLiteral;
}
export interface MapsToClause extends Node<"maps-to"> {
  readonly framework: Name;
  readonly ids: readonly StringLiteral[];
}
export interface AppliesAtStage extends Node<"applies-at-stage"> {
  readonly stages: readonly Name[];
}
export interface AppliesWhen extends Node<"applies-when"> {
  readonly word: "when" | "unless";
  readonly condition: Expression;
}
/** `effective from`, `enforce from`, `until`. */
export interface DateClause extends Node<"date-clause"> {
  readonly word: "effective-from" | "enforce-from" | "until";
  readonly when: When;
}
export type ForEveryPlatform = Node<"for-every-platform">;
export interface WaivableClause extends Node<"waivable"> {
  readonly upTo: DurationLiteral;
  readonly by: readonly Qualified[];
  readonly scope?: "image" | "repository";
}
export interface Either extends Node<"either"> {
  readonly branches: readonly Branch[];
}
export interface Branch extends Node<"branch"> {
  readonly label: StringLiteral;
  readonly items: readonly BodyItem[];
}

export type BodyItem = Evidence | Define | Requirement | Invalid;

export interface Evidence extends Node<"evidence"> {
  readonly name: Name;
  readonly quantity: "one" | "any" | "all" | "optional-all";
  readonly view: Qualified;
  /** Empty when `signed by` is missing (E4001 has been reported). */
  readonly signedBy: readonly Qualified[];
  readonly clauses: readonly EvidenceClause[];
}
export type EvidenceClause = AboutClause | WhereClause | ListedInClause | FreshClause | PickClause | Invalid;
export interface AboutClause extends Node<"about"> {
  readonly about: "platform-only" | "index-only" | Path;
}
export interface WhereClause extends Node<"where"> {
  readonly condition: Expression;
}
export interface ListedInClause extends Node<"listed-in"> {
  readonly list: Path;
}
export interface FreshClause extends Node<"fresh"> {
  readonly within: DurationLiteral | Path;
  readonly clock: Clock;
}
export interface PickClause extends Node<"pick"> {
  readonly end: "latest" | "earliest";
  readonly clock: Clock;
}
export type Clock = SigningTimeClock | FieldClock;
export type SigningTimeClock = Node<"signing-time-clock">;
export interface FieldClock extends Node<"field-clock"> {
  readonly path: readonly Name[];
}

export interface Define extends Node<"define"> {
  readonly name: Name;
  readonly value: Expression | Binder;
}
export interface Requirement extends Node<"require"> {
  readonly label?: Name;
  readonly condition: Expression;
  /** Absent after E1010. */
  readonly otherwise?: Template;
  readonly fix?: Template;
  readonly graceUntil?: When;
}

export interface Template extends Node<"template"> {
  readonly parts: readonly (TemplateText | TemplateHole)[];
}
export interface TemplateText extends Node<"template-text"> {
  readonly text: string;
}
export interface TemplateHole extends Node<"template-hole"> {
  readonly value: Expression;
}

// --------------------------------------------------------------------------------------------- expressions

export type Expression =
  | Logical
  | Not
  | Quantifier
  | Relation
  | Sum
  | Otherwise
  | Literal
  | Now
  | Path
  | SetExpression
  | Parenthesised
  | SignerOf
  | SigningTimeOf
  | Invalid;

/** n-ary: `a and b and c` is one node with three operands. */
export interface Logical extends Node<"logical"> {
  readonly op: "and" | "or";
  readonly operands: readonly Expression[];
}
export interface Not extends Node<"not"> {
  readonly operand: Expression;
}

export interface Quantifier extends Node<"quantifier"> {
  readonly quantity: Quantity;
  readonly drawn: Drawn;
  readonly fromDifferentSigners: boolean;
  /** The condition after `where`, or after `satisfies` for `every`. */
  readonly body: Expression;
}
export type Quantity =
  { readonly word: "no" | "some" | "every" } | { readonly word: "at-least" | "at-most" | "exactly"; readonly count: IntLiteral | Path };
/** `finding f in scan.findings`. */
export interface Drawn extends Node<"drawn"> {
  readonly noun: Name;
  readonly variable: Name;
  readonly list: Path;
}
/** `the … where …` or `count of … where …`. */
export interface Binder extends Node<"binder"> {
  readonly word: "the" | "count-of";
  readonly drawn: Drawn;
  readonly body: Expression;
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

export type Relation = BinaryRelation | IsEmpty | Matches | Has | InRange | Within;
export interface BinaryRelation extends Node<"relation"> {
  readonly op: RelationOp;
  readonly left: Expression;
  readonly right: Expression;
  /** The words of the operator. */
  readonly opSpan: Span;
}
export interface IsEmpty extends Node<"is-empty"> {
  readonly negated: boolean;
  readonly left: Expression;
}
export interface Matches extends Node<"matches"> {
  readonly pattern: "glob" | "regex";
  readonly left: Expression;
  readonly right: StringLiteral;
}
export interface Has extends Node<"has"> {
  readonly left: Expression;
  readonly path: readonly Name[];
}
export interface InRange extends Node<"in-range"> {
  readonly left: Expression;
  readonly range: StringLiteral;
}
export interface Within extends Node<"within"> {
  readonly left: Expression;
  readonly window: DurationLiteral | Path;
  readonly side: "before" | "after";
  readonly right: Expression;
}

/** Left-associative `a + b - c`, flat. `ops[i]` stands between `operands[i]` and `operands[i + 1]`. */
export interface Sum extends Node<"sum"> {
  readonly operands: readonly Expression[];
  readonly ops: readonly ("+" | "-")[];
}
export interface Otherwise extends Node<"otherwise"> {
  readonly left: Expression;
  readonly right: Expression;
}
export type Now = Node<"now">;
/** `scan.findings`, `params.max-age`, `subject.digest`, `f`. The first name may be `subject`, `stage` or `params`. */
export interface Path extends Node<"path"> {
  readonly root: Name;
  readonly fields: readonly Name[];
}
export interface SetExpression extends Node<"set"> {
  readonly elements: readonly Expression[];
}
/** Kept, because the formatter and the trace speak of what was written. */
export interface Parenthesised extends Node<"parenthesised"> {
  readonly inner: Expression | Binder;
}
export interface SignerOf extends Node<"signer-of"> {
  readonly of: Name;
}
export interface SigningTimeOf extends Node<"signing-time-of"> {
  readonly of: Name;
}

// ------------------------------------------------------------------------------------- waivers, gates, tests

export interface Waive extends Node<"waive"> {
  readonly control: ControlId;
  readonly target?: WaiveTarget;
  readonly id: Name;
  readonly clauses: readonly WaiveClause[];
}
export type WaiveTarget = WaiveRequirement | WaiveElements;
export interface WaiveRequirement extends Node<"waive-requirement"> {
  readonly label: Name;
}
/** `for finding "CVE-1", "CVE-2"`. */
export interface WaiveElements extends Node<"waive-elements"> {
  readonly noun: Name;
  readonly keys: readonly StringLiteral[];
}
export type WaiveClause =
  | (Node<"waive-text"> & { readonly word: "reason" | "ticket" | "compensating"; readonly text: StringLiteral })
  | (Node<"requested-by"> & { readonly by: StringLiteral })
  | (Node<"approved-by"> & { readonly by: StringLiteral; readonly on: DateLiteral })
  | (Node<"expires"> & { readonly when: When })
  | (Node<"waive-subject"> & { readonly relation: "is" | "under"; readonly text: StringLiteral })
  | (Node<"replaces"> & { readonly id: Name })
  | Invalid;

export interface Gate extends Node<"gate"> {
  readonly name: Name;
  readonly clauses: readonly GateClause[];
}
export type GateClause = EnvironmentClause | AfterClause | GateList | AcceptSignedWaiversOnly | RefuseWaivers | MayRelax | Invalid;
export interface EnvironmentClause extends Node<"environment"> {
  readonly text: StringLiteral;
}
export interface AfterClause extends Node<"after"> {
  readonly gate: Name;
  readonly signedBy: readonly Qualified[];
  readonly within: DurationLiteral | Path;
}
export interface GateList extends Node<"gate-list"> {
  readonly mode: "enforce" | "warn" | "audit";
  readonly controls: "all" | readonly ControlId[];
  readonly from?: Name;
}
export type AcceptSignedWaiversOnly = Node<"accept-signed-waivers-only">;
export interface RefuseWaivers extends Node<"refuse-waivers"> {
  readonly ids: readonly Name[];
}
export interface MayRelax extends Node<"may-relax"> {
  readonly params: readonly Name[];
}

export interface Test extends Node<"test"> {
  readonly title: StringLiteral;
  readonly tags: readonly StringLiteral[];
  readonly target: (Node<"test-gate"> & { readonly gate: Name }) | ControlId;
  readonly clauses: readonly TestClause[];
}
export type TestClause =
  | (Node<"test-at"> & { readonly when: When })
  | (Node<"test-stage"> & { readonly stage: Name })
  | (Node<"test-subject"> & { readonly subject: StringLiteral; readonly platforms: readonly StringLiteral[] })
  | (Node<"test-param"> & { readonly name: Name; readonly value: ValueNode })
  | (Node<"given"> & { readonly given: Given })
  | (Node<"expect"> & { readonly expectation: Expectation })
  | ForAll
  | Cases
  | Invalid;
/** Whatever the evidence says: the runner makes it up. */
export interface ForAll extends Node<"for-all"> {
  readonly given: Extract<Given, { readonly kind: "given-file" }>;
  readonly where?: WhereClause;
}
export type Given =
  | Node<"given-nothing">
  | (Node<"given-no-answer"> & { readonly for: Qualified })
  | (Node<"given-file"> & { readonly name: Qualified; readonly file?: StringLiteral; readonly props: readonly GivenProp[] })
  | Invalid;
export type GivenProp =
  | (Node<"given-with"> & { readonly overrides: readonly Override[] })
  | (Node<"given-signed-by"> & { readonly root: Qualified; readonly as?: StringLiteral })
  | Node<"given-signed-by-somebody-else">
  | Node<"given-issued-by-somebody-else">
  | (Node<"given-signed-at"> & { readonly when: When })
  | (Node<"given-about"> & { readonly digest: StringLiteral })
  | Node<"given-about-something-else">
  | (Node<"given-on"> & { readonly on: "index" | StringLiteral })
  | (Node<"given-spoilt"> & { readonly word: SpoiltWord })
  /** The name of a forgery, or the column of a table that names it. */
  | (Node<"given-forged"> & { readonly how: StringLiteral | Name });
/** What is wrong with an attestation that is given. */
export type SpoiltWord = "unsigned" | "tampered" | "unlogged" | "untimestamped" | "expired" | "malformed" | "stale" | "postdated";
export interface Override extends Node<"override"> {
  /** Field names and list indexes, in order. */
  readonly path: readonly (Name | IntLiteral)[];
  readonly value: ValueNode;
}
export type OutcomeWord = "satisfied" | "violated" | "missing" | "unverifiable" | "not-applicable";
export type DispositionWord = "clear" | "enforced" | "waived" | "grace" | "warned" | "audited";
export type Expectation =
  | (Node<"expect-outcome"> & {
      readonly outcome: OutcomeWord;
      readonly negated?: true;
      readonly of?: Name;
      readonly props: readonly ExpectProp[];
    })
  | (Node<"expect-gate"> & { readonly decision: "passed" | "blocked" | "not-judged" | "not-passed" })
  | (Node<"expect-control"> & {
      readonly control: ControlId;
      readonly result: OutcomeWord | DispositionWord;
      readonly negated?: true;
      readonly props: readonly ExpectProp[];
    })
  | (Node<"expect-trace"> & { readonly file: StringLiteral })
  | Invalid;
export type ExpectProp =
  | (Node<"through"> & { readonly label: StringLiteral })
  | (Node<"naming"> & { readonly keys: readonly StringLiteral[] })
  | (Node<"because"> & { readonly reason: Name })
  | (Node<"saying"> & { readonly text: StringLiteral })
  | (Node<"by"> & { readonly waiver: Name });
export interface Cases extends Node<"cases"> {
  readonly columns: readonly Name[];
  readonly rows: readonly CaseRow[];
}
export interface CaseRow extends Node<"case-row"> {
  readonly values: readonly ValueNode[];
  readonly outcome: OutcomeWord;
}
