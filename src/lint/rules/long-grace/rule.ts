import type { DateClause, Requirement } from "../../../../grammar/index.ts";
import { days, distance, lastInstant } from "../../dates.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";
import { itemsOf, nodesOf } from "../../syntax.ts";

const LONG = days(180n);

export const longGrace: Rule = {
  code: "L504",
  name: "long-grace",
  title: "grace of more than 180 days",
  level: "warn",
  check: (input) =>
    itemsOf(input.file, "control").flatMap((control) => [
      ...nodesOf<Requirement>(control, "require").flatMap(({ graceUntil }) => (graceUntil ? tooLong(input, graceUntil) : [])),
      ...nodesOf<DateClause>(control, "date-clause").flatMap(({ word, when }) => (word === "enforce-from" ? tooLong(input, when) : [])),
    ]),
};

function tooLong({ now }: LintInput, when: DateClause["when"]): readonly Finding[] {
  const last = lastInstant(when);
  if (last === undefined || last - now <= LONG) return [];
  return [
    {
      span: when.span,
      message: `grace ends ${distance(now, last)}`,
      parts: { notes: ["until then nothing is blocked by it"], help: ["choose an earlier date and lengthen it when the day comes"] },
    },
  ];
}
