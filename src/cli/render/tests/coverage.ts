/** Coverage for people and programs: text with a sentence for each hole, LCOV with a branch for each thing to be shown, one HTML page. */
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
      `SF:${policy.path}`,
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

const STYLE =
  "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;margin:1rem 0}" +
  "td,th{text-align:left;padding:.2rem .8rem;border-bottom:1px solid #ddd}.hole{background:#fff3cd}.shown{color:#1b6e3c}";

export function coverageHtml(all: readonly PolicyCoverage[]): string {
  const sections = all.map(({ policy, report }) => {
    const rows = report.points.map((point) => {
      const { file, line } = placeOf(policy, point.span);
      const what = [point.group, point.control, point.name.startsWith(file) ? placeOf(policy, point.span).text : point.name, point.state];
      const shown = point.shownBy > 0 ? `<span class="shown">${point.shownBy}</span>` : html(point.suggestion);
      return `<tr${point.shownBy > 0 ? "" : ' class="hole"'}>${what.map((text) => `<td>${html(text)}</td>`).join("")}<td>${line}</td><td>${shown}</td></tr>`;
    });
    const head = `<h2>${html(policy.path)}</h2><p>Outcomes of enforced controls: ${figures(report.enforcedOutcomes)}</p>`;
    const columns = ["part", "control", "of", "state", "line", "shown by"].map((name) => `<th scope="col">${name}</th>`).join("");
    return `${head}<table><thead><tr>${columns}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
  });
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Coverage of policies</title><style>${STYLE}</style></head><body><h1>Coverage of policies</h1>\n${sections.join("\n")}\n</body></html>\n`;
}

function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
