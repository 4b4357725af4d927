import { askedForName } from "../../../src/lint/rules/asked-for-name/rule.ts";
import { pageCases, testRule } from "../lint-text.ts";

testRule(askedForName, [
  ...pageCases("L405"),
  {
    name: "a tag in a requirement",
    policy: `require scan has database and (subject has tag and subject.tag is "1")
  else "x"`,
    at: ['scan has database and (subject has tag and subject.tag is "1")'],
  },
  {
    name: "the digest is what is judged",
    policy: `require subject.digest is "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" or scan has database
  else "x"`,
    at: [],
  },
]);
