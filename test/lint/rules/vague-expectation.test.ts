import { vagueExpectation } from "../../../src/lint/rules/vague-expectation/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(vagueExpectation, [...pageCases("L705")]);
