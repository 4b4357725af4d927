/** At which stage a test runs. A gate is a stage of that name: `language.md` §6.11. */
import type { Test } from "../../../grammar/index.ts";
import { didYouMean } from "../nearest.ts";
import { clausesOf } from "./clauses.ts";
import { readsStage } from "./clock-reads.ts";
import { listed, report, type TestContext, type TestPlace } from "./test-context.ts";

/** Of a control that asks for no stage, and stands in no gate. */
const NOWHERE = "test";

export function stageOf(context: TestContext, test: Test, place: TestPlace): string {
  const [clause] = clausesOf(test, "test-stage");
  const { gates } = context.policy;
  if (place.target.kind === "gate") {
    if (clause) report(context, "E7015", clause.span, "a test of a gate runs at the stage of that gate", { help: ["remove the line"] });
    return place.target.name;
  }
  const { id } = place.target;
  if (clause) {
    const { text, span } = clause.stage;
    const names = gates.map(({ name }) => name);
    if (names.length > 0 && !names.includes(text))
      report(context, "E6013", span, `there is no gate \`${text}\``, didYouMean(text, span, names));
    return text;
  }
  const listing = gates.filter(({ controls }) => controls.some((control) => control.id === id)).map(({ name }) => name);
  const [only, another] = listing;
  const reads = place.controls[0] && readsStage(place.controls[0]);
  if (reads !== undefined && (only === undefined || another !== undefined)) {
    report(context, "E7015", test.title.span, `${id} depends on the stage, and the test does not say which`, {
      related: [{ span: reads, text: "this depends on the stage" }],
      help: [`say \`stage …\`: ${another === undefined ? "any name" : listed(listing)}`],
    });
  }
  return only ?? NOWHERE;
}
