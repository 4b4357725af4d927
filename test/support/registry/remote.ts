import type { RegistryPorts } from "../../../src/registry/index.ts";
import { memoryTransport, type Hosts, type MemoryTransport } from "./memory-transport.ts";
import { offlinePorts, testTimer, type TestTimer } from "./ports.ts";

export const HOST = "localhost:5000";

export interface RemotePorts extends RegistryPorts {
  readonly transport: MemoryTransport;
  readonly timer: TestTimer;
}

/** Ports whose network is these registries and nothing else. */
export function remotePorts(hosts: Hosts, parts: Partial<RegistryPorts> = {}): RemotePorts {
  const timer = testTimer();
  const transport = memoryTransport(hosts);
  return { ...offlinePorts(parts), transport, timer };
}
