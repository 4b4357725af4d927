export type * from "./control.ts";
export type * from "./expression.ts";
export type * from "./policy.ts";
export type * from "./scope.ts";
export type * from "./test.ts";
export type * from "./trust-root.ts";
export type * from "./waiver.ts";
