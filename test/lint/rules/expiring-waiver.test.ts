import { expiringWaiver } from "../../../src/lint/rules/expiring-waiver/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(expiringWaiver, [
  ...pageCases("L505"),
  {
    name: "eight days ahead",
    policy: `control C-01 "A control" {
  waivable up to 365 days by release-managers
  evidence scan: vuln.report signed by scanner
}
waive C-01 as W-1 {
  reason "later"
  ticket "https://acme.example/1"
  requested by "a@acme.example"
  approved by "alice@acme.example" on 2026-01-05
  expires 2026-12-04
  subject is "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}
`,
    at: [],
  },
  {
    name: "expired",
    policy: `control C-01 "A control" {
  waivable up to 365 days by release-managers
  evidence scan: vuln.report signed by scanner
}
waive C-01 as W-1 {
  reason "later"
  ticket "https://acme.example/1"
  requested by "a@acme.example"
  approved by "alice@acme.example" on 2026-01-05
  expires 2026-11-24
  subject is "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
}
`,
    at: ["expires 2026-11-24"],
  },
]);
