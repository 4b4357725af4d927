export { policyFilesBelow } from "./find.ts";
