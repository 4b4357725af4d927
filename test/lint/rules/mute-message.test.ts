import { muteMessage } from "../../../src/lint/rules/mute-message/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(muteMessage, [...pageCases("L408")]);
