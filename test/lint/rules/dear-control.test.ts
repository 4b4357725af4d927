import { dearControl } from "../../../src/lint/rules/dear-control/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(dearControl, [...pageCases("L602")]);
