import { bareControl } from "../../../src/lint/rules/bare-control/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(bareControl, [...pageCases("L605")]);
