export { findConfig, type ConfigFile } from "./config-file.ts";
