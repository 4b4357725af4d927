import { constantCondition } from "../../../src/lint/rules/constant-condition/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(constantCondition, [
  ...pageCases("L101"),
  {
    name: "a value and itself",
    policy: `require scan.startedOn < scan.startedOn or scan.finishedOn <= scan.finishedOn
  else "x"`,
    at: ["scan.startedOn < scan.startedOn", "scan.finishedOn <= scan.finishedOn"],
  },
  {
    name: "below the lowest, above the highest",
    policy: `require not some finding f in scan.findings where (f.severity otherwise critical) is above critical or (f.severity otherwise low) is below negligible
  else "x"`,
    at: ["(f.severity otherwise critical) is above critical", "(f.severity otherwise low) is below negligible"],
  },
  {
    name: "one of nothing",
    policy: `require not some finding f in scan.findings where f.id is one of {}
  else "x"`,
    at: ["f.id is one of {}"],
  },
  {
    name: "a count that is not below zero",
    policy: `define n = count of findings f in scan.findings where f.id is "CVE-1"
require n >= 0
  else "x"`,
    at: ["n >= 0"],
  },
  {
    name: "values that differ",
    policy: `require scan.startedOn <= scan.finishedOn
  else "x"`,
    at: [],
  },
  {
    name: "a member inside the order",
    policy: `require no finding f in scan.findings where (f.severity otherwise critical) is above low
  else "x"`,
    at: [],
  },
]);
