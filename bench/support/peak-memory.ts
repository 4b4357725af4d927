// `node --expose-gc peak-memory.ts (held|verified) FOLDER`: mebibytes that one attestation costs in a process of its own. `held`: its bytes and
// its parsed statement, after a collection. `verified`: the most the process ever had, over what it had before it read the envelope.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { found, keysFrom, NOW, verifierOf } from "../../test/support/trust/run.ts";

const MEBIBYTE = 1024 * 1024;
const [, , mode, folder = "."] = process.argv;
const verifier = verifierOf([], keysFrom("key.pub", readFileSync(join(folder, "key.pub"))));
const { gc: runGc } = globalThis;
if (runGc === undefined) throw new Error("start it with --expose-gc");
const collect = (): void => {
  void runGc();
};

console.log((mode === "held" ? held(collect) : verified(collect)) / MEBIBYTE);

function held(gc: () => void): number {
  gc();
  const before = inUse();
  const envelope = JSON.parse(readFileSync(join(folder, "envelope.json"), "utf8")) as { payload: string };
  const bytes = Buffer.from(envelope.payload, "base64");
  const kept = { bytes, statement: JSON.parse(bytes.toString()) as unknown };
  envelope.payload = "";
  gc();
  const after = inUse();
  if (kept.statement === undefined) throw new Error("nothing was kept");
  return after - before;
}

function inUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function verified(gc: () => void): number {
  gc();
  const before = process.memoryUsage.rss();
  const outcome = verifier.verify(found(readFileSync(join(folder, "envelope.json"))), NOW);
  if (outcome.kind !== "verified") throw new Error(outcome.reason);
  return process.resourceUsage().maxRSS * 1024 - before;
}
