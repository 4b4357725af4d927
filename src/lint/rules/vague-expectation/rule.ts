import type { Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

const needsCause: ReadonlySet<string> = new Set(["violated", "missing", "unverifiable"]);

export const vagueExpectation: Rule = {
  code: "L705",
  name: "vague-expectation",
  title: "expectation that names no requirement or evidence",
  level: "warn",
  check: ({ file }) =>
    itemsOf(file, "test").flatMap((test) =>
      clausesOf(test, "expect").flatMap(({ expectation, span }) => {
        if (expectation.kind !== "expect-outcome" || !needsCause.has(expectation.outcome)) return [];
        if (expectation.of !== undefined || expectation.props.length > 0) return [];
        return [
          {
            span,
            message: `this test passes whatever makes the control ${expectation.outcome}`,
            parts: { help: [`say which requirement or evidence: \`expect ${expectation.outcome} …\``] },
          },
        ];
      }),
    ),
};
