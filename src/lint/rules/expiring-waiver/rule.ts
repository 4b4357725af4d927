import { days, distance, lastInstant } from "../../dates.ts";
import type { Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

const SOON = days(7n);

export const expiringWaiver: Rule = {
  code: "L505",
  name: "expiring-waiver",
  title: "waiver that has expired or soon will",
  level: "warn",
  check: ({ file, now }) =>
    itemsOf(file, "waive").flatMap((waiver) =>
      clausesOf(waiver, "expires").flatMap(({ when, span }) => {
        const last = lastInstant(when);
        if (last === undefined || last - now > SOON) return [];
        return [
          {
            span,
            message: `waiver \`${waiver.id.text}\` ${last < now ? "expired" : "expires"} ${distance(now, last)}`,
            parts: { help: ["mend what it covers and remove it, or have a new waiver approved that `replaces` it"] },
          },
        ];
      }),
    ),
};
