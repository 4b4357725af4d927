export { registryPorts, type ClosableRegistryPorts, type RegistrySettings } from "./registry-ports.ts";
export type { ClosableTransport, TransportOptions } from "./undici-transport.ts";
export { nodeTimer } from "./node-timer.ts";
