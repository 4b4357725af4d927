export { authorNeeds } from "./authors.ts";
export { judgeWaivers, NO_WAIVERS } from "./judge-waivers.ts";
export type * from "./waiver.ts";
