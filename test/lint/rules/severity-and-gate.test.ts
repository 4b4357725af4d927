import { severityAndGate } from "../../../src/lint/rules/severity-and-gate/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(severityAndGate, [
  ...pageCases("L603"),
  {
    name: "for information",
    policy: `control C-01 "A control" {
  severity info
  evidence scan: vuln.report signed by scanner
}
control C-02 "Other" {
  evidence scan: vuln.report signed by scanner
}
gate prod {
  enforce C-02, C-01
}`,
    at: ["control C-01"],
  },
  {
    name: "low may warn",
    policy: `control C-01 "A control" {
  severity low
  evidence scan: vuln.report signed by scanner
}
control C-02 "Other" {
  evidence scan: vuln.report signed by scanner
}
gate prod {
  enforce C-02
  warn C-01
}`,
    at: [],
  },
  {
    name: "low may block",
    policy: `control C-01 "A control" {
  severity low
  evidence scan: vuln.report signed by scanner
}
control C-02 "Other" {
  evidence scan: vuln.report signed by scanner
}
gate prod {
  enforce C-02, C-01
}`,
    at: [],
  },
]);
