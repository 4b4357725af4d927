/** Results of tests for programs: JSON (`proviso/tests/1`), TAP 14, JUnit, and the annotations of GitHub. */
import type { Diagnostic } from "../../../diagnostics/index.ts";
import { targetName, type RanPolicy } from "../../testing/run-policies.ts";
import { countsOf, failureText, mismatchesOf, nameOf, placeOf } from "./results.ts";

export function testsJson(policies: readonly RanPolicy[], more: object = {}): string {
  const report = {
    format: "proviso/tests/1",
    counts: countsOf(policies),
    policies: policies.map((policy) => ({
      path: policy.path,
      diagnostics: policy.diagnostics.map(({ code, message, span }) => ({ code, message, ...pointOf(policy, span) })),
      tests: policy.runs.map((run) => ({
        title: run.test.title,
        target: targetName(run.test),
        ...(run.test.row && { row: run.test.row }),
        ...(run.test.tags.length > 0 && { tags: run.test.tags }),
        ...pointOf(policy, run.test.nameSpan),
        result: run.kind,
        ...(run.kind === "passed" && run.cases && { cases: run.cases }),
        mismatches: mismatchesOf(run).map(({ span, expected, found, because }) => ({ expected, found, because, ...pointOf(policy, span) })),
      })),
    })),
    ...more,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function pointOf(policy: RanPolicy, span: Parameters<typeof placeOf>[1]): object {
  const { file, line, column } = placeOf(policy, span);
  return { file, line, column };
}

export function testsTap(policies: readonly RanPolicy[]): string {
  const points = policies.flatMap((policy) => [
    ...policy.diagnostics.map((diagnostic) => ({ name: `${policy.path} ${diagnostic.code}`, wrong: diagnosticText(policy, diagnostic) })),
    ...policy.runs.map((run) => ({
      name: `${policy.path} ${targetName(run.test)} ${nameOf(run.test)}`,
      wrong: run.kind === "passed" ? undefined : failureText(policy, run),
    })),
  ]);
  const lines = points.flatMap(({ name, wrong }, index) => {
    const title = oneLine(name).replaceAll("\\", "\\\\").replaceAll("#", "\\#");
    const line = `${wrong === undefined ? "ok" : "not ok"} ${index + 1} - ${title}`;
    if (wrong === undefined) return [line];
    return [line, "  ---", "  message: |", ...wrong.split("\n").map((each) => `    ${oneLine(each)}`), "  ..."];
  });
  return `${["TAP version 14", `1..${points.length}`, ...lines].join("\n")}\n`;
}

/** A reader of reports may look at nothing else: what is wrong with a policy stands there as a test that could not run. */
function diagnosticText(policy: RanPolicy, { code, message, span }: Diagnostic): string {
  const { file, line, column } = placeOf(policy, span);
  return `${file}:${line}:${column} ${code} ${message}`;
}

export function testsJunit(policies: readonly RanPolicy[]): string {
  const suites = policies.map((policy) => {
    const failed = policy.runs.filter(({ kind }) => kind === "failed").length;
    const broken = policy.runs.filter(({ kind }) => kind === "broken").length;
    const wrong = policy.diagnostics.map((diagnostic) => {
      const text = diagnosticText(policy, diagnostic);
      const open = `    <testcase classname="${xml(policy.path)}" name="${xml(diagnostic.code)}">`;
      return `${open}\n      <error message="${xml(diagnostic.message)}">${xml(text)}</error>\n    </testcase>`;
    });
    const cases = policy.runs.map((run) => {
      const open = `    <testcase classname="${xml(`${policy.path} ${targetName(run.test)}`)}" name="${xml(nameOf(run.test))}"`;
      if (run.kind === "passed") return `${open}/>`;
      const word = run.kind === "failed" ? "failure" : "error";
      const first = mismatchesOf(run)[0];
      const message = first === undefined ? "" : `expected ${first.expected}, found ${first.found}`;
      return `${open}>\n      <${word} message="${xml(message)}">${xml(failureText(policy, run))}</${word}>\n    </testcase>`;
    });
    const counts = `tests="${wrong.length + policy.runs.length}" failures="${failed}" errors="${wrong.length + broken}"`;
    const head = `  <testsuite name="${xml(policy.path)}" ${counts}>`;
    return [head, ...wrong, ...cases, "  </testsuite>"].join("\n");
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

/** Workflow commands: `%`, line breaks and, in properties, `:` and `,` are escaped. */
export function testsGithub(policies: readonly RanPolicy[]): string {
  const lines = policies.flatMap((policy) => [
    ...policy.diagnostics.map(({ code, message, span }) => annotation(policy, span, code, message)),
    ...policy.runs.flatMap((run) =>
      mismatchesOf(run).map(({ span, expected, found, because }) =>
        annotation(
          policy,
          span,
          `${targetName(run.test)}: ${nameOf(run.test)}`,
          [`expected ${expected}, found ${found}`, ...because].join("\n"),
        ),
      ),
    ),
  ]);
  const { passed, failed, broken } = countsOf(policies);
  const wrong = policies.reduce((count, { diagnostics }) => count + diagnostics.length, 0);
  return `${[...lines, `${passed} passed, ${failed + broken + wrong} failed`].join("\n")}\n`;
}

function annotation(policy: RanPolicy, span: Parameters<typeof placeOf>[1], title: string, message: string): string {
  const { file, line, column } = placeOf(policy, span);
  return `::error file=${property(file)},line=${line},col=${column},title=${property(title)}::${command(message)}`;
}

function command(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return command(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

function xml(text: string): string {
  const plain = text.replace(NOT_XML, "\ufffd");
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/gu, " ");
}
