/** Ports for tests: the real disk and hashes, a clock that never waits, no network unless one is given. */
import { createHash } from "node:crypto";
import { err, ok, type Hasher } from "../../../src/base/index.ts";
import { nodeFileSystem } from "../../../src/platform/files/index.ts";
import type { RegistryPorts, Timer } from "../../../src/registry/index.ts";

export const nodeHasher: Hasher = {
  digest(algorithm, parts) {
    const hash = createHash(algorithm);
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
};

/** Sleeping moves the clock and takes no time; every pause is kept. */
export interface TestTimer extends Timer {
  readonly pausesMs: number[];
}

export function testTimer(startMs = 0): TestTimer {
  let now = startMs;
  const pausesMs: number[] = [];
  return {
    pausesMs,
    nowMs: () => now,
    wallMs: () => now,
    spread: () => 0.5,
    sleep: (durationMs) => {
      pausesMs.push(durationMs);
      now += durationMs;
      return Promise.resolve();
    },
  };
}

export function offlinePorts(parts: Partial<RegistryPorts> = {}): RegistryPorts {
  return {
    hasher: nodeHasher,
    files: nodeFileSystem,
    timer: testTimer(),
    transport: { exchange: () => Promise.resolve(err({ kind: "unreachable", detail: "this test has no network" })) },
    credentials: { credential: () => Promise.resolve(ok(undefined)) },
    ...parts,
  };
}
