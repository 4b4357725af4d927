/** Records: values with named fields inside a predicate. `language.md` §5.3. */
import type { RecordDeclaration } from "../../../grammar/index.ts";
import type { Field, RecordType } from "../../base/index.ts";
import { error } from "../../diagnostics/index.ts";
import { didYouMean } from "../nearest.ts";
import type { Declaring } from "./declaring.ts";
import { lowerFields } from "./fields.ts";
import { recordPlaces } from "./places.ts";
import type { TypeLookup } from "./type-lookup.ts";

/** `undefined` when a field's type is unknown or the record contains itself; that has been reported. */
export function lowerRecord(declaring: Declaring, types: TypeLookup, declaration: RecordDeclaration): RecordType | undefined {
  const name = `${declaring.module.prefix}${declaration.name.text}`;
  const fields = lowerFields(declaring, types, name, declaration.fields, (field, type) => recordPlaces(declaring, field, type));
  if (declaration.fields.length === 0) {
    declaring.report(error("E2026", declaration.name.span, `record \`${declaration.name.text}\` has no fields`));
  }
  if (fields === undefined) return undefined;
  const key = checkKey(declaring, declaration, fields);
  return { kind: "record", name, ...(key === undefined ? {} : { key }), fields };
}

/** The key names a plain value that is always there. */
function checkKey(declaring: Declaring, { key, name }: RecordDeclaration, fields: readonly Field[]): string | undefined {
  if (key === undefined) return undefined;
  const field = fields.find((candidate) => candidate.name === key.text);
  if (field === undefined) {
    const near = didYouMean(
      key.text,
      key.span,
      fields.map((candidate) => candidate.name),
    );
    declaring.report(error("E2026", key.span, `record \`${name.text}\` has no field \`${key.text}\` to be its key`, near));
  } else if (field.optional) {
    declaring.report(error("E2026", key.span, `\`${key.text}\` may be absent and so cannot be the key of \`${name.text}\``));
  } else if (field.type.kind !== "scalar" && field.type.kind !== "enum") {
    declaring.report(error("E2026", key.span, `\`${key.text}\` is no plain value and so cannot be the key of \`${name.text}\``));
  } else return key.text;
  return undefined;
}
