/** Through which gate an image is judged, and what that gate asks of it. */
import type { CheckedPolicy, Gate } from "../../language/index.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";

/** `gates` are those of a policy that was compiled to judge: at least one. */
export function chooseGate(gates: readonly Gate[], name: string | undefined): Gate {
  const names = gates.map((gate) => gate.name).join(", ");
  if (name === undefined) {
    const [only] = gates;
    if (only && gates.length === 1) return only;
    throw new UsageError(`this policy has several gates: ${names}`, "choose one with --gate NAME");
  }
  const found = gates.find((gate) => gate.name === name);
  if (found) return found;
  throw new UsageError(`there is no gate \`${escapeAndCut(name, 80)}\``, `the gates are ${names}`);
}

/** `for every platform` asks each image what it is made for. */
export function readsPlatforms({ controls }: CheckedPolicy, gate: Gate): boolean {
  return controls.some(({ id, everyPlatform }) => everyPlatform !== undefined && gate.controls.some((each) => each.id === id));
}
