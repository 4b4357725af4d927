import { timeOfKey } from "../../../src/lint/rules/time-of-key/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(timeOfKey, [
  ...pageCases("L501"),
  {
    name: "short-lived certificates",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity is "ci@acme.example"
}
control C-01 "A control" {
  evidence scan: vuln.report signed by workflow
    fresh within 7 days of signing time
}`,
    at: [],
  },
]);
