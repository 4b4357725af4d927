/**
 * The typed shape that a predicate is read through: the vocabulary shared by the language (which declares shapes) and by
 * evidence (which reads JSON through them). `language.md` §5.2 and §5.3.
 */
export type ScalarName =
  | "Bool"
  | "Int"
  | "Decimal"
  | "String"
  | "Timestamp"
  | "Duration"
  | "Digest"
  | "Commit"
  | "Uri"
  | "Repository"
  | "GitRef"
  | "Platform"
  | "Purl"
  | "SemVer"
  | "Licence"
  | "Identity";

export interface ScalarType {
  readonly kind: "scalar";
  readonly name: ScalarName;
}

export interface EnumMember {
  readonly name: string;
  /** The native texts that mean this member; never empty. */
  readonly spellings: readonly string[];
}

export interface EnumType {
  readonly kind: "enum";
  /** `vuln.severity`, or the field's path for members written in place. */
  readonly name: string;
  readonly ordered: boolean;
  /** In declared order, lowest first where ordered. */
  readonly members: readonly EnumMember[];
}

export interface RecordType {
  readonly kind: "record";
  readonly name: string;
  /** The field that identifies a record among its like. */
  readonly key?: string;
  readonly fields: readonly Field[];
}

export interface ListType {
  readonly kind: "list";
  readonly of: RecordType | ScalarType | EnumType;
}

export interface SetType {
  readonly kind: "set";
  readonly of: ScalarType | EnumType;
}

export type Type = ScalarType | EnumType | RecordType | ListType | SetType;

/**
 * Where a value stands. `pointer` is an RFC 6901 pointer relative to the predicate, or to the value a record is read from;
 * a whole segment `*` means every element or member. Without `tag` it serves every version. Two places that serve one version
 * are tried in order.
 */
export interface Place {
  readonly tag?: string;
  readonly pointer: string;
  /** A rule of `stdlib.md` §15. */
  readonly via?: string;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly optional: boolean;
  readonly exhaustive: boolean;
  readonly nonempty: boolean;
  readonly mark?: "author" | "secret";
  readonly places: readonly Place[];
}

/** A `predicate` declaration, resolved. Its fields are those of the record `record`. */
export interface View {
  /** As the policy writes it: `vuln.report`. */
  readonly name: string;
  /** The module that declares it: `std/vuln@1`, or a file path. */
  readonly module: string;
  /** Closed list; `tag` selects the places. */
  readonly predicateTypes: readonly { readonly tag: string; readonly type: string }[];
  readonly record: RecordType;
}

/** The fields of a record that one control reads; only these decide whether a statement is readable for it. */
export interface Needed {
  /** By field name; a scalar, enum or set has an empty tree, a list the tree of its elements. */
  readonly fields: ReadonlyMap<string, Needed>;
}
