/** Coverage for people and programs: text with a sentence for each hole, LCOV with a branch for each thing to be shown. */
import { holesIn, percentOf, type CoveredPoint, type CoverageReport, type Share } from "../../../testing/index.ts";
import type { RanPolicy } from "../../testing/run-policies.ts";
import type { Colours } from "../colour.ts";
import { escapeLine } from "../escape.ts";
import { placeOf } from "./results.ts";

export interface PolicyCoverage {
  readonly policy: RanPolicy;
  readonly report: CoverageReport;
}

function figures({ shown, of }: Share): string {
  return `${shown} of ${of} (${percentOf({ shown, of })} %)`;
}

export function coverageText(all: readonly PolicyCoverage[], colours: Colours): string {
  const blocks = all.map(({ policy, report }) => {
    const rows = Object.entries(report.shares).filter(([, share]) => share.of > 0);
    const lines = [["outcomes of enforced controls", report.enforcedOutcomes] as const, ...rows].map(
      ([name, share]) => `  ${name.padEnd(30)} ${figures(share)}`,
    );
    const holes = holesIn(report).map((point) => `  ${colours.yellow("○")} ${escapeLine(holeText(policy, point))}`);
    return [colours.bold(`coverage of ${escapeLine(policy.path)}`), ...lines, ...holes].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

function holeText(policy: RanPolicy, { suggestion, span }: CoveredPoint): string {
  const { file, line } = placeOf(policy, span);
  return `${suggestion}  ${file}:${line}`;
}

export function coverageJson(all: readonly PolicyCoverage[]): object {
  return all.map(({ policy, report }) => ({
    path: policy.path,
    enforcedOutcomes: { ...report.enforcedOutcomes, percent: percentOf(report.enforcedOutcomes) },
    shares: report.shares,
    points: report.points.map(({ group, control, name, state, span, isEnforced, suggestion, shownBy }) => ({
      group,
      control,
      name,
      state,
      line: placeOf(policy, span).line,
      isEnforced,
      shownBy,
      ...(shownBy === 0 && { suggestion }),
    })),
  }));
}

/** One branch for each point; a line is hit when a point of it was shown. */
export function coverageLcov(all: readonly PolicyCoverage[]): string {
  const records = all.map(({ policy, report }) => {
    const placed = report.points.map((point) => ({ line: placeOf(policy, point.span).line, shownBy: point.shownBy }));
    const lines = [...new Set(placed.map(({ line }) => line))].sort((a, b) => a - b);
    const branches = lines.flatMap((line) =>
      placed.filter((point) => point.line === line).map(({ shownBy }, index) => `BRDA:${line},0,${index},${shownBy}`),
    );
    const hits = lines.map(
      (line) => [line, Math.max(...placed.filter((point) => point.line === line).map(({ shownBy }) => shownBy))] as const,
    );
    return [
      "TN:",
      // A line break in a path would begin another field.
      `SF:${escapeLine(policy.path)}`,
      ...branches,
      `BRF:${placed.length}`,
      `BRH:${placed.filter(({ shownBy }) => shownBy > 0).length}`,
      ...hits.map(([line, count]) => `DA:${line},${count}`),
      `LF:${hits.length}`,
      `LH:${hits.filter(([, count]) => count > 0).length}`,
      "end_of_record",
    ].join("\n");
  });
  return `${records.join("\n")}\n`;
}
