/** Checked policies and evidence in; outcomes and their trace out. Pure: no I/O, no clock. */
export type { Candidate, Reading, Search, Standing } from "./candidate.ts";
export { SKEW, STEP_BUDGET, type Request } from "./environment.ts";
export { judgeGate, type GateInput } from "./judge-gate.ts";
export { showValue } from "./show.ts";
export type * from "./trace.ts";
export type * from "./verdict.ts";
