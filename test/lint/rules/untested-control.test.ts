import { untestedControl } from "../../../src/lint/rules/untested-control/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(untestedControl, [
  ...pageCases("L701"),
  {
    name: "a gate test names it",
    policy: `control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
}
control C-02 "A control" {
  evidence scan: vuln.report signed by scanner
}
test "clean" for C-01 {
  at 2026-01-10T00:00:00Z
  given scan from "fixtures/scan.json"
  expect satisfied
}
test "g" for gate prod {
  given nothing
  expect control C-02 missing
}`,
    at: [],
  },
  {
    name: "no tests at all",
    policy: `control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
}
control C-02 "A control" {
  evidence scan: vuln.report signed by scanner
}
`,
    at: [],
  },
]);
