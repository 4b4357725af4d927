import { claimedTime } from "../../../src/lint/rules/claimed-time/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(claimedTime, [...pageCases("L208")]);
