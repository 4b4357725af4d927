import { weakerLaterGate } from "../../../src/lint/rules/weaker-later-gate/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(weakerLaterGate, [
  ...pageCases("L609"),
  {
    name: "shown there is not forgotten",
    policy: `control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
}
control C-02 "A control" {
  evidence scan: vuln.report signed by scanner
}
gate dev {
  enforce C-01, C-02
}
gate live {
  environment "production"
  enforce C-01
  warn C-02
}`,
    at: [],
  },
  {
    name: "by its environment",
    policy: `control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
}
control C-02 "A control" {
  evidence scan: vuln.report signed by scanner
}
gate dev {
  enforce C-01, C-02
}
gate live {
  environment "production"
  enforce C-01
}`,
    at: ["gate live"],
  },
]);
