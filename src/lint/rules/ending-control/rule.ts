import type { DateClause } from "../../../../grammar/index.ts";
import { days, distance, lastInstant } from "../../dates.ts";
import type { Rule } from "../../rule.ts";
import { itemsOf, nodesOf } from "../../syntax.ts";

const SOON = days(30n);

export const endingControl: Rule = {
  code: "L503",
  name: "ending-control",
  title: "control that ends within 30 days",
  level: "warn",
  check: ({ file, now }) =>
    itemsOf(file, "control").flatMap((control) =>
      nodesOf<DateClause>(control, "date-clause").flatMap(({ word, when, span }) => {
        const last = lastInstant(when);
        if (word !== "until" || last === undefined || last - now > SOON) return [];
        const verb = last < now ? "ended" : "ends";
        return [
          {
            span,
            message: `\`${control.id.text}\` ${verb} ${distance(now, last)}, and then demands nothing`,
            parts: { help: ["give it a later end, or take the control away"] },
          },
        ];
      }),
    ),
};
