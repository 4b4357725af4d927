/** Checked policies and evidence in; outcomes and their trace out. Pure: no I/O, no clock. */
export type { Candidate, Reading, Search, Standing } from "./candidate.ts";
export { SKEW, STEP_BUDGET, type Request } from "./environment.ts";
export { judgeGate } from "./judge-gate.ts";
export type * from "./trace.ts";
export type * from "./verdict.ts";
