/** `test` blocks: what they give and what they expect, checked against the policy. */
export { checkTests, type CheckedTests } from "./check-tests.ts";
