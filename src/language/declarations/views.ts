/** Predicate declarations: the views that evidence is read through. `language.md` §5.3. */
import type { PredicateDeclaration, Reads } from "../../../grammar/index.ts";
import type { View } from "../../base/index.ts";
import { error } from "../../diagnostics/index.ts";
import type { Declaring } from "./declaring.ts";
import { lowerFields } from "./fields.ts";
import { nameTaken } from "./names.ts";
import { predicatePlaces, type Versions } from "./places.ts";
import type { TypeLookup } from "./type-lookup.ts";

/** The one tag of the short form; a policy cannot write it. */
const SHORT_FORM_TAG = "";

/** `undefined` when the type of a field is unknown; faults of mapping are reported and leave a view that can be checked against. */
export function lowerView(declaring: Declaring, types: TypeLookup, declaration: PredicateDeclaration): View | undefined {
  const name = `${declaring.module.prefix}${declaration.name.text}`;
  checkForm(declaring, declaration);
  const predicateTypes = lowerTypes(declaring, declaration);
  const versions: Versions = {
    isShort: declaration.reads.length === 0,
    tags: predicateTypes.map(({ tag }) => tag),
  };
  const fields = lowerFields(declaring, types, name, declaration.fields, (field, type) =>
    predicatePlaces(declaring, versions, field, type),
  );
  if (fields === undefined) return undefined;
  return { name, module: declaring.module.specifier, predicateTypes, record: { kind: "record", name, fields } };
}

function checkForm(declaring: Declaring, { name, type, reads }: PredicateDeclaration): void {
  const [first] = reads;
  if (type === undefined && first === undefined) {
    declaring.report(
      error("E2024", name.span, `predicate \`${name.text}\` reads no predicate type`, {
        help: [`name it here, \`predicate ${name.text} "https://…" { … }\`, or inside with \`reads "https://…" as v1\``],
      }),
    );
  } else if (type !== undefined && first !== undefined) {
    declaring.report(
      error("E2024", first.span, `predicate \`${name.text}\` names its type in two ways`, {
        related: [{ span: type.span, text: "the short form names the only type here" }],
      }),
    );
  }
}

function lowerTypes(declaring: Declaring, { type, reads }: PredicateDeclaration): View["predicateTypes"] {
  for (const literal of [type, ...reads.map((line) => line.type)]) {
    if (literal?.value === "") declaring.report(error("E2015", literal.span, "an empty text is no predicate type"));
  }
  if (reads.length === 0) return type === undefined ? [] : [{ tag: SHORT_FORM_TAG, type: type.value }];
  const byTag = new Map<string, Reads>();
  const byType = new Map<string, Reads>();
  for (const line of reads) {
    const sameTag = byTag.get(line.tag.text);
    const sameType = byType.get(line.type.value);
    if (sameTag !== undefined) declaring.report(nameTaken("tag", line.tag, sameTag.tag));
    else if (sameType !== undefined) {
      declaring.report(
        error("E2024", line.type.span, `\`${line.type.value}\` is read under two tags`, {
          related: [{ span: sameType.span, text: "first here" }],
        }),
      );
    }
    byTag.set(line.tag.text, sameTag ?? line);
    byType.set(line.type.value, sameType ?? line);
  }
  return [...byTag.values()].map((line) => ({ tag: line.tag.text, type: line.type.value }));
}
