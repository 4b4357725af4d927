/** What is told of a test once it ran: everything but the judgement, so that threads can hand it over. */
import type { TestRun } from "./run-tests.ts";

type Told<Run> = Run extends TestRun ? Omit<Run, "judged"> : never;

/** `shown` are keys of coverage points, where they were asked for. */
export type ReportedRun = Told<TestRun> & { readonly shown?: ReadonlySet<string> };

export type ShownBy = (run: TestRun) => ReadonlySet<string>;

export function report(run: TestRun, shownBy: ShownBy | undefined): ReportedRun {
  const shown = shownBy && { shown: shownBy(run) };
  if (run.kind === "broken") return { ...run, ...shown };
  const { judged: _judged, ...told } = run;
  return { ...told, ...shown };
}
