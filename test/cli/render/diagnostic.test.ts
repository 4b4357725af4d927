import { Chalk } from "chalk";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { renderDiagnostic, renderDiagnostics, summaryLine } from "../../../src/cli/render/diagnostic.ts";
import { widthOf } from "../../../src/cli/render/columns.ts";
import { finding } from "../../../src/diagnostics/diagnostic.ts";
import { error, SourceFile, type Diagnostic, type Span } from "../../../src/diagnostics/index.ts";
import { matchGolden } from "../../support/golden.ts";

const plain = new Chalk({ level: 0 });
const test = suite("render diagnostics");

/** The span of the `nth` occurrence of `part`. */
function span(source: SourceFile, part: string, nth = 0): Span {
  let start = source.text.indexOf(part);
  for (let i = 0; i < nth; i++) start = source.text.indexOf(part, start + 1);
  assert.ok(start >= 0, `no ${part}`);
  return { file: source.path, start, end: start + part.length };
}

function render(diagnostics: readonly Diagnostic[], ...sources: readonly SourceFile[]): string {
  return renderDiagnostics(diagnostics, (file) => sources.find((source) => source.path === file), plain);
}

const lines = Array.from({ length: 76 }, () => "");
const release = new SourceFile(
  "container-release.policy",
  [...lines, "  require a: b", '    fix "upgrade to {f.fixedVersion}, or ask a release manager for a waiver"', ""].join("\n"),
);

test("is the example of the specification", () => {
  const diagnostic = error("E3001", span(release, "f.fixedVersion"), "`fixedVersion` may be absent", {
    label: "optional in vuln.report (std/vuln@1)",
    notes: ["an absent field is never treated as false or empty, so this message would have no text"],
    help: [
      'give a fallback       {f.fixedVersion otherwise "a release without it"}',
      "or require it first   where f has fixedVersion and …",
    ],
  });
  const expected = `error[E3001]: \`fixedVersion\` may be absent
   ┌─ container-release.policy:78:22
78 │     fix "upgrade to {f.fixedVersion}, or ask a release manager for a waiver"
   │                      ^^^^^^^^^^^^^^ optional in vuln.report (std/vuln@1)
   = an absent field is never treated as false or empty, so this message would have no text
   help: give a fallback       {f.fixedVersion otherwise "a release without it"}
   help: or require it first   where f has fixedVersion and …
   explain: policy explain E3001`;
  assert.is(
    renderDiagnostic(diagnostic, () => release, plain),
    expected,
  );
});

const gates = new SourceFile(
  "app.policy",
  `policy app version 1

trust scanner {
  key "keys/a.pub"
}

trust scanner {
  key "keys/b.pub"
}

control C-01 "x" {
  evidence a: any slsa.provenance signed by scaner
  require r: every f in a.list satisfies
    f is 1
      and f is not 2
    else "no"
}
`,
);
const predicates = new SourceFile("predicates.policy", 'predicate approval "x" {\n  decision: String\n}\n');

const cases: readonly { readonly name: string; readonly diagnostics: readonly Diagnostic[]; readonly sources: readonly SourceFile[] }[] = [
  {
    name: "two-errors",
    diagnostics: [
      error("E2004", span(gates, "scanner", 1), "the name `scanner` is already taken", {
        label: "declared again",
        related: [{ span: span(gates, "scanner"), text: "first declared here" }],
      }),
      error("E4002", span(gates, "scaner"), "there is no trust root `scaner`", { help: ["did you mean `scanner`?"] }),
    ],
    sources: [gates],
  },
  {
    name: "several-lines",
    diagnostics: [
      error("E4016", span(gates, "every f in a.list satisfies\n    f is 1\n      and f is not 2"), "this requirement is always false", {
        label: "it does not read any evidence",
      }),
    ],
    sources: [gates],
  },
  {
    name: "another-file",
    diagnostics: [
      error("E2002", span(gates, "slsa.provenance"), "`approval` has no field `decided`", {
        related: [
          { span: span(predicates, "approval"), text: "its fields are declared here" },
          { span: { file: "std/slsa@1", start: 3, end: 4 }, text: "not at hand" },
        ],
      }),
      finding("warning", "L405", span(gates, "app"), "the name decides"),
    ],
    sources: [gates, predicates],
  },
  {
    name: "neighbours",
    diagnostics: [
      error("E1008", span(gates, "key", 1), "clause given twice", {
        related: [
          { span: span(gates, "trust", 1), text: "in this block" },
          { span: span(gates, "}", 1), text: "which ends here" },
        ],
      }),
    ],
    sources: [gates],
  },
];

for (const { name, diagnostics, sources } of cases) {
  test(name, () => matchGolden(`diagnostics-render/${name}.txt`, render(diagnostics, ...sources)));
}

const hostile = new SourceFile(
  "evil\u001b[31m.policy",
  `control\t"日本語" {\t\u001b[2Jx\u202e y }\nowner "${"a".repeat(300)} needle ${"b".repeat(300)}"`,
);

test("tabs, wide characters, control characters and long lines keep the carets in place", () => {
  const text = render(
    [
      error("E1003", span(hostile, "x\u202e y"), "bad \u001b[0m text", { label: "here\nand there" }),
      error("E1003", span(hostile, "日本語"), "wide"),
      error("E1002", span(hostile, "needle"), "far away", {
        label: "a very long label that goes on and on and on until there is no room for it beside the carets",
      }),
    ],
    hostile,
  );
  matchGolden("diagnostics-render/hostile.txt", text);
  assert.not.match(text, /[\u001b\u202e]/u);
  for (const line of text.split("\n")) assert.ok(widthOf(line) <= 100, line);
});

test("an empty span and the end of the file get one caret", () => {
  const source = new SourceFile("a.policy", "policy a");
  const text = renderDiagnostic(error("E1001", { file: "a.policy", start: 8, end: 8 }, "the file ends too early"), () => source, plain);
  assert.is(text.split("\n")[3], "  │         ^");
});

test("an empty file", () => {
  const source = new SourceFile("a.policy", "");
  const text = renderDiagnostic(error("E1001", { file: "a.policy", start: 0, end: 0 }, "the file is empty"), () => source, plain);
  assert.is(text, "error[E1001]: the file is empty\n  ┌─ a.policy:1:1\n1 │\n  │ ^\n  explain: policy explain E1001");
});

test("counts by severity", () => {
  const at = { file: "a", start: 0, end: 0 };
  assert.is(summaryLine([error("E1001", at, "a")]), "1 error");
  assert.is(summaryLine([error("E1001", at, "a"), finding("warning", "L101", at, "b"), error("E1001", at, "c")]), "2 errors, 1 warning");
  assert.is(render([]), "");
});

test("colour changes nothing but colour", () => {
  const diagnostic = cases[0]?.diagnostics ?? [];
  const coloured = renderDiagnostics(diagnostic, () => gates, new Chalk({ level: 1 }));
  assert.match(coloured, /\u001b\[31m/u);
  assert.is(coloured.replaceAll(/\u001b\[[0-9;]*m/gu, ""), render(diagnostic, gates));
});

test.run();
