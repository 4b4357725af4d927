import { claimedPerson } from "../../../src/lint/rules/claimed-person/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(claimedPerson, [...pageCases("L409")]);
