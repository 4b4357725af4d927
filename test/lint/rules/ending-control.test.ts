import { endingControl } from "../../../src/lint/rules/ending-control/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(endingControl, [
  ...pageCases("L503"),
  {
    name: "it has ended",
    policy: `control C-01 "A control" {
  until 2026-11-01
  evidence scan: vuln.report signed by scanner
}`,
    at: ["until 2026-11-01"],
  },
  {
    name: "thirty days and a moment",
    policy: `control C-01 "A control" {
  until 2026-12-25T12:00:01Z
  evidence scan: vuln.report signed by scanner
}`,
    at: [],
  },
  {
    name: "thirty days",
    policy: `control C-01 "A control" {
  until 2026-12-25T12:00:00Z
  evidence scan: vuln.report signed by scanner
}`,
    at: ["until 2026-12-25T12:00:00Z"],
  },
]);
