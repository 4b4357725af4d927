import { ungatedControl } from "../../../src/lint/rules/ungated-control/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(ungatedControl, [
  ...pageCases("L601"),
  {
    name: "`all`",
    policy: `control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
}
gate prod {
  enforce all
}`,
    at: [],
  },
]);
