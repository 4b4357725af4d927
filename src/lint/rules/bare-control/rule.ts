import { ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const bareControl: Rule = {
  code: "L605",
  name: "bare-control",
  title: "control without owner, statement or mapping",
  level: "note",
  check: (input) =>
    ownControls(input).flatMap(({ id, owner, statement, mappings, span }) => {
      const lacks = [
        ...(owner === undefined ? ["`owner`"] : []),
        ...(statement === undefined ? ["`statement`"] : []),
        ...(mappings.length === 0 ? ["`maps to`"] : []),
      ];
      if (lacks.length === 0) return [];
      return [
        {
          span,
          message: `\`${id}\` has no ${lacks.join(" and no ")}`,
          parts: { notes: ["an auditor asks whose the control is, what must hold in words, and which requirement it answers"] },
        },
      ];
    }),
};
