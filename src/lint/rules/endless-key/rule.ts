import type { Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

export const endlessKey: Rule = {
  code: "L207",
  name: "endless-key",
  title: "key that is valid without end",
  level: "note",
  check: ({ file }) =>
    itemsOf(file, "trust").flatMap((trust) =>
      clausesOf(trust, "key")
        .filter(({ props }) => !props.some((prop) => (prop.kind === "valid" && prop.edge === "until") || prop.kind === "revoked-since"))
        .map(({ file: { value, span } }) => ({
          span,
          message: `the key \`${value}\` is valid without end`,
          parts: {
            notes: ["a key that is never replaced is worth more to a thief every year"],
            help: ["say until when: `valid until 2027-12-31`"],
          },
        })),
    ),
};
