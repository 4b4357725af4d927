import { openList } from "../../../src/lint/rules/open-list/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(openList, [
  ...pageCases("L402"),
  {
    name: "some needs no completeness",
    policy: `require some finding f in scan.findings where f.id is "CVE-1"
  else "x"`,
    at: [],
  },
  {
    name: "every, inside an `and`",
    policy: `require scan has database and every finding f in scan.findings satisfies f.id is "CVE-1"
  else "x"`,
    at: ["finding f in scan.findings"],
  },
]);
