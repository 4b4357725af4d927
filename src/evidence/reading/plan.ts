/** The needed fields of a view, made ready: pointers parsed, rules looked up, places of other versions dropped. */
import { assert, parsePointer, type Field, type Needed, type RecordType } from "../../base/index.ts";
import type { Rule } from "../views/rule.ts";
import { rules } from "../views/rules.ts";

export interface PlacePlan {
  readonly pointer: string;
  readonly tokens: readonly string[];
  readonly rule?: Rule;
}

export interface FieldPlan {
  readonly field: Field;
  /** Of the cell in its record. */
  readonly index: number;
  /** From the view down, with dots: `findings.package.name`. */
  readonly path: string;
  readonly places: readonly PlacePlan[];
  /** Of the record that the field is, or that its elements are. */
  readonly inner: RecordPlan;
}

export interface RecordPlan {
  readonly size: number;
  readonly fields: readonly FieldPlan[];
}

const NOTHING: RecordPlan = { size: 0, fields: [] };

/** `tag` selects the places; `undefined` inside records, whose places serve every version. */
export function planRecord(type: RecordType, needed: Needed, tag: string | undefined, prefix: string): RecordPlan {
  const fields: FieldPlan[] = [];
  for (const [name, below] of needed.fields) {
    const index = type.fields.findIndex((field) => field.name === name);
    const field = type.fields[index];
    assert(field !== undefined, `record ${type.name} has no field ${name}`);
    fields.push(planField(field, index, below, tag, `${prefix}${name}`));
  }
  return { size: type.fields.length, fields: fields.sort((a, b) => a.index - b.index) };
}

function planField(field: Field, index: number, needed: Needed, tag: string | undefined, path: string): FieldPlan {
  const places = field.places.filter((place) => place.tag === undefined || place.tag === tag);
  const element = field.type.kind === "list" ? field.type.of : field.type;
  const inner = element.kind === "record" ? planRecord(element, needed, undefined, `${path}.`) : NOTHING;
  return { field, index, path, places: places.map(planPlace), inner };
}

function planPlace({ pointer, via }: Field["places"][number]): PlacePlan {
  const tokens = parsePointer(pointer);
  assert(tokens !== undefined, `${pointer} is no pointer`);
  const rule = via === undefined ? undefined : rules.get(via);
  assert(via === undefined || rule !== undefined, `there is no rule ${via}`);
  return { pointer, tokens, ...(rule === undefined ? {} : { rule }) };
}
