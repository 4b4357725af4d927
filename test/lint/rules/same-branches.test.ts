import { sameBranches } from "../../../src/lint/rules/same-branches/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(sameBranches, [
  ...pageCases("L105"),
  {
    name: "the same by another name",
    policy: `define dated = scan has database
require dated or scan has database
  else "x"`,
    at: ["scan has database"],
  },
  {
    name: "alternatives word by word",
    policy: `control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
  either "one" {
    evidence a: vuln.report signed by scanner // same
  } or "two" {
    evidence b: vuln.report signed by scanner
  }
}`,
    at: ['"two" { evidence b: vuln.report signed by scanner }'],
  },
  {
    name: "alternatives that differ",
    policy: `control C-01 "A control" {
  evidence scan: vuln.report signed by scanner
  either "one" {
    evidence a: vuln.report signed by scanner
  } or "two" {
    evidence b: any vuln.report signed by scanner
  }
}`,
    at: [],
  },
]);
