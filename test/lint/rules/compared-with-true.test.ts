import { comparedWithTrue } from "../../../src/lint/rules/compared-with-true/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(comparedWithTrue, [
  ...pageCases("L106"),
  {
    name: "all four",
    policy: `predicate c "https://acme.example/c/v1" {
  a: Bool
}
control C-01 "A control" {
  evidence c: c signed by scanner
  require (c.a is true) or (c.a is false) or (c.a is not true) or (c.a is not false)
    else "x"
}`,
    at: ["is true", "is false", "is not true", "is not false"],
  },
  {
    name: "other values",
    policy: `require scan.finishedOn is scan.startedOn
  else "x"`,
    at: [],
  },
]);
