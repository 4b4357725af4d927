/** The linter: what is written correctly and probably not meant. */
export { applyFixes, type Fixed } from "./apply-fixes.ts";
export { lint, type LintException, type LintRequest, type LintSettings } from "./lint.ts";
export type { Level, LintCode, LockedPolicy, Rule } from "./rule.ts";
export { rules } from "./rules/index.ts";
