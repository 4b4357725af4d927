import { statementsForPeople } from "../../../src/lint/rules/statements-for-people/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(statementsForPeople, [
  ...pageCases("L406"),
  {
    name: "one is one",
    policy: `require at least 1 approvals a in approvals where a.decision is approved
  else "x"`,
    at: [],
  },
  {
    name: "a list inside a statement",
    policy: `require at least 2 findings f in scan.findings where f.id is "CVE-1"
  else "x"`,
    at: [],
  },
]);
