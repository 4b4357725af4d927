/** moto's server, which answers as AWS does: from the folder that `.ci/run` makes, or from the path. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../free-port.ts";

const OWN = fileURLToPath(new URL("../../../.cache/moto/bin/moto_server", import.meta.url));

function programOf(): string | undefined {
  if (existsSync(OWN)) return OWN;
  const onPath = "moto_server";
  return spawnSync(onPath, ["--help"], { stdio: "ignore" }).error === undefined ? onPath : undefined;
}

export interface RunningMoto {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** `undefined` where it is not installed. */
export async function startMoto(): Promise<RunningMoto | undefined> {
  const program = programOf();
  if (program === undefined) return undefined;
  const port = await freePort();
  const child = spawn(program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child);
  return { url, stop: () => stop(child) };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`moto_server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/moto-api/`).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(100);
  }
  throw new Error("moto_server does not answer");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
