import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkReport } from "../../../src/cli/render/check-report.ts";
import { finding } from "../../../src/diagnostics/diagnostic.ts";
import { error, SourceFile } from "../../../src/diagnostics/index.ts";
import { assertValid, compileSchema } from "../../audit/schema.ts";

const test = suite("check report");
const validate = compileSchema("check.schema.json");
const source = new SourceFile("a.policy", "policy a version 1\ncontrol 𝒞-01\n");
const span = { file: "a.policy", start: 27, end: 32 };
const elsewhere = { file: "b.policy", start: 3, end: 4 };

const report = checkReport([
  {
    path: "a.policy",
    sources: [source],
    diagnostics: [
      error("E1003", span, "a character that may not occur", {
        label: "here",
        related: [{ span: elsewhere, text: "and there" }],
        notes: ["why"],
        help: ["what to do"],
      }),
      finding("warning", "L101", { file: "a.policy", start: 0, end: 6 }, "said twice"),
    ],
  },
  { path: "c.policy", sources: [], diagnostics: [] },
]);

test("fits the published schema", () => assertValid(validate, JSON.parse(JSON.stringify(report))));

test("fits it when there is nothing to say", () => assertValid(validate, checkReport([])));

test("places are lines, columns in code points and offsets", () => {
  const [first] = report.diagnostics;
  assert.equal(first?.start, { line: 2, column: 9, offset: 27 });
  assert.equal(first?.end, { line: 2, column: 13, offset: 32 });
  assert.equal([report.errors, report.warnings, report.files], [1, 1, ["a.policy", "c.policy"]]);
});

test("the schema refuses a severity that does not exist and a place without a line", () => {
  const loose = JSON.parse(JSON.stringify(report)) as { diagnostics: Record<string, unknown>[] };
  Object.assign(loose.diagnostics[0] ?? {}, { severity: "fatal" });
  assert.not.ok(validate(loose));
  Object.assign(loose.diagnostics[0] ?? {}, { severity: "error", start: { column: 1, offset: 0 } });
  assert.not.ok(validate(loose));
});

test.run();
