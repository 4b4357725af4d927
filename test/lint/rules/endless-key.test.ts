import { endlessKey } from "../../../src/lint/rules/endless-key/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(endlessKey, [
  ...pageCases("L207"),
  {
    name: "a key that has gone",
    policy: `trust s {
  key "keys/a.pub" revoked since 2026-01-01
  key "keys/b.pub" valid from 2026-01-01
}`,
    at: ['"keys/b.pub"'],
  },
]);
