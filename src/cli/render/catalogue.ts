/** The control catalogue as a document and as data. */
import { trustTerms } from "../../audit/index.ts";
import type { Catalogue, CataloguedControl } from "../../language/index.ts";
import { escapeLine } from "./escape.ts";
import { evidenceOneLine } from "./plan.ts";

/** Text of a policy in Markdown: nothing in it may become a heading, a link or a tag. */
function plain(text: string): string {
  return escapeLine(text).replaceAll(/[\\`*_[\]<>#|]/gu, (mark) => `\\${mark}`);
}

/** Inside a code span nothing is escaped, so the fence is longer than any run of its marks. */
function code(text: string): string {
  const longest = Math.max(0, ...(escapeLine(text).match(/`+/gu) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${escapeLine(text)}${pad}${fence}`;
}

export function catalogueMarkdown(all: readonly Catalogue[]): string {
  return `${all.map(policyText).join("\n\n")}\n`;
}

function policyText({ policy, parameters, controls, frameworks }: Catalogue): string {
  return [
    `# Controls of ${plain(policy.name)}, version ${policy.version}`,
    ...(policy.description === undefined ? [] : [plain(policy.description)]),
    table(
      ["control", "title", "severity", "gates", "owner"],
      controls.map((each) => [plain(each.id), plain(each.title), each.severity ?? "", gatesText(each), plain(each.owner ?? "")]),
    ),
    ...controls.map(controlText),
    ...section(
      "## Parameters",
      table(
        ["parameter", "value", "bound"],
        parameters.map(({ name, value, bound }) => [plain(name), plain(value), plain(bound ?? "fixed")]),
      ),
      parameters.length,
    ),
    ...section(
      "## Frameworks",
      table(
        ["framework", "id", "controls"],
        frameworks.map((each) => [plain(each.framework), plain(each.id), each.controls.map(plain).join(", ")]),
      ),
      frameworks.length,
    ),
  ].join("\n\n");
}

function section(title: string, body: string, count: number): readonly string[] {
  return count === 0 ? [] : [title, body];
}

function controlText(control: CataloguedControl): string {
  const facts: readonly (readonly [string, string])[] = [
    ["Severity", control.severity ?? ""],
    ["Owner", plain(control.owner ?? "")],
    ["Gates", gatesText(control)],
    ["Applies", control.conditions.map(code).join(" and ")],
    ["Effective from", control.effectiveFrom ?? ""],
    ["Enforced from", control.enforceFrom ?? ""],
    ["Until", control.until ?? ""],
    ["Waivers", control.waivable === undefined ? "" : code(control.waivable)],
    ["Answers", control.mappings.map(({ framework, id }) => plain(`${framework} ${id}`)).join(", ")],
  ];
  return [
    `## ${plain(control.id)} ${plain(control.title)}`,
    ...(control.statement === undefined ? [] : [plain(control.statement)]),
    facts.flatMap(([name, text]) => (text === "" ? [] : [`- ${name}: ${text}`])).join("\n"),
    "### What must hold",
    holds(control),
    ...(control.evidence.length === 0 ? [] : ["### Evidence", control.evidence.map(evidenceText).join("\n")]),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function holds({ requirements, evidence }: CataloguedControl): string {
  if (requirements.length === 0) return `- The evidence is there: ${evidence.map(({ name }) => plain(name)).join(", ")}.`;
  return requirements
    .map(({ id, alternative, mustHold, graceUntil }) => {
      const where = alternative === undefined ? "" : ` (alternative ${plain(alternative)})`;
      const grace = graceUntil === undefined ? "" : `; blocks nothing until ${graceUntil}`;
      return `- ${plain(id)}${where}: ${code(mustHold)}${grace}`;
    })
    .join("\n");
}

function evidenceText(evidence: CataloguedControl["evidence"][number]): string {
  const lines = [
    `- ${code(evidenceOneLine(evidence))}`,
    `  - types: ${evidence.predicateTypes.map(code).join(", ")}`,
    ...evidence.signedBy.map((root) => `  - signed by ${plain(root.name)}: ${trustTerms(root).map(code).join(", ")}`),
  ];
  return lines.join("\n");
}

function gatesText({ gates }: CataloguedControl): string {
  return gates.map(({ name, environment, mode }) => plain(`${name}${environment === name ? "" : ` (${environment})`}: ${mode}`)).join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** `schemas/catalogue.schema.json`. */
export function catalogueReport(all: readonly Catalogue[]): object {
  return {
    format: "proviso/catalogue/1",
    policies: all.map(({ policy, parameters, controls, frameworks }) => ({
      policy,
      parameters,
      controls: controls.map((control) => ({
        ...control,
        evidence: control.evidence.map((evidence) => ({
          ...evidence,
          signedBy: evidence.signedBy.map((root) => ({ name: root.name, terms: trustTerms(root) })),
        })),
      })),
      frameworks,
    })),
  };
}
