import { lookAlike } from "../../../src/lint/rules/look-alike/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(lookAlike, [
  ...pageCases("L206"),
  {
    name: "a disguised host",
    policy: `trust workflow {
  sigstore public-good
  issuer "https://login.acme.example"
  identity is "ci@xn--acme-9na.example"
}`,
    at: ['"ci@xn--acme-9na.example"'],
  },
  {
    name: "a file may be called as it likes",
    policy: `trust m {
  key "keys/schlüssel.pub"
}`,
    at: [],
  },
]);
