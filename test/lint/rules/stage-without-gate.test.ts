import { stageWithoutGate } from "../../../src/lint/rules/stage-without-gate/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(stageWithoutGate, [...pageCases("L604")]);
