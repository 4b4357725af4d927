import { ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";
import { itemsOf } from "../../syntax.ts";
import { controlsUnderTest, outcomesExpected } from "../../tests.ts";

const wanted = ["satisfied", "violated", "missing", "unverifiable"] as const;

export const unseenOutcome: Rule = {
  code: "L702",
  name: "unseen-outcome",
  title: "outcome that no test expects",
  level: "note",
  check: (input) => {
    const tests = itemsOf(input.file, "test");
    const tested = controlsUnderTest(tests);
    return ownControls(input).flatMap(({ id, span }) => {
      const seen = outcomesExpected(tests, id);
      const unseen = wanted.filter((outcome) => !seen.has(outcome));
      if (!tested.has(id) || unseen.length === 0) return [];
      return [
        {
          span,
          message: `no test expects \`${id}\` to be ${unseen.join(" or ")}`,
          parts: { help: ["add a test that gives what leads there"] },
        },
      ];
    });
  },
};
