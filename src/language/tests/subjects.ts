/** What a test judges: a name, and the platforms of an index. */
import type { Test } from "../../../grammar/index.ts";
import { parseRepository, scalars } from "../../base/index.ts";
import type { TestSubject } from "../checked/index.ts";
import { clausesOf } from "./clauses.ts";
import { report, type TestContext } from "./test-context.ts";

export function checkSubject(context: TestContext, test: Test): TestSubject | undefined {
  const [clause] = clausesOf(test, "test-subject");
  if (clause === undefined) return undefined;
  const reference = clause.subject.value;
  const repository = parseRepository(reference.replace(/:[\w][\w.-]{0,127}$/u, ""));
  if (!repository.ok) report(context, "E7010", clause.subject.span, `\`${reference}\` names no image`, { label: repository.error });
  const platforms = clause.platforms.map(({ value }) => value);
  for (const [at, { value, span }] of clause.platforms.entries()) {
    const parsed = scalars.Platform.parse(value);
    if (!parsed.ok) report(context, "E7010", span, `\`${value}\` is not a valid Platform`, { label: parsed.error });
    else if (platforms.indexOf(value) < at) report(context, "E7010", span, `\`${value}\` is one of the platforms twice`);
  }
  return { reference, platforms };
}
