import type { Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

export const claimedTime: Rule = {
  code: "L208",
  name: "claimed-time",
  title: "time that only the signer claims",
  level: "note",
  check: ({ file }) =>
    itemsOf(file, "trust").flatMap((trust) =>
      clausesOf(trust, "accept-claimed-time").map(({ span }) => ({
        span,
        message: `the word of \`${trust.name.text}\` is taken for when something happened`,
        parts: {
          notes: ["who holds the key can date a statement as they like"],
          help: ["have it logged or timestamped, and write `logged yes` or `timestamped yes`"],
        },
      })),
    ),
};
