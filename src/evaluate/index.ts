/** Checked policies and evidence in; outcomes and their trace out. Pure: no I/O, no clock. */
export type { Candidate, Named, Reading, Search, Sought, Standing } from "./candidate.ts";
export { SKEW, STEP_BUDGET, type Platforms, type Request, type RequestedPlatform } from "./environment.ts";
export { judgeGate } from "./judge-gate.ts";
export type * from "./trace.ts";
export type * from "./verdict.ts";
export { authorNeeds } from "./waivers/index.ts";
export type * from "./waivers/index.ts";
