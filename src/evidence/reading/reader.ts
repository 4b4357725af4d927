/** Reads planned fields into cells and collects what cannot be read. */
import {
  isObject,
  jsonType,
  scalars,
  unreachable,
  type Cell,
  type EnumType,
  type Json,
  type ListType,
  type RecordValue,
  type Result,
  type ScalarType,
  type ScalarValue,
  type SetType,
  type Type,
} from "../../base/index.ts";
import type { StoredEvidence } from "../inputs.ts";
import type { SubjectClaim } from "../subject.ts";
import { elementsOf, findAll, type Fault, type Located, type Lookup } from "./located.ts";
import type { FieldPlan, RecordPlan } from "./plan.ts";

/** Why one needed field cannot be read. */
export interface ReadFailure {
  readonly kind: "absent" | Fault["kind"];
  /** Into the statement. */
  readonly pointer: string;
  /** From the view down, with dots. */
  readonly field: string;
  /** A clause about what stands there. */
  readonly problem: string;
  /** Of what is undecided. */
  readonly because?: Fault["because"];
}

export interface Reading {
  readonly root: Located;
  readonly tag: string;
  readonly predicateType: string;
  readonly subjects: readonly SubjectClaim[];
  readonly stored: StoredEvidence;
  readonly maxElements: number;
  /** The first ones only. */
  readonly failures: ReadFailure[];
  failureCount: number;
}

const FIRST_FAILURES = 10;

function fail(reading: Reading, failure: ReadFailure): undefined {
  reading.failureCount++;
  if (reading.failures.length < FIRST_FAILURES) reading.failures.push(failure);
  return undefined;
}

export function readRecord(reading: Reading, plan: RecordPlan, record: Located): RecordValue {
  const cells: (Cell | undefined)[] = new Array<Cell | undefined>(plan.size).fill(undefined);
  for (const field of plan.fields) cells[field.index] = readField(reading, field, record);
  return { cells };
}

function readField(reading: Reading, plan: FieldPlan, record: Located): Cell | undefined {
  const found = lookUp(reading, plan, record);
  if (!found.ok) return fail(reading, { ...found.error, field: plan.path });
  if (found.value !== undefined) return readValue(reading, plan, plan.field.type, found.value);
  if (plan.field.optional) return undefined;
  const pointer = `${record.pointer}${record.projection === undefined ? (plan.places[0]?.pointer ?? "") : ""}`;
  return fail(reading, { kind: "absent", pointer, field: plan.path, problem: "it is absent" });
}

/** An adapter's projection replaces the places of the record; places are tried in order until one has a value. */
function lookUp(reading: Reading, plan: FieldPlan, record: Located): Lookup {
  const { field } = plan;
  if (record.projection !== undefined) {
    return Object.hasOwn(record.projection, field.name) ? (record.projection[field.name]?.(record) ?? ABSENT) : ABSENT;
  }
  for (const { tokens, rule } of plan.places) {
    const standing = findAll(record, tokens, reading.maxElements);
    if (!standing.ok) return standing;
    const { root, tag, predicateType, subjects, stored, maxElements } = reading;
    const site = { root, record, tokens, field, tag, predicateType, subjects, stored, maxElements };
    const found = rule === undefined ? standing : rule(standing.value, site);
    if (!found.ok || found.value !== undefined) return found;
  }
  return ABSENT;
}

const ABSENT: Lookup = { ok: true, value: undefined };

function readValue(reading: Reading, plan: FieldPlan, type: Type, found: Located): Cell | undefined {
  switch (type.kind) {
    case "scalar":
      return readScalar(reading, plan, type, found);
    case "enum":
      return readEnum(reading, plan, type, found);
    case "record":
      return readInner(reading, plan, found);
    case "list":
    case "set":
      return readMany(reading, plan, type, found);
    default:
      return unreachable(type);
  }
}

function readScalar(reading: Reading, plan: FieldPlan, type: ScalarType, found: Located): Cell | undefined {
  const value: Result<ScalarValue, string> = scalars[type.name].fromJson(found.json);
  if (!value.ok) return fail(reading, { kind: "malformed", pointer: found.pointer, field: plan.path, problem: value.error });
  const canonical = (scalars[type.name].canonical as (value: ScalarValue) => string | boolean | number)(value.value);
  return makeCell(reading, found, value.value, canonical);
}

function readEnum(reading: Reading, plan: FieldPlan, type: EnumType, found: Located): Cell | undefined {
  const index = type.members.findIndex(({ spellings }) => spellings.includes(found.json as string));
  const member = type.members[index];
  if (member !== undefined) return makeCell(reading, found, index, member.name);
  const known = type.members.flatMap(({ spellings }) => spellings).map((spelling) => `\`${spelling}\``);
  const problem =
    typeof found.json === "string" ? `its text is none of ${known.join(", ")}` : `it is a JSON ${jsonType(found.json)}, not a string`;
  return fail(reading, { kind: "malformed", pointer: found.pointer, field: plan.path, problem });
}

function readInner(reading: Reading, plan: FieldPlan, found: Located): Cell | undefined {
  if (found.projection === undefined && !isObject(found.json)) {
    const problem = `it is a JSON ${jsonType(found.json)}, not an object`;
    return fail(reading, { kind: "malformed", pointer: found.pointer, field: plan.path, problem });
  }
  return makeCell(reading, found, readRecord(reading, plan.inner, found), found.json);
}

function readMany(reading: Reading, plan: FieldPlan, type: ListType | SetType, found: Located): Cell | undefined {
  const elements = elementsOf(found, reading.maxElements);
  if (!elements.ok) return fail(reading, { ...elements.error, field: plan.path });
  if (elements.value.length === 0 && plan.field.nonempty) {
    return fail(reading, { kind: "malformed", pointer: found.pointer, field: plan.path, problem: "it is empty" });
  }
  const cells: Cell[] = [];
  for (const element of elements.value) {
    const cell = readValue(reading, plan, type.of, element);
    if (cell !== undefined) cells.push(cell);
  }
  return makeCell(reading, found, type.kind === "set" ? distinct(type, cells) : cells, found.json);
}

/** A set has each value once: the first of its kind stays, with its place. */
function distinct(type: SetType, cells: readonly Cell[]): readonly Cell[] {
  const byForm = new Map<string | number | boolean, Cell>();
  for (const cell of cells) {
    const form = type.of.kind === "enum" ? (cell.value as number) : canonicalForm(type.of, cell.value as ScalarValue);
    if (!byForm.has(form)) byForm.set(form, cell);
  }
  return [...byForm.values()];
}

function canonicalForm(type: ScalarType, value: ScalarValue): string | number | boolean {
  return (scalars[type.name].canonical as (value: ScalarValue) => string | number | boolean)(value);
}

/** `native` where a rule changed what stands there, or where the value's `canonical` form is another. */
function makeCell(reading: Reading, found: Located, value: Cell["value"], canonical: Json): Cell {
  const native = found.native ?? (canonical === found.json ? undefined : found.json);
  const via = found.via ?? reading.root.via;
  const { pointer } = found;
  if (native === undefined) return via === undefined ? { value, pointer } : { value, pointer, via };
  return via === undefined ? { value, pointer, native } : { value, pointer, native, via };
}
