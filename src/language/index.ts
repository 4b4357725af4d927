export type * from "./checked/control.ts";
export type * from "./checked/expression.ts";
export type * from "./checked/policy.ts";
export type * from "./checked/scope.ts";
export type * from "./checked/trust-root.ts";
