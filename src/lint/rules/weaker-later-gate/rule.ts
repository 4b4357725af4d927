import type { Gate } from "../../../language/index.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

export const weakerLaterGate: Rule = {
  code: "L609",
  name: "weaker-later-gate",
  title: "gate to production that lists less than an earlier one",
  level: "warn",
  check: (input) => input.policy.gates.flatMap((gate) => findingsOf(input, gate)),
};

function findingsOf({ policy, file }: LintInput, gate: Gate): readonly Finding[] {
  if (!/^prod(?:uction)?$/iu.test(gate.environment) && !/^prod(?:uction)?$/iu.test(gate.name)) return [];
  const node = itemsOf(file, "gate").find(({ name }) => name.text === gate.name);
  // What an earlier gate has passed holds here too.
  const before = new Set(node ? clausesOf(node, "after").map(({ gate: { text } }) => text) : []);
  const listed = new Set(gate.controls.map(({ id }) => id));
  const others = policy.gates.filter((other) => other !== gate && !before.has(other.name));
  const left = new Set(
    others.flatMap(({ controls }) => controls.flatMap(({ id, mode }) => (mode === "enforce" && !listed.has(id) ? [id] : []))),
  );
  if (left.size === 0) return [];
  const names = [...left].map((id) => `\`${id}\``).join(", ");
  return [
    {
      span: gate.span,
      message: `gate \`${gate.name}\` does not list ${names}, which another gate enforces`,
      parts: { help: ["list it here too, or let this gate come `after` the other one"] },
    },
  ];
}
