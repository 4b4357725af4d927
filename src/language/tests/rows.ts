/** `cases`: one test for each row, with the cells in the place of the columns' names. `language.md` §8. */
import type { Cases, CaseRow, Test, TestClause, ValueNode } from "../../../grammar/index.ts";
import { listed, report, type TestContext } from "./test-context.ts";

/** What the names of columns stand for in one row; empty without `cases`. */
export interface Row {
  readonly cells: ReadonlyMap<string, ValueNode>;
  readonly node?: CaseRow;
  /** Counted from 1. */
  readonly number: number;
}

export const noRow: Row = { cells: new Map(), number: 0 };

/** Rows whose cells do not fit the columns are reported and left out. */
export function rowsOf(context: TestContext, test: Test, cases: Cases): readonly Row[] {
  checkColumns(context, test, cases);
  if (cases.rows.length === 0) report(context, "E7007", cases.span, "the table of cases has no rows, so the test expects nothing");
  const names = cases.columns.map((column) => column.text);
  return cases.rows.flatMap((node, index): readonly Row[] => {
    const missing = names.slice(node.values.length);
    if (missing.length === 0 && node.values.length === names.length) {
      return [{ cells: new Map(names.map((name, at) => [name, node.values[at] as ValueNode])), node, number: index + 1 }];
    }
    const extra = node.values[names.length];
    const message =
      extra === undefined
        ? `the row has no value for ${listed(missing)}`
        : `the row has ${node.values.length} values, and the table ${names.length === 1 ? "one column" : `${names.length} columns`} before \`outcome\``;
    report(context, "E7006", extra?.span ?? node.span, message, {
      related: [{ span: cases.columns[0]?.span ?? cases.span, text: `the columns are ${listed(names)} and \`outcome\`` }],
    });
    return [];
  });
}

function checkColumns(context: TestContext, test: Test, cases: Cases): void {
  const used = namesUsed(test);
  const seen = new Set<string>();
  for (const { text, span } of cases.columns) {
    if (seen.has(text)) report(context, "E7011", span, `two columns are called \`${text}\``);
    else if (text === "absent") report(context, "E7011", span, "`absent` takes a field away, so no column can be called that");
    else if (!used.has(text)) {
      report(context, "E7013", span, `nothing in this test uses the column \`${text}\``, {
        help: [`write it where its values belong: \`with { field: ${text} }\`, \`param name = ${text}\`, or \`forged ${text}\``],
      });
    }
    seen.add(text);
  }
}

function namesUsed({ clauses }: Test): ReadonlySet<string> {
  return new Set(clauses.flatMap(valuesOf).flatMap(namesIn));
}

function valuesOf(clause: TestClause): readonly ValueNode[] {
  if (clause.kind === "test-param") return [clause.value];
  if (clause.kind !== "for-all" && clause.kind !== "given") return [];
  return clause.given.kind !== "given-file"
    ? []
    : clause.given.props.flatMap((prop) => {
        if (prop.kind === "given-forged") return [prop.how];
        return prop.kind === "given-with" ? prop.overrides.map(({ value }) => value) : [];
      });
}

function namesIn(node: ValueNode): readonly string[] {
  if (node.kind === "name") return [node.text];
  return node.kind === "value-set" ? node.elements.flatMap(namesIn) : [];
}

/** The value that is written, with the row's cells for the names of columns. */
export function inRow(node: ValueNode, row: Row): ValueNode {
  if (node.kind === "name") return row.cells.get(node.text) ?? node;
  return node.kind === "value-set" ? { ...node, elements: node.elements.map((element) => inRow(element, row)) } : node;
}
