import { untestedWaiver } from "../../../src/lint/rules/untested-waiver/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(untestedWaiver, [
  ...pageCases("L704"),
  {
    name: "looked at",
    policy: `control C-01 "A control" {
  waivable up to 365 days by release-managers
  evidence scan: vuln.report signed by scanner
}
waive C-01 as W-1 {
  reason "later"
  ticket "https://acme.example/1"
  requested by "a@acme.example"
  approved by "alice@acme.example" on 2026-01-05
  expires 2026-12-30
  subject is "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}
gate prod {
  enforce C-01
}
test "w" for gate prod {
  given nothing
  expect control C-01 waived by W-1
}`,
    at: [],
  },
]);
