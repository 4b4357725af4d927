import { setTimeout as delay } from "node:timers/promises";
import type { Timer } from "../../registry/index.ts";

export const nodeTimer: Timer = {
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  spread: () => Math.random(),
  sleep: async (durationMs, signal) => {
    try {
      await delay(durationMs, undefined, signal === undefined ? {} : { signal });
    } catch (thrown) {
      if (signal?.aborted !== true) throw thrown;
    }
  },
};
