/** Results of tests as every format tells them. */
import type { SourceFile, Span } from "../../../diagnostics/index.ts";
import type { CheckedTest } from "../../../language/index.ts";
import type { Mismatch, ReportedRun } from "../../../testing/index.ts";
import type { RanPolicy } from "../../testing/run-policies.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly broken: number;
}

export function countsOf(policies: readonly RanPolicy[]): Counts {
  const kinds = policies.flatMap(({ runs }) => runs.map(({ kind }) => kind));
  const count = (kind: ReportedRun["kind"]) => kinds.filter((each) => each === kind).length;
  return { passed: count("passed"), failed: count("failed"), broken: count("broken") };
}

/** `the seven-day boundary [2: finished 2026-01-02]`. */
export function nameOf({ title, row }: CheckedTest): string {
  return row === undefined ? title : `${title} [${row.number}: ${row.text}]`;
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line of the policy. */
  readonly text: string;
}

export function placeOf({ compiled }: RanPolicy, span: Span): Place {
  const source: SourceFile | undefined = compiled.sources.find(({ path }) => path === span.file);
  if (source === undefined) return { file: span.file, line: 1, column: 1, text: "" };
  const { line, column } = source.position(span.start);
  return { file: span.file, line, column, text: source.line(line).trim() };
}

export function mismatchesOf(run: ReportedRun): readonly Mismatch[] {
  if (run.kind === "failed") return run.mismatches;
  if (run.kind === "passed") return [];
  const { span, message, label, notes } = run.diagnostic;
  return [
    {
      span,
      expected: "a test that can run",
      found: `${run.diagnostic.code}: ${message}`,
      because: [...(label === undefined ? [] : [label]), ...notes],
    },
  ];
}

/** One line for each mismatch and each cause, unescaped. */
export function failureText(policy: RanPolicy, run: ReportedRun): string {
  return mismatchesOf(run)
    .flatMap(({ span, expected, found, because }) => {
      const { file, line, column } = placeOf(policy, span);
      return [`${file}:${line}:${column}`, `expected ${expected}`, `found ${found}`, ...because.map((each) => `  ${each}`)];
    })
    .join("\n");
}
