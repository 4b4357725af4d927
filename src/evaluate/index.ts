export type * from "./trace.ts";
export type * from "./verdict.ts";
