import type { Control } from "../../../language/index.ts";
import { gatesListing, ownControls } from "../../meaning.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";

export const severityAndGate: Rule = {
  code: "L603",
  name: "severity-and-gate",
  title: "severity and gate disagree",
  level: "warn",
  check: (input) => ownControls(input).flatMap((control) => findingsOf(input, control)),
};

function findingsOf({ policy }: LintInput, { id, severity, span }: Control): readonly Finding[] {
  const listed = gatesListing(policy, id);
  if (listed.length === 0 || severity === undefined) return [];
  const isEnforced = listed.some(({ mode }) => mode === "enforce");
  const isGrave = severity === "critical" || severity === "high";
  if (isGrave === isEnforced || severity === "medium" || severity === "low") return [];
  const message = isGrave ? `\`${id}\` is ${severity}, and no gate enforces it` : `\`${id}\` is for information, and a gate blocks on it`;
  const help = isGrave ? "enforce it at a gate, or lower its severity" : "list it under `audit`, or raise its severity";
  const related = listed.map(({ gate, mode }) => ({ span: gate.span, text: `listed under \`${mode}\` here` }));
  return [{ span, message, parts: { related, help: [help] } }];
}
