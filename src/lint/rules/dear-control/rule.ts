import { ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";

/** `language.md` §5.8. */
const STEP_BUDGET = 2_000_000;

export const dearControl: Rule = {
  code: "L602",
  name: "dear-control",
  title: "control that can exceed the step budget",
  level: "note",
  check: (input) =>
    ownControls(input)
      .filter(({ stepBound }) => stepBound > STEP_BUDGET)
      .map(({ id, span, stepBound }) => ({
        span,
        message: `\`${id}\` can take ${grouped(stepBound)} steps, and stops at ${grouped(STEP_BUDGET)}`,
        parts: {
          notes: ["over the longest lists that are read it would be unverifiable"],
          help: ["nest fewer quantifiers, or ask fewer things of each element; `policy check --cost` shows every control"],
        },
      })),
};

/** `2,000,000`. */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ",");
}
