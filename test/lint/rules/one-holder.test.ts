import { oneHolder } from "../../../src/lint/rules/one-holder/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(oneHolder, [
  ...pageCases("L205"),
  {
    name: "one signature",
    policy: `trust m {
  key "keys/a.pub" held by "alice@acme.example"
  threshold 1
}`,
    at: [],
  },
]);
