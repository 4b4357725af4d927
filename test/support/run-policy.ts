import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TraceDocument } from "../../src/audit/index.ts";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";

export const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the words after `policy` in this process, from the root of the project. */
export async function policy(...words: readonly string[]): Promise<Ran> {
  const io = memoryIo({ cwd: projectRoot });
  const code = await run(words, io);
  return { code, ...io.written };
}

/** `policy eval … --format json`, with the trace parsed. */
export async function judgeJson(...words: readonly string[]): Promise<Ran & { readonly trace: TraceDocument }> {
  const ran = await policy("eval", ...words, "--format", "json");
  if (ran.stdout === "") throw new Error(`no trace, exit ${ran.code}: ${ran.stderr}`);
  return { ...ran, trace: JSON.parse(ran.stdout) as TraceDocument };
}

/** The one control with this id. */
export function controlOf(trace: TraceDocument, id: string): TraceDocument["controls"][number] {
  const found = trace.controls.find((control) => control.id === id);
  if (found === undefined) throw new Error(`the trace has no control ${id}`);
  return found;
}

/** Every reason in the judgements of a control: `step · reason` or `reason`. */
export function reasonsOf(control: TraceDocument["controls"][number]): readonly string[] {
  const because = control.judgements.flatMap((judgement) =>
    judgement.evidence.flatMap((evidence) => evidence.candidates.flatMap((candidate) => candidate.because ?? [])),
  );
  const unknown = control.judgements.flatMap((judgement) => judgement.requirements.flatMap((requirement) => requirement.reasons ?? []));
  return [...new Set([...because, ...unknown].map(({ reason }) => reason))];
}

/** A writable copy of a folder, or an empty folder. */
export function scratch(from?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "proviso-e2e-"));
  if (from !== undefined) cpSync(from, folder, { recursive: true });
  return folder;
}

/** A policy file of its own, with one text replaced in another one's. */
export function policyWith(source: string, from: string, to: string): string {
  if (!source.includes(from)) throw new Error(`the policy does not say ${from}`);
  const file = join(scratch(), "changed.policy");
  writeFileSync(file, source.replaceAll(from, to));
  return file;
}
