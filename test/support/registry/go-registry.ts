/** go-containerregistry's own registry, built where Go is present, into a folder that git does not see. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunningRegistry } from "./docker-registry.ts";

const SOURCE = fileURLToPath(new URL("../go-registry/", import.meta.url));
const FOLDER = fileURLToPath(new URL("../../../.cache/go-registry/", import.meta.url));
const PROGRAM = join(FOLDER, "go-registry");
const COMPILER = "go";
const BUILD_TIMEOUT_MS = 240_000;

/** Whether it is there, or could be built. */
export function hasGoRegistry(): boolean {
  if (existsSync(PROGRAM)) return true;
  mkdirSync(FOLDER, { recursive: true });
  const built = spawnSync(COMPILER, ["build", "-o", PROGRAM, "."], { cwd: SOURCE, stdio: "ignore", timeout: BUILD_TIMEOUT_MS });
  return built.status === 0;
}

export async function startGoRegistry(): Promise<RunningRegistry> {
  const child = spawn(PROGRAM, [], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return {
    host: line.toString().trim(),
    kill: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
