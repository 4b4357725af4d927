import { gatesListing, ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const stageWithoutGate: Rule = {
  code: "L604",
  name: "stage-without-gate",
  title: "control that applies at no gate that lists it",
  level: "warn",
  check: (input) =>
    ownControls(input).flatMap(({ id, applies }) => {
      const listed = gatesListing(input.policy, id);
      const at = applies.filter((each) => each.kind === "at-stage");
      const applicable = listed.filter(({ gate }) => at.every(({ stages }) => stages.includes(gate.name)));
      const [first] = at;
      if (first === undefined || listed.length === 0 || applicable.length > 0) return [];
      return [
        {
          span: first.span,
          message: `\`${id}\` applies at no gate that lists it`,
          parts: {
            related: listed.map(({ gate }) => ({ span: gate.span, text: "listed here" })),
            help: ["list it where it applies, or change `applies at stage`"],
          },
        },
      ];
    }),
};
