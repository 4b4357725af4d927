/** What the `test` blocks of a file look at. */
import type { Test } from "../../grammar/index.ts";
import { clausesOf } from "./syntax.ts";

/** A test of a gate looks at the controls that it names. */
export function controlsUnderTest(tests: readonly Test[]): ReadonlySet<string> {
  return new Set(
    tests.flatMap((test) => [
      ...(test.target.kind === "control-id" ? [test.target.text] : []),
      ...clausesOf(test, "expect").flatMap(({ expectation }) => (expectation.kind === "expect-control" ? [expectation.control.text] : [])),
    ]),
  );
}

/** The outcomes that the tests of a control expect, rows of cases included. */
export function outcomesExpected(tests: readonly Test[], id: string): ReadonlySet<string> {
  const own = tests.filter(({ target }) => target.kind === "control-id" && target.text === id);
  return new Set([
    ...own.flatMap((test) => [
      ...clausesOf(test, "expect").flatMap(({ expectation }) => (expectation.kind === "expect-outcome" ? [expectation.outcome] : [])),
      ...clausesOf(test, "cases").flatMap(({ rows }) => rows.map(({ outcome }) => outcome)),
    ]),
    ...tests.flatMap((test) =>
      clausesOf(test, "expect").flatMap(({ expectation }) =>
        expectation.kind === "expect-control" && expectation.control.text === id ? [expectation.result] : [],
      ),
    ),
  ]);
}
