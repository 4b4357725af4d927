import { expressionsOf, textAt } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const maybeEmptyList: Rule = {
  code: "L403",
  name: "maybe-empty-list",
  title: "`is none of` a list that may be empty",
  level: "warn",
  check: (input) =>
    expressionsOf(input, "relation").flatMap(({ at: { op, right } }) =>
      op !== "is-none-of" || right.kind !== "field" || right.field.nonempty
        ? []
        : [
            {
              span: right.span,
              message: `\`${textAt(input, right.span)}\` may be empty, and then \`is none of\` holds for everybody`,
              parts: { help: [`declare the field \`nonempty\`, or ask for it: \`${textAt(input, right.span)} is not empty and …\``] },
            },
          ],
    ),
};
