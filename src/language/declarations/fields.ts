/** The fields of records and predicates: type, presence and marks. Where a value stands is `places.ts`. */
import type { FieldDeclaration, FieldType } from "../../../grammar/index.ts";
import type { Field, Place, Type } from "../../base/index.ts";
import { error } from "../../diagnostics/index.ts";
import { wordSpan, type Declaring } from "./declaring.ts";
import { lowerMembers } from "./enums.ts";
import { nameTaken } from "./names.ts";
import { aType } from "./type-names.ts";
import type { TypeLookup } from "./type-lookup.ts";

export type PlacesOf = (field: FieldDeclaration, type: Type) => readonly Place[];

/** Fields of one record or predicate with the records in it written out, as views are hashed and read. Real documents have hundreds. */
const MOST_FIELDS = 2_000;

/** Records inside each other can double with every step, so each is counted once. */
const sizes = new WeakMap<Type, number>();

function sizeOf(type: Type): number {
  if (type.kind === "list") return sizeOf(type.of);
  if (type.kind !== "record") return 0;
  const size = sizes.get(type) ?? writtenOut(type.fields);
  sizes.set(type, size);
  return size;
}

function writtenOut(fields: readonly Field[]): number {
  return fields.reduce((sum, { type }) => sum + 1 + sizeOf(type), 0);
}

/** Reports a record or predicate that is too large. */
function isTooLarge(declaring: Declaring, owner: string, declarations: readonly FieldDeclaration[], fields: readonly Field[]): boolean {
  const [first] = declarations;
  if (first === undefined || writtenOut(fields) <= MOST_FIELDS) return false;
  declaring.report(
    error(
      "E2026",
      first.name.span,
      `\`${owner}\` has more than ${MOST_FIELDS} fields, those of the records in it counted wherever they stand`,
      {
        help: ["leave out the fields that no control reads"],
      },
    ),
  );
  return true;
}

/**
 * `owner` is the full name of the record or predicate, for the names of enums written in place. `undefined` when the type of
 * some field is not known, so that nothing can be said about reads through it; that has been reported.
 */
export function lowerFields(
  declaring: Declaring,
  types: TypeLookup,
  owner: string,
  declarations: readonly FieldDeclaration[],
  placesOf: PlacesOf,
): readonly Field[] | undefined {
  const seen = new Map<string, FieldDeclaration>();
  const fields: Field[] = [];
  let isSound = true;
  for (const declaration of declarations) {
    const name = declaration.name.text;
    const first = seen.get(name);
    if (first !== undefined) {
      declaring.report(nameTaken("field", declaration.name, first.name));
      continue;
    }
    seen.set(name, declaration);
    const type = lowerFieldType(declaring, types, `${owner}.${name}`, declaration.type);
    if (type === undefined) isSound = false;
    else {
      checkMarks(declaring, declaration, type);
      const { optional, exhaustive, nonempty, mark } = declaration.type;
      fields.push({
        name,
        type,
        optional,
        exhaustive,
        nonempty,
        ...(mark === undefined ? {} : { mark }),
        places: placesOf(declaration, type),
      });
    }
  }
  return isSound && !isTooLarge(declaring, owner, declarations, fields) ? fields : undefined;
}

function lowerFieldType(declaring: Declaring, types: TypeLookup, path: string, written: FieldType): Type | undefined {
  switch (written.type.kind) {
    case "type":
      return types.resolve(written.type);
    case "members":
      return lowerMembers(declaring, path, written.type);
    case "invalid":
      return undefined;
  }
}

function checkMarks(declaring: Declaring, { name, type: written }: FieldDeclaration, type: Type): void {
  const isMany = type.kind === "list" || type.kind === "set";
  for (const word of ["exhaustive", "nonempty"] as const) {
    if (!written[word] || isMany) continue;
    declaring.report(
      error(
        "E2026",
        wordSpan(declaring, written.span, word),
        `\`${word}\` is said of lists and sets, and \`${name.text}\` is ${aType(type)}`,
      ),
    );
  }
  const element = isMany ? type.of : type;
  const isIdentity = element.kind === "scalar" && element.name === "Identity";
  if (written.mark !== "author" || isIdentity) return;
  declaring.report(
    error(
      "E2026",
      wordSpan(declaring, written.span, "as author"),
      `\`as author\` marks identities, and \`${name.text}\` is ${aType(type)}`,
    ),
  );
}
