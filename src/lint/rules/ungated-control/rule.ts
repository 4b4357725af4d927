import { gatesListing, ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const ungatedControl: Rule = {
  code: "L601",
  name: "ungated-control",
  title: "control that no gate lists",
  level: "warn",
  check: (input) =>
    input.policy.gates.length === 0
      ? []
      : ownControls(input)
          .filter(({ id }) => gatesListing(input.policy, id).length === 0)
          .map(({ id, span }) => ({
            span,
            message: `no gate lists \`${id}\`, so it is never judged`,
            parts: { help: ["list it under `enforce`, `warn` or `audit` of a gate"] },
          })),
};
