import { indexOnly } from "../../../src/lint/rules/index-only/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(indexOnly, [...pageCases("L407")]);
