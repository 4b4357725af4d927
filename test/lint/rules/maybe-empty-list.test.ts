import { maybeEmptyList } from "../../../src/lint/rules/maybe-empty-list/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(maybeEmptyList, [
  ...pageCases("L403"),
  {
    name: "a list in the policy",
    policy: `require no finding f in scan.findings where f.id is none of { "CVE-1" }
  else "x"`,
    at: [],
  },
]);
