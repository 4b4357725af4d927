/** The fields of a statement that the engine itself reads, by their names in the view. */
import {
  assert,
  err,
  ok,
  type Cell,
  type EnumType,
  type Needed,
  type RecordType,
  type RecordValue,
  type Result,
  type Type,
  type View,
} from "../base/index.ts";
import { scalars } from "../base/index.ts";
import { readView } from "../evidence/index.ts";
import type { Statement } from "../trust/index.ts";

/** One record, of a view that the engine ships: a name that it does not have is our mistake. */
export interface Fields {
  /** As the type of the field holds it. */
  value(name: string): Cell["value"] | undefined;
  /** As people write it. */
  text(name: string): string;
  optionalText(name: string): string | undefined;
  texts(name: string): readonly string[];
  member(name: string): string | undefined;
  record(name: string): Fields | undefined;
}

/** Every field is read. The error is a clause: what is wrong, and where. */
export function readFields(
  view: View | undefined,
  { predicateType, predicate }: Pick<Statement, "predicateType" | "predicate">,
): Result<Fields, string> {
  assert(view, "a policy that is asked for waivers has their views");
  const reading = readView(view, predicateType, predicate ?? null, everything(view.record));
  if (reading.kind === "readable") return ok(fieldsOf(view.record, reading.record));
  const [first] = reading.failures;
  return err(first ? `${first.pointer}: ${first.problem}` : "it cannot be read");
}

export function everything(record: RecordType): Needed {
  return { fields: new Map(record.fields.map((field) => [field.name, below(field.type)])) };
}

function below(type: Type): Needed {
  if (type.kind === "list") return below(type.of);
  return type.kind === "record" ? everything(type) : { fields: new Map() };
}

function fieldsOf(type: RecordType, { cells }: RecordValue): Fields {
  const at = (name: string) => {
    const index = type.fields.findIndex((field) => field.name === name);
    const field = type.fields[index];
    assert(field, `${type.name} has a field ${name}`);
    return { field, cell: cells[index] };
  };
  const optionalText = (name: string) => {
    const { field, cell } = at(name);
    return cell && shown(field.type, cell);
  };
  return {
    value: (name) => at(name).cell?.value,
    text: (name) => optionalText(name) ?? "",
    optionalText,
    texts: (name) => {
      const { field, cell } = at(name);
      const of = field.type.kind === "list" || field.type.kind === "set" ? field.type.of : field.type;
      return ((cell?.value ?? []) as readonly Cell[]).map((each) => shown(of, each));
    },
    member: (name) => {
      const { field, cell } = at(name);
      return cell && (field.type as EnumType).members[cell.value as number]?.name;
    },
    record: (name) => {
      const { field, cell } = at(name);
      return cell && fieldsOf(field.type as RecordType, cell.value as RecordValue);
    },
  };
}

function shown(type: Type, { value }: Cell): string {
  assert(type.kind === "scalar", "only scalars are shown");
  return (scalars[type.name].show as (value: unknown) => string)(value);
}
