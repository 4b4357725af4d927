/** Coverage as one HTML page that needs nothing else: a table for each control, a row for each thing to be shown, its holes as sentences. */
import { percentOf, type CoveredPoint, type CoverageReport, type Share } from "../../../testing/index.ts";
import type { RanPolicy } from "../../testing/run-policies.ts";
import { escapeLine } from "../escape.ts";
import type { PolicyCoverage } from "./coverage.ts";
import { placeOf } from "./results.ts";

const STYLE = [
  ":root{color-scheme:light dark;--line:#8884;--shown:#1b6e3c;--hole:#9a4b00;--tint:#ffb02022}",
  "@media(prefers-color-scheme:dark){:root{--shown:#7fd6a0;--hole:#ffb870}}",
  "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;overflow-wrap:anywhere}",
  "table{border-collapse:collapse;margin:.5rem 0 1.5rem;width:100%}table.shares{width:auto}",
  "table.points{table-layout:fixed}.points th:nth-child(1){width:7rem}.points th:nth-child(2){width:38%}.points th:nth-child(3){width:3.5rem}",
  "td,th{text-align:left;vertical-align:top;padding:.25rem 1rem .25rem 0;border-bottom:1px solid var(--line)}",
  "th{font-weight:600}td.number{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.9em}",
  "tr.hole td{background:var(--tint)}.state{display:inline-block;margin-right:.9rem;color:var(--shown);white-space:nowrap}",
  ".state.none{color:var(--hole);font-weight:600}.suggestion{display:block;color:var(--hole)}",
].join("");

const partNames: Readonly<Record<CoveredPoint["group"], string>> = {
  outcomes: "outcome",
  requirements: "requirement",
  conditions: "condition",
  evidence: "evidence",
  branches: "branch",
  waivers: "waiver",
};

export function coverageHtml(all: readonly PolicyCoverage[]): string {
  const head = `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Coverage of policies</title><style>${STYLE}</style></head>`;
  const sections = all.map(({ policy, report }) => sectionOf(policy, report)).join("\n");
  return `<!doctype html>\n<html lang="en">${head}\n<body><h1>Coverage of policies</h1>\n${sections}\n</body></html>\n`;
}

function sectionOf(policy: RanPolicy, report: CoverageReport): string {
  const shares = [
    ["outcomes of enforced controls", report.enforcedOutcomes] as const,
    ...Object.entries(report.shares).filter(([, share]) => share.of > 0),
  ].map(([name, share]) => shareRow(name, share));
  const controls = [...Map.groupBy(report.points, ({ control }) => control)];
  return [
    `<section><h2>${html(policy.path)}</h2>`,
    `<table class="shares"><thead>${headings(["part", "shown", "percent"])}</thead><tbody>${shares.join("\n")}</tbody></table>`,
    ...controls.map(([control, points]) => controlTable(policy, control, points)),
    "</section>",
  ].join("\n");
}

function shareRow(name: string, share: Share): string {
  const mark = share.shown < share.of ? ' class="hole"' : "";
  return `<tr${mark}><td>${html(name)}</td><td class="number">${share.shown} of ${share.of}</td><td class="number">${percentOf(share)} %</td></tr>`;
}

function headings(names: readonly string[]): string {
  return `<tr>${names.map((name) => `<th scope="col">${name}</th>`).join("")}</tr>`;
}

function controlTable(policy: RanPolicy, control: string, points: readonly CoveredPoint[]): string {
  const rows = [...Map.groupBy(points, ({ group, name }) => `${group}\n${name}`).values()].map((states) => pointRow(policy, states));
  const head = headings(["part", "of", "line", "shown, by how many tests"]);
  return `<h3>${html(control)}</h3>\n<table class="points"><thead>${head}</thead><tbody>${rows.join("\n")}</tbody></table>`;
}

/** States of one thing, in one row. */
function pointRow(policy: RanPolicy, states: readonly CoveredPoint[]): string {
  const [first] = states;
  if (first === undefined) return "";
  const holes = states.filter(({ shownBy }) => shownBy === 0);
  const marks = states.map(({ state, shownBy }) =>
    shownBy > 0 ? `<span class="state">${html(state)} × ${shownBy}</span>` : `<span class="state none">${html(state)}: no test</span>`,
  );
  const sentences = holes.map(({ suggestion }) => `<span class="suggestion">${html(suggestion)}</span>`);
  const cells = [
    `<td>${partNames[first.group]}</td>`,
    `<td>${whatOf(policy, first)}</td>`,
    `<td class="number">${placeOf(policy, first.span).line}</td>`,
    `<td>${[...marks, ...sentences].join("")}</td>`,
  ];
  return `<tr${holes.length > 0 ? ' class="hole"' : ""}>${cells.join("")}</tr>`;
}

/** A condition has no name but its text. */
function whatOf(policy: RanPolicy, { group, name, span }: CoveredPoint): string {
  return group === "conditions" ? `<code>${html(sourceText(policy, span).replace(/\s+/gu, " "))}</code>` : html(name);
}

function sourceText({ compiled }: RanPolicy, { file, start, end }: CoveredPoint["span"]): string {
  return compiled.sources.find(({ path }) => path === file)?.text.slice(start, end) ?? "";
}

function html(text: string): string {
  const plain = escapeLine(text);
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
