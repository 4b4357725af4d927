export { postBytes } from "./post-bytes.ts";
export { registryPorts } from "./registry-ports.ts";
export { nodeTimer } from "./node-timer.ts";
