/** Where the value of a field stands in the document: `at` with pointers, tags and rules. `language.md` §5.3. */
import type { FieldDeclaration, Name, Place as WrittenPlace } from "../../../grammar/index.ts";
import { appendPointer, parsePointer, type Place, type Type } from "../../base/index.ts";
import { error } from "../../diagnostics/index.ts";
import { didYouMean } from "../nearest.ts";
import type { Declaring } from "./declaring.ts";
import { notValid } from "./values.ts";

/** The predicate types that a view reads. */
export interface Versions {
  /** The short form reads members by field name and has no tags to write. */
  readonly isShort: boolean;
  readonly tags: readonly string[];
}

/** In a record: by the field's name unless it says `at`, and without tags. */
export function recordPlaces(declaring: Declaring, field: FieldDeclaration, type: Type): readonly Place[] {
  if (field.places.length === 0) return [{ pointer: appendPointer("", field.name.text) }];
  return field.places.map((place) => {
    const why = "the fields of a record are read the same way whatever the version";
    if (place.tag !== undefined) declaring.report(error("E2024", place.tag.span, `a place in a record carries no tag`, { notes: [why] }));
    return lowerPlace(declaring, field, place, type);
  });
}

export function predicatePlaces(declaring: Declaring, versions: Versions, field: FieldDeclaration, type: Type): readonly Place[] {
  if (versions.isShort && field.places.length === 0) return [{ pointer: appendPointer("", field.name.text) }];
  const places = field.places.map((place) => {
    const known = place.tag === undefined || checkTag(declaring, versions, place.tag);
    const lowered = lowerPlace(declaring, field, place, type);
    return { known, place: place.tag === undefined ? lowered : { tag: place.tag.text, ...lowered } };
  });
  if (places.every(({ known }) => known)) checkCover(declaring, versions, field);
  return places.map(({ place }) => place);
}

function checkTag(declaring: Declaring, versions: Versions, tag: Name): boolean {
  if (!versions.isShort && versions.tags.includes(tag.text)) return true;
  declaring.report(
    versions.isShort
      ? error("E2024", tag.span, `there is no tag \`${tag.text}\`: the short form reads one type and has none`)
      : error("E2024", tag.span, `no \`reads\` line is tagged \`${tag.text}\``, didYouMean(tag.text, tag.span, versions.tags)),
  );
  return false;
}

/** A version without a place does not have the field, so the field must be optional. */
function checkCover(declaring: Declaring, versions: Versions, field: FieldDeclaration): void {
  if (versions.isShort) return;
  if (field.places.length === 0) {
    declaring.report(
      error("E2024", field.name.span, `\`${field.name.text}\` has no place`, {
        help: [
          `say where it stands: \`at "/${field.name.text}"\`, or for one version \`at ${versions.tags[0] ?? "v1"} "/${field.name.text}"\``,
        ],
      }),
    );
    return;
  }
  if (field.type.optional || field.places.some((place) => place.tag === undefined)) return;
  const without = versions.tags.filter((tag) => !field.places.some((place) => place.tag?.text === tag));
  if (without.length === 0) return;
  const listed = without.map((tag) => `\`${tag}\``).join(", ");
  declaring.report(
    error("E2024", field.name.span, `\`${field.name.text}\` has no place in ${listed} and is not optional`, {
      notes: ["statements of that version would never be readable for a control that reads this field"],
      help: ["give it a place there, or make it `optional`"],
    }),
  );
}

function lowerPlace(declaring: Declaring, field: FieldDeclaration, place: WrittenPlace, type: Type): Place {
  const pointer = place.pointer.value;
  const segments = parsePointer(pointer);
  if (segments === undefined) {
    const rule = "it is empty or begins with `/`, and `~` is followed by 0 or 1";
    declaring.report(notValid(place.pointer.span, pointer, "JSON pointer", rule));
  } else if (segments.includes("*") && place.via === undefined && type.kind !== "list" && type.kind !== "set") {
    declaring.report(error("E2024", place.pointer.span, `\`*\` means every element, and \`${field.name.text}\` is a single value`));
  }
  if (place.via !== undefined) checkRule(declaring, place.via);
  return place.via === undefined ? { pointer } : { pointer, via: place.via.text };
}

/** Rules are code that ships with the engine; policies bring none. */
function checkRule(declaring: Declaring, via: Name): void {
  const rules = declaring.input.viaRules;
  if (!declaring.module.isStandard) declaring.report(error("E2024", via.span, "only standard modules may name a rule with `via`"));
  else if (!rules.has(via.text)) {
    declaring.report(error("E2024", via.span, `there is no rule \`${via.text}\``, didYouMean(via.text, via.span, rules)));
  }
}
