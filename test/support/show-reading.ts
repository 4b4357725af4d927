/** What a view yields, as text for golden files: one line a leaf, with its pointer, native value and rule. */
import {
  appendPointer,
  JsonNumber,
  scalars,
  type Cell,
  type Json,
  type RecordType,
  type RecordValue,
  type ScalarValue,
  type Type,
} from "../../src/base/index.ts";
import type { ViewReading } from "../../src/evidence/index.ts";

export function showReading(record: RecordType, reading: ViewReading): string {
  if (reading.kind === "readable") return `${showRecord(record, reading.record, "").join("\n")}\n`;
  const failures = reading.failures.map(({ kind, pointer, field, problem }) => `${kind} ${field} at ${pointer}: ${problem}`);
  return `unreadable (${reading.total})\n${failures.join("\n")}\n`;
}

function showRecord(type: RecordType, value: RecordValue, path: string): readonly string[] {
  return type.fields.flatMap((field, index) => {
    const cell = value.cells[index];
    const name = path === "" ? field.name : `${path}.${field.name}`;
    return cell === undefined ? [`${name} absent`] : showCell(field.type, cell, name);
  });
}

function showCell(type: Type, cell: Cell, path: string): readonly string[] {
  if (type.kind === "record") return showRecord(type, cell.value as RecordValue, path);
  if (type.kind === "list" || type.kind === "set") {
    const elements = cell.value as readonly Cell[];
    const head = `${path} has ${elements.length} @ ${where(cell)}`;
    return [head, ...elements.flatMap((element, index) => showCell(type.of, element, `${path}[${index}]`))];
  }
  return [`${path} = ${showLeaf(type, cell)} @ ${where(cell)}`];
}

function showLeaf(type: Type & { kind: "scalar" | "enum" }, { value }: Cell): string {
  if (type.kind === "enum") return type.members[value as number]?.name ?? "no member";
  return (scalars[type.name].show as (value: ScalarValue) => string)(value as ScalarValue);
}

function where({ pointer, native, via }: Cell): string {
  const written = native === undefined ? "" : ` from ${showJson(native)}`;
  return `${pointer ?? appendPointer("")}${written}${via === undefined ? "" : ` via ${via}`}`;
}

function showJson(json: Json): string {
  return JSON.stringify(json, (_name, value: unknown) => (value instanceof JsonNumber ? `number ${value.source}` : value));
}
