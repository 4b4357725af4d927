import { windowAtBound } from "../../../src/lint/rules/window-at-bound/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(windowAtBound, [
  ...pageCases("L502"),
  { name: "written in another unit", policy: "param age: Duration = 1 week, at most 7 days", at: ["1 week"] },
  { name: "a number may stand at its bound", policy: "param people: Int = 1, at least 1", at: [] },
]);
