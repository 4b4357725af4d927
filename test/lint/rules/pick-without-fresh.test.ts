import { pickWithoutFresh } from "../../../src/lint/rules/pick-without-fresh/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(pickWithoutFresh, [...pageCases("L401")]);
