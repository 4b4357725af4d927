export { registryPorts, type ClosableRegistryPorts, type RegistrySettings } from "./registry-ports.ts";
export { createTransport, type ClosableTransport, type TransportOptions } from "./undici-transport.ts";
export { nodeTimer } from "./node-timer.ts";
