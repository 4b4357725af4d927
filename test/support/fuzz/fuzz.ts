/** Runs one reader over many changed inputs. `FUZZ_RUNS` says over how many all in all, `FUZZ_SEED` which. */
import { mutateBytes, type Seeds } from "./mutate-bytes.ts";
import { mutateJson } from "./mutate-json.ts";
import { createRandom, type Random } from "./random.ts";

const fixedSeed = 20260101;
const defaultRuns = 100_000;
const LONGEST_MS = 1000;

function numberFrom(name: string, otherwise: number): number {
  const wanted = Number.parseInt(process.env[name] ?? "", 10);
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : otherwise;
}

export const fuzzSeed = numberFrom("FUZZ_SEED", fixedSeed);
const allRuns = numberFrom("FUZZ_RUNS", defaultRuns);

export interface Target {
  readonly name: string;
  /** Of all inputs, this part. */
  readonly share: number;
  readonly form: "bytes" | "json" | "text";
  readonly seeds: Seeds;
  /** Judges one input; `original` is what it was made from. Anything it throws is a finding. */
  readonly judge: (input: Uint8Array, original: Uint8Array) => void;
}

/** How many inputs were judged. Throws on the first finding, with all that repeats it. */
export function fuzz(target: Target): number {
  const runs = Math.ceil(allRuns * target.share);
  for (let index = 0; index < runs; index++) {
    const random = createRandom(fuzzSeed ^ Math.imul(index + 1, 0x9e3779b1) ^ hashOf(target.name));
    const original = random.pick(target.seeds);
    const input = mutate(target, original, random);
    const tookMs = timed(target, input, original, index);
    if (tookMs > LONGEST_MS) checkProcessorTime(target, input, original, index);
  }
  return runs;
}

function mutate({ form, seeds }: Target, original: Uint8Array, random: Random): Uint8Array {
  if (form === "bytes" || random.below(3) === 0) return mutateBytes(original, random, seeds);
  const text = Buffer.from(original).toString();
  return Buffer.from(form === "json" ? mutateJson(text, random, seeds) : changeLines(text, random));
}

/** Lines left out, doubled, swapped or cut. */
function changeLines(text: string, random: Random): string {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  const other = lines[random.below(lines.length)] ?? "";
  const changed = random.pick([[], [line, line], [other], [line.slice(0, random.below(line.length))], [`${line} ${other}`], ["", line]]);
  return [...lines.slice(0, at), ...changed, ...lines.slice(at + 1)].join("\n");
}

/** Others may have had the processor meanwhile: what counts is what this input costs when it is judged again. */
function checkProcessorTime(target: Target, input: Uint8Array, original: Uint8Array, index: number): void {
  const before = process.cpuUsage();
  timed(target, input, original, index);
  const { user, system } = process.cpuUsage(before);
  const tookMs = (user + system) / 1000;
  if (tookMs > LONGEST_MS) throw finding(target, input, index, `took ${tookMs} ms`);
}

function timed(target: Target, input: Uint8Array, original: Uint8Array, index: number): number {
  const started = performance.now();
  try {
    target.judge(input, original);
  } catch (thrown) {
    throw finding(target, input, index, thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  }
  return performance.now() - started;
}

function finding({ name }: Target, input: Uint8Array, index: number, what: string): Error {
  return new Error(
    `FUZZ_SEED=${fuzzSeed}, ${name}, input ${index}: ${what}\nthe input in base64: ${Buffer.from(input).toString("base64")}`,
  );
}

function hashOf(name: string): number {
  let hash = 0;
  for (const char of name) hash = Math.imul(hash, 31) + char.charCodeAt(0);
  return hash;
}
