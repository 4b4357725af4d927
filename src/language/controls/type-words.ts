/** Types: how they are compared, and how they are called in messages. */
import type { EnumType, ScalarName, ScalarType, Type } from "../../base/index.ts";

export function scalarType(name: ScalarName): ScalarType {
  return { kind: "scalar", name };
}

export const BOOL = scalarType("Bool");
export const INT = scalarType("Int");
export const DECIMAL = scalarType("Decimal");
export const STRING = scalarType("String");
export const TIMESTAMP = scalarType("Timestamp");
export const DURATION = scalarType("Duration");
export const IDENTITY = scalarType("Identity");

export function isScalar(type: Type, ...names: readonly ScalarName[]): type is ScalarType {
  return type.kind === "scalar" && (names.length === 0 || names.includes(type.name));
}

/** An enum is itself and no other, however alike their members are. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind === "scalar") return b.kind === "scalar" && a.name === b.name;
  if (a.kind === "enum") return b.kind === "enum" && sameEnum(a, b);
  if (a.kind === "record") return a === b;
  return a.kind === b.kind && sameType(a.of, b.of);
}

function sameEnum(a: EnumType, b: EnumType): boolean {
  return a === b || (a.name === b.name && a.ordered === b.ordered && memberNames(a).join() === memberNames(b).join());
}

export function memberNames(type: EnumType): readonly string[] {
  return type.members.map((member) => member.name);
}

export function memberIndex(type: EnumType, name: string): number {
  return type.members.findIndex((member) => member.name === name);
}

/** `Timestamp`, `vuln.severity`, `Set of Licence`, as the policy would write it. */
export function typeWords(type: Type): string {
  switch (type.kind) {
    case "scalar":
    case "enum":
    case "record":
      return type.name;
    case "list":
      return `List of ${typeWords(type.of)}`;
    case "set":
      return `Set of ${typeWords(type.of)}`;
  }
}

/** With its article, for sentences: `a Timestamp`, `an Int`. */
export function aType(type: Type): string {
  const words = typeWords(type);
  return /^[AEIOaeio]/u.test(words) ? `an ${words}` : `a ${words}`;
}

/** The type that membership and quantifiers see: of the elements, for a list or set. */
export function elementType(type: Type): Type | undefined {
  return type.kind === "list" || type.kind === "set" ? type.of : undefined;
}
