export { lockEntries, mergeLocks } from "./lock-entries.ts";
