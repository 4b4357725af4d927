export { filesLike, policyFilesBelow } from "./find.ts";
