import type { Rule } from "../../rule.ts";
import { itemsOf, nodesOf } from "../../syntax.ts";

interface ByWaiver {
  readonly kind: "by";
  readonly span: { readonly file: string; readonly start: number; readonly end: number };
  readonly waiver: { readonly text: string };
}

export const untestedWaiver: Rule = {
  code: "L704",
  name: "untested-waiver",
  title: "waiver that no test looks at",
  level: "note",
  check: ({ file }) => {
    const tests = itemsOf(file, "test");
    if (tests.length === 0) return [];
    const tested = new Set(nodesOf<ByWaiver>(tests, "by").map(({ waiver }) => waiver.text));
    return itemsOf(file, "waive")
      .filter(({ id }) => !tested.has(id.text))
      .map(({ id }) => ({
        span: id.span,
        message: `no test shows what waiver \`${id.text}\` lets pass`,
        parts: { help: [`add an expectation: \`expect control … waived by ${id.text}\``] },
      }));
  },
};
