/** The linter: what is written correctly and probably not meant. */
export { applyFixes } from "./apply-fixes.ts";
export { lint } from "./lint.ts";
export type { LockedPolicy } from "./rule.ts";
export { rules } from "./rules/index.ts";
