import { longGrace } from "../../../src/lint/rules/long-grace/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(longGrace, [
  ...pageCases("L504"),
  {
    name: "a whole control",
    policy: `control C-01 "A control" {
  enforce from 2028-01-01
  evidence scan: vuln.report signed by scanner
}`,
    at: ["2028-01-01"],
  },
]);
