import { keyWithoutHolder } from "../../../src/lint/rules/key-without-holder/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(keyWithoutHolder, [
  ...pageCases("L204"),
  {
    name: "different signers",
    policy: `trust managers {
  key "keys/a.pub"
  key "keys/b.pub" held by "b@acme.example"
}
control C-01 "A control" {
  evidence approvals: all approval signed by managers
  require at least 2 approvals a in approvals from different signers where a.decision is approved
    else "x"
}`,
    at: ['key "keys/a.pub"'],
  },
  {
    name: "nobody is compared",
    policy: `trust managers {
  key "keys/a.pub"
}
control C-01 "A control" {
  evidence approvals: all approval signed by managers
  require some approval a in approvals where a.decision is approved
    else "x"
}`,
    at: [],
  },
]);
