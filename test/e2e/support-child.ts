/**
 * Runs commands in a process of their own, one after the other, and tells what each cost: a hang ends with the process, and memory is counted
 * from after a first, harmless run. Started with a file of command lines, it writes one line of JSON for each.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";

export interface ChildRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Above what the process had after the first run: the highest so far. */
  readonly peakMib: number;
}

const OUTPUT_CHARACTERS = 200_000;
const PATIENCE_MS = 120_000;
const self = fileURLToPath(import.meta.url);

/** The runs of `lines`, in order. Throws when the process did not end by itself. */
export function inChild(lines: readonly (readonly string[])[], cwd: string = tmpdir()): readonly ChildRun[] {
  const file = join(mkdtempSync(join(tmpdir(), "proviso-child-")), "lines.json");
  writeFileSync(file, JSON.stringify(lines));
  const ended = spawnSync(process.execPath, [self, file], { cwd, timeout: PATIENCE_MS, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (ended.status !== 0) throw new Error(`the process ended with ${ended.status ?? ended.signal}: ${ended.stderr.slice(-2000)}`);
  const runs = ended.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ChildRun);
  if (runs.length !== lines.length) throw new Error(`${runs.length} of ${lines.length} commands were run`);
  return runs;
}

async function runAll(lines: readonly (readonly string[])[]): Promise<void> {
  await run(["check", "/nonexistent"], memoryIo());
  const startKib = process.resourceUsage().maxRSS;
  for (const words of lines) {
    const io = memoryIo({ cwd: process.cwd() });
    const code = await run(words, io);
    const peakMib = (process.resourceUsage().maxRSS - startKib) / 1024;
    const { stdout, stderr } = io.written;
    process.stdout.write(
      `${JSON.stringify({ code, stdout: stdout.slice(0, OUTPUT_CHARACTERS), stderr: stderr.slice(0, OUTPUT_CHARACTERS), peakMib })}\n`,
    );
  }
}

const [, script, list] = process.argv;
if (script === self && list !== undefined) await runAll(JSON.parse(readFileSync(list, "utf8")) as string[][]);
