import { ignoredVariable } from "../../../src/lint/rules/ignored-variable/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(ignoredVariable, [
  ...pageCases("L104"),
  {
    name: "one that speaks of the element",
    policy: `require no finding f in scan.findings where some finding g in scan.findings where g.id is f.id and g has package
  else "{f.id}"`,
    at: [],
  },
]);
