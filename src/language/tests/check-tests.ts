/** Checks the `test` blocks of a policy that compiled: names, types, tables. What fixtures hold is not looked at. `language.md` §8. */
import type { Test } from "../../../grammar/index.ts";
import type { Diagnostic } from "../../diagnostics/index.ts";
import type { CheckedExpectation, CheckedGiven, CheckedPolicy, CheckedTest, ModuleScope, TestSubject } from "../checked/index.ts";
import { instantOf } from "../declarations/index.ts";
import { clausesOf } from "./clauses.ts";
import { checkExpectation } from "./expectations.ts";
import { checkForAll, checkWhatIsExpected } from "./for-all.ts";
import { checkGiven } from "./givens.ts";
import { checkParameters } from "./parameters.ts";
import { placeOf } from "./places.ts";
import { noRow, rowsOf, type Row } from "./rows.ts";
import { stageOf } from "./stages.ts";
import { checkSubject } from "./subjects.ts";
import { readsTime } from "./clock-reads.ts";
import { report, type TestContext, type TestPlace } from "./test-context.ts";

export interface CheckedTests {
  /** In the order of the file, a row of `cases` each. Those with an error are left out. */
  readonly tests: readonly CheckedTest[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `scope` is the main file's. Tests of modules are theirs. */
export function checkTests(scope: ModuleScope, policy: CheckedPolicy): CheckedTests {
  const diagnostics: Diagnostic[] = [];
  const tests = scope.file.items.flatMap((item) => {
    if (item.kind !== "test") return [];
    const context: TestContext = { scope, policy, diagnostics: [] };
    const checked = checkTest(context, item);
    diagnostics.push(...withoutRepeats(context.diagnostics));
    return context.diagnostics.length === 0 ? checked : [];
  });
  return { tests, diagnostics };
}

/** Every row repeats what is said of the lines that rows share. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [`${each.code} ${each.span.start} ${each.message}`, each])).values()];
}

function checkTest(context: TestContext, test: Test): readonly CheckedTest[] {
  checkOnce(context, test);
  const subject = checkSubject(context, test);
  const place = placeOf(context, test, subject?.platforms ?? []);
  if (place === undefined) return [];
  const cases = clausesOf(test, "cases")[0];
  if (cases === undefined && clausesOf(test, "expect").length === 0) {
    report(context, "E7007", test.title.span, "the test expects nothing, so it could only pass", {
      help: ["say what must come out: `expect satisfied`, `expect violated no-criticals`"],
    });
  }
  if (cases !== undefined && place.target.kind === "gate") {
    report(context, "E7008", cases.span, "`cases` belongs to tests of controls: its last column is an outcome", {
      help: ["write one test of the gate for each case"],
    });
  }
  const rows = cases === undefined ? [noRow] : rowsOf(context, test, cases);
  return rows.map((row) => testOf(context, { test, place, row, subject }));
}

interface TestParts {
  readonly test: Test;
  readonly place: TestPlace;
  readonly row: Row;
  readonly subject: TestSubject | undefined;
}

function testOf(context: TestContext, { test, place, row, subject }: TestParts): CheckedTest {
  const at = clausesOf(test, "test-at")[0];
  const now = at && instantOf(at.when, "first");
  if (at === undefined) checkTimeless(context, test, place);
  const givens = clausesOf(test, "given").flatMap(({ given }) => checkGiven(context, place, row, given) ?? []);
  const forAll = clausesOf(test, "for-all").flatMap((node) => checkForAll(context, place, row, node) ?? []);
  checkNothing(context, [...givens, ...forAll.map(({ given }) => given)]);
  checkWhatIsExpected(context, test);
  return {
    title: test.title.value,
    tags: test.tags.map(({ value }) => value),
    target: place.target,
    ...(row.node && { row: { number: row.number, text: rowText(context, row) } }),
    ...(now !== undefined && { at: now }),
    stage: stageOf(context, test, place),
    ...(subject && { subject }),
    parameters: checkParameters(context, test, place, row),
    givens,
    forAll,
    expectations: [
      ...clausesOf(test, "expect").flatMap(({ expectation }) => checkExpectation(context, place, expectation) ?? []),
      ...ofRow(place, row),
    ],
    span: test.span,
    nameSpan: row.node?.span ?? test.title.span,
  };
}

function rowText({ scope }: TestContext, { node, cells }: Row): string {
  const spans = node?.values.map(({ span }) => span) ?? [];
  const texts = spans.map(({ start, end }) => scope.source.text.slice(start, end));
  return [...cells.keys()].map((name, at) => `${name} ${texts[at] ?? ""}`).join(", ");
}

function ofRow({ target }: TestPlace, { node }: Row): readonly CheckedExpectation[] {
  if (node === undefined || target.kind !== "control") return [];
  return [{ kind: "control", control: target.id, expected: { kind: "outcome", outcome: node.outcome }, span: node.span }];
}

function checkTimeless(context: TestContext, test: Test, { controls }: TestPlace): void {
  for (const control of controls) {
    const span = readsTime(control);
    if (span === undefined) continue;
    report(context, "E7001", test.title.span, `${control.id} reads the time, and the test does not say when it runs`, {
      related: [{ span, text: "this depends on the time" }],
      help: ["give the test a time: `at 2026-01-10T00:00:00Z`"],
    });
    return;
  }
}

function checkNothing(context: TestContext, givens: readonly CheckedGiven[]): void {
  const nothing = givens.find(({ kind }) => kind === "nothing");
  const something = givens.find(({ kind }) => kind !== "nothing");
  if (nothing === undefined || something === undefined) return;
  report(context, "E7008", nothing.span, "`given nothing` stands beside something that is given", {
    related: [{ span: something.span, text: "this is given" }],
  });
}

const single = ["test-at", "test-stage", "test-subject", "cases"] as const;

function checkOnce(context: TestContext, test: Test): void {
  for (const kind of single) {
    const [first, second] = clausesOf(test, kind);
    if (first === undefined || second === undefined) continue;
    const word = kind.replace("test-", "");
    report(context, "E7008", second.span, `the test says \`${word}\` twice`, { related: [{ span: first.span, text: "first here" }] });
  }
}
