import type { Gate, PolicyFile, Waive } from "../../../../grammar/index.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

export const unusedWaiver: Rule = {
  code: "L607",
  name: "unused-waiver",
  title: "waiver that helps at no gate",
  level: "warn",
  check: (input) => itemsOf(input.file, "waive").flatMap((waiver) => findingsOf(input, waiver)),
};

function findingsOf({ policy, file }: LintInput, waiver: Waive): readonly Finding[] {
  const { text } = waiver.control;
  const listing = policy.gates.filter((gate) => gate.controls.some(({ id }) => id === text));
  if (policy.gates.length === 0 || listing.some(({ name }) => acceptsBlock(file, name, waiver.id.text))) return [];
  const replaced = itemsOf(file, "waive").find((other) => clausesOf(other, "replaces").some(({ id }) => id.text === waiver.id.text));
  const why = listing.length === 0 ? `no gate lists \`${text}\`` : "every gate that lists the control refuses it";
  return [
    {
      span: waiver.id.span,
      message: `waiver \`${waiver.id.text}\` helps nowhere: ${why}`,
      parts: { related: replaced ? [{ span: replaced.id.span, text: "replaced by this one" }] : [], help: ["remove it"] },
    },
  ];
}

function acceptsBlock(file: PolicyFile, name: string, id: string): boolean {
  const gates = itemsOf(file, "gate").filter((gate) => gate.name.text === name);
  return gates.some((gate: Gate) => {
    const signedOnly = clausesOf(gate, "accept-signed-waivers-only").length > 0;
    return !signedOnly && !clausesOf(gate, "refuse-waivers").some(({ ids }) => ids.some((each) => each.text === id));
  });
}
