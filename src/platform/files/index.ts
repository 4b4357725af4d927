export { nodeFileSystem } from "./node-files.ts";
