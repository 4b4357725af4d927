import { unseenOutcome } from "../../../src/lint/rules/unseen-outcome/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(unseenOutcome, [
  ...pageCases("L702"),
  {
    name: "all four",
    policy: `control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
}
test "t" for C-01 {
  at 2026-01-10T00:00:00Z
  given scan from "fixtures/scan.json"
  cases finishedOn, outcome {
    2026-01-03T00:00:00Z, satisfied
    2026-01-02T00:00:00Z, violated
    2026-01-01T00:00:00Z, unverifiable
  }
}
test "n" for C-01 {
  given nothing
  expect missing scan
}`,
    at: [],
  },
]);
