import { evidenceOf, ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

export const timeOfKey: Rule = {
  code: "L501",
  name: "time-of-key",
  title: "signing time of a long-lived key",
  level: "warn",
  check: (input) =>
    ownControls(input).flatMap((control) =>
      evidenceOf(control).flatMap(({ name, fresh, signedBy }) => {
        const root = signedBy.find(({ kind }) => kind === "keys");
        if (fresh?.clock.kind !== "signing-time" || root === undefined) return [];
        return [
          {
            span: fresh.clock.span,
            message: `\`${name}\` can be made fresh again: \`${root.name}\` signs with long-lived keys`,
            parts: {
              notes: ["an old signature can be logged or timestamped again, and that later time is the one that is proven"],
              help: ["go by a time inside the statement, such as `finishedOn`"],
            },
          },
        ];
      }),
    ),
};
