/** What a test judges: a name, a digest or both, and the platforms of an index. */
import type { Test } from "../../../grammar/index.ts";
import { parseDigest, parseRepository, scalars } from "../../base/index.ts";
import type { TestSubject } from "../checked/index.ts";
import { clausesOf } from "./clauses.ts";
import { report, type TestContext } from "./test-context.ts";

export function checkSubject(context: TestContext, test: Test): TestSubject | undefined {
  const [clause] = clausesOf(test, "test-subject");
  if (clause === undefined) return undefined;
  const reference = clause.subject.value;
  const fault = faultOf(reference);
  if (fault !== undefined) report(context, "E7010", clause.subject.span, `\`${reference}\` names no image`, { label: fault });
  const platforms = clause.platforms.map(({ value }) => value);
  for (const [at, { value, span }] of clause.platforms.entries()) {
    const parsed = scalars.Platform.parse(value);
    if (!parsed.ok) report(context, "E7010", span, `\`${value}\` is not a valid Platform`, { label: parsed.error });
    else if (platforms.indexOf(value) < at) report(context, "E7010", span, `\`${value}\` is one of the platforms twice`);
  }
  return { reference, platforms };
}

/** `registry.example/app:1.0`, `registry.example/app:1.0@sha256:…`, `sha256:…`. */
function faultOf(reference: string): string | undefined {
  const at = reference.indexOf("@");
  const isNameless = at < 0 && /^sha\d+:/u.test(reference);
  const digest = isNameless ? reference : at < 0 ? undefined : reference.slice(at + 1);
  const read = digest === undefined ? undefined : parseDigest(digest);
  if (read?.ok === false) return read.error;
  if (isNameless) return undefined;
  const name = at < 0 ? reference : reference.slice(0, at);
  const repository = parseRepository(name.replace(/:[\w][\w.-]{0,127}$/u, ""));
  return repository.ok ? undefined : repository.error;
}
