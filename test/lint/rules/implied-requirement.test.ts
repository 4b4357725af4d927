import { impliedRequirement } from "../../../src/lint/rules/implied-requirement/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(impliedRequirement, [
  ...pageCases("L102"),
  {
    name: "a part of an `and`",
    policy: `require both: scan.startedOn <= scan.finishedOn and scan has database
  else "x"
require single: scan has database
  else "x"`,
    at: ["require single: scan has database"],
  },
  {
    name: "a side of an `or`",
    policy: `require single: scan has database
  else "x"
require either-way: scan.startedOn < scan.finishedOn or scan has database
  else "x"`,
    at: ["require either-way: scan.startedOn < scan.finishedOn or scan has database"],
  },
  {
    name: "a smaller amount",
    policy: `require two: at least 2 approvals a in approvals from different signers where a.decision is approved
  else "x"
require single: some approval a in approvals where a.decision is approved
  else "x"`,
    at: ["require single: some approval a in approvals where a.decision is approved"],
  },
  {
    name: "a larger amount",
    policy: `require single: some approval a in approvals where a.decision is approved
  else "x"
require two: at least 2 approvals a in approvals from different signers where a.decision is approved
  else "x"`,
    at: ["require single: some approval a in approvals where a.decision is approved"],
  },
  {
    name: "people are more than statements",
    policy: `require two: at least 2 approvals a in approvals where a.decision is approved
  else "x"
require single: at least 1 approvals a in approvals from different signers where a.decision is approved
  else "x"`,
    at: [],
  },
  {
    name: "grace makes the stronger one weaker for a while",
    policy: `require both: scan.startedOn <= scan.finishedOn and scan has database
  else "x"
  grace until 2026-12-31
require single: scan has database
  else "x"`,
    at: [],
  },
]);
