/** `test` blocks: what they give and what they expect, checked against the policy. */
export { checkTests } from "./check-tests.ts";
export { proofsOf } from "./proofs.ts";
