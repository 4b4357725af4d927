import { cherryPicking } from "../../../src/lint/rules/cherry-picking/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(cherryPicking, [...pageCases("L404")]);
