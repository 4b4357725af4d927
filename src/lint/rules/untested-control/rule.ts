import { ownControls } from "../../meaning.ts";
import type { Rule } from "../../rule.ts";
import { itemsOf } from "../../syntax.ts";
import { controlsUnderTest } from "../../tests.ts";

export const untestedControl: Rule = {
  code: "L701",
  name: "untested-control",
  title: "control without test",
  level: "note",
  check: (input) => {
    const tests = itemsOf(input.file, "test");
    if (tests.length === 0) return [];
    const tested = controlsUnderTest(tests);
    return ownControls(input)
      .filter(({ id }) => !tested.has(id))
      .map(({ id, span }) => ({
        span,
        message: `no test looks at \`${id}\``,
        parts: { help: [`add one: \`test "…" for ${id} { … }\``] },
      }));
  },
};
