export { startThread, threadInput, type Thread } from "./threads.ts";
