/** Waivers as a policy file states them. */
export { checkWaivers } from "./check-waivers.ts";
export { nounsOf } from "./target.ts";
