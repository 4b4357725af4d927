/** The verdict as text: `audit.md` §9.2. A pure function of the trace; every text from evidence is escaped. */
import type { TraceDocument } from "../../audit/index.ts";
import type { Outcome } from "../../evaluate/index.ts";
import type { Colours } from "./colour.ts";
import { hang, PAGE_WIDTH, widthOf } from "./columns.ts";
import { controlBlock } from "./verdict/control-block.ts";
import { strayWaivers } from "./verdict/disposition-lines.ts";
import { sourceAskedLines } from "./verdict/evidence-block.ts";
import { said, shortDigests, type Detail, type TraceView } from "./verdict/view.ts";

export type { Detail } from "./verdict/view.ts";

export interface VerdictStyle {
  readonly colours: Colours;
  readonly detail: Detail;
  /** Of the trace's bytes, where it was stored: named in the last line. */
  readonly traceDigest?: string;
}

/** Ends with a line break. */
export function renderVerdict(trace: TraceDocument, style: VerdictStyle): string {
  const view: TraceView = { trace, colours: style.colours, detail: style.detail };
  const idWidth = Math.max(4, ...trace.controls.map(({ id }) => widthOf(id)));
  const lines = [
    ...headLines(view),
    "",
    ...trace.controls.flatMap((control) => controlBlock(view, control, idWidth)),
    "",
    summaryLine(trace),
    ...closingLines(view, style.traceDigest),
    ...strayWaivers(view),
    ...noticeLines(view),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

const words = { passed: "PASSED", blocked: "BLOCKED", "not-judged": "NOT JUDGED" } as const;

function headLines(view: TraceView): readonly string[] {
  const { trace, colours } = view;
  const { subject, gate, evaluationTime } = trace.request;
  const word = words[trace.verdict.decision];
  const paint = { passed: colours.green, blocked: colours.red, "not-judged": colours.yellow }[trace.verdict.decision];
  const parts = [said(view, subject.reference.replace(`@${subject.digest}`, "")), shortDigests(subject.digest), `gate ${said(view, gate)}`];
  const one = parts.join("  ");
  const indent = " ".repeat(word.length + 2);
  const subjectLines = word.length + 2 + widthOf(one) <= PAGE_WIDTH ? [one] : [parts[0] ?? "", parts.slice(1).join("  ")];
  const { name, version, bundle } = trace.policy;
  const policy = `${said(view, name)} ${said(view, version)} · ${shortDigests(said(view, bundle.digest))} · judged as of ${evaluationTime}${trace.run.dryRun ? " (dry run)" : ""}`;
  return [
    `${paint(colours.bold(word))}  ${subjectLines[0]}`,
    ...subjectLines.slice(1).map((line) => indent + line),
    ...hang(indent, policy),
  ];
}

const order: readonly Outcome[] = ["satisfied", "violated", "missing", "unverifiable", "not-applicable"];

/** `2 satisfied · 1 violated (1 waived) · …`. */
function summaryLine({ controls }: TraceDocument): string {
  const parts = order.flatMap((outcome) => {
    const those = controls.filter((control) => control.outcome === outcome);
    const excused = ["waived", "grace", "warned", "audited"].flatMap((disposition) => {
      const count = those.filter((control) => control.disposition === disposition).length;
      return count === 0 ? [] : [`${count} ${disposition === "grace" ? "in grace" : disposition}`];
    });
    const beside = excused.length === 0 ? "" : ` (${excused.join(", ")})`;
    return those.length === 0 ? [] : [`${those.length} ${outcome.replace("-", " ")}${beside}`];
  });
  return parts.length === 0 ? "no control was judged" : parts.join(" · ");
}

function closingLines(view: TraceView, traceDigest: string | undefined): readonly string[] {
  const { verdict } = view.trace;
  const trace = traceDigest === undefined ? "" : `    trace ${shortDigests(traceDigest)}`;
  return hang("", `${said(view, conclusion(verdict))}${trace}`);
}

function conclusion({ decision, blocking, undecided }: TraceDocument["verdict"]): string {
  switch (decision) {
    case "passed":
      return "passed: nothing that this gate enforces stands in the way";
    case "blocked":
      return `blocked by ${blocking.join(", ")}`;
    case "not-judged":
      return undecided.length > 0
        ? `could not be judged: ${undecided.join(", ")}`
        : "could not be judged: no control that this gate enforces applied";
  }
}

/** Sources that failed, and warnings: they may change the next run's answer. */
function noticeLines(view: TraceView): readonly string[] {
  const isTold = view.trace.controls.some(({ outcome }) => outcome === "missing" || outcome === "unverifiable");
  const failed = isTold ? [] : view.trace.discovery.sources.filter(({ status }) => status === "failed");
  return [
    ...failed.flatMap((source) => sourceAskedLines(view, "source", source, { indent: 0, width: 9 })),
    ...view.trace.warnings.flatMap(({ text }) =>
      hang("warning  ", said(view, text)).map((line) => line.replace(/^warning/u, view.colours.yellow("warning"))),
    ),
  ];
}
