export { findConfig, type ConfigFile } from "./config-file.ts";
export type { LintConfig } from "./lint-settings.ts";
