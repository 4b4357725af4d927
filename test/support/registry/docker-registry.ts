/** Debian's docker-registry on a free port of this machine, with its own configuration and storage. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../free-port.ts";
import { temporaryFolder } from "./layout-folder.ts";

export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

export interface RunningRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** At once, as a crash would. */
  kill(): Promise<void>;
}

export async function startDockerRegistry(): Promise<RunningRegistry> {
  const folder = temporaryFolder();
  const port = await freePort();
  const config = join(folder, "config.yml");
  writeFileSync(config, configuration(join(folder, "storage"), port));
  const child = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  const host = `127.0.0.1:${port}`;
  await untilReady(host, child);
  return { host, kill: () => kill(child) };
}

function configuration(storage: string, port: number): string {
  return [
    "version: 0.1",
    "log: {level: error, accesslog: {disabled: true}}",
    `storage: {filesystem: {rootdirectory: ${JSON.stringify(storage)}}, delete: {enabled: true}}`,
    `http: {addr: "127.0.0.1:${port}"}`,
    "",
  ].join("\n");
}

async function untilReady(host: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`);
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(50);
  }
  throw new Error("docker-registry does not answer");
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
