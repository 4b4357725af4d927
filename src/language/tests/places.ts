/** What a test is for. */
import type { Test } from "../../../grammar/index.ts";
import { didYouMean } from "../nearest.ts";
import { listed, report, type TestContext, type TestPlace } from "./test-context.ts";

export function placeOf(context: TestContext, { target }: Test, platforms: readonly string[]): TestPlace | undefined {
  const { controls, gates } = context.policy;
  if (target.kind === "test-gate") {
    const { text, span } = target.gate;
    const gate = gates.find(({ name }) => name === text);
    const names = gates.map(({ name }) => name);
    if (gate === undefined) return report(context, "E6013", span, `there is no gate \`${text}\``, didYouMean(text, span, names));
    const ids = new Set(gate.controls.map(({ id }) => id));
    const listed = controls.filter(({ id }) => ids.has(id));
    return { target: { kind: "gate", name: text }, controls: [...gate.after.map(({ control }) => control), ...listed], platforms };
  }
  const control = controls.find(({ id }) => id === target.text);
  if (control !== undefined) return { target: { kind: "control", id: control.id }, controls: [control], platforms };
  const ids = controls.map(({ id }) => id);
  const help = ids.length === 0 ? ["this policy has no controls"] : [`its controls are ${listed(ids)}`];
  return report(context, "E7016", target.span, `there is no control \`${target.text}\` to test`, {
    ...didYouMean(target.text, target.span, ids),
    help,
  });
}
