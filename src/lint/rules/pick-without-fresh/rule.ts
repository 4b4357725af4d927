import { evidenceOf, ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const pickWithoutFresh: Rule = {
  code: "L401",
  name: "pick-without-fresh",
  title: "`pick` without `fresh`",
  level: "warn",
  check: (input) =>
    ownControls(input).flatMap((control) =>
      evidenceOf(control).flatMap(({ name, pick, fresh }) =>
        pick === undefined || fresh !== undefined
          ? []
          : [
              {
                span: pick.span,
                message: `the ${pick.end} \`${name}\` counts, however old it is`,
                parts: {
                  notes: ["whoever can hide a newer statement makes an older one count, without end"],
                  help: ["say how old it may be: `fresh within 7 days of …`, by the same clock"],
                },
              },
            ],
      ),
    ),
};
