/** What stands in a slot of the environment, as the value of an expression. */
import { assert, type Cell, type Field, type RecordValue, type Value } from "../base/index.ts";
import { StatementSet, type BoundStatement, type Read, type Slot } from "./environment.ts";
import { ABSENT, union, Unknown, type Truth } from "./truth.ts";

export function statementValue(slot: Slot): Read {
  return slot instanceof Unknown ? slot : oneStatement(slot).record;
}

export function elementValue(slot: Slot): Read {
  if (slot instanceof Unknown) return slot;
  assert(slot && "value" in slot, "a quantifier has bound this element");
  return slot.value;
}

/** An element as a value: of a list it is its own value, a statement is its record. */
export function elementOf(element: Cell | BoundStatement): Value {
  return "record" in element ? element.record : element.value;
}

export function signersOf(slot: Slot): Read {
  return slot instanceof Unknown ? slot : oneStatement(slot).signers.map((value) => ({ value }));
}

export function signingTimeOf(slot: Slot): Read {
  return slot instanceof Unknown ? slot : (oneStatement(slot).signedAt?.at ?? ABSENT);
}

/** An element that could not be read may be there, so only what was read proves that it is not empty. */
export function statementsEmpty(slot: Slot): Truth {
  if (slot instanceof Unknown) return slot;
  assert(slot instanceof StatementSet, "an `all` evidence is bound here");
  if (slot.statements.length > 0) return false;
  return slot.unread.length > 0 ? union(slot.unread) : true;
}

/** The cell that a field read ends at, with its origin. */
export function fieldCell(record: Value, index: number): Cell | undefined {
  return (record as RecordValue).cells[index];
}

/** What stands in a field: its value, or that it is absent. */
export function fieldValue(cell: Cell | undefined, field: Field): Value | typeof ABSENT {
  if (cell !== undefined) return cell.value;
  assert(field.optional, "every field that is needed was read through the view");
  return ABSENT;
}

function oneStatement(slot: Slot): BoundStatement {
  assert(slot && "record" in slot, "a single statement is bound here");
  return slot;
}
