/** The evidence plan for people, for documents and for programs. */
import { trustTerms } from "../../audit/index.ts";
import type { EvidencePlan, PlannedControl, PlannedEvidence, PlannedWaivers } from "../../language/index.ts";
import { escapeLine } from "./escape.ts";

const quantities: Readonly<Record<PlannedEvidence["quantity"], string>> = {
  one: "exactly one",
  any: "any",
  all: "all",
  "optional-all": "optional, all",
};

/** `7 days of finishedOn (params.max-scan-age, at most 30 days)`; empty where nothing has to be fresh. */
function freshText({ fresh }: PlannedEvidence): string {
  if (!fresh) return "";
  const { parameter } = fresh;
  const named = parameter ? ` (${[parameter.name, ...(parameter.bound === undefined ? [] : [parameter.bound])].join(", ")})` : "";
  return `within ${fresh.within} of ${fresh.of}${named}`;
}

const gatesText = ({ gates }: PlannedControl): string => gates.map(({ name, mode }) => `${name} (${mode})`).join(", ");

export function renderPlan({ policy, controls }: EvidencePlan): string {
  const blocks = controls.map((control) => [`${control.id}  ${control.title}`, ...controlLines(control)].map(escapeLine).join("\n"));
  return [`Evidence for ${policy.name} ${policy.version}`, ...blocks].join("\n\n");
}

function controlLines(control: PlannedControl): readonly string[] {
  const gates = gatesText(control);
  return [
    `  at ${gates === "" ? "no gate" : gates}`,
    ...(control.everyPlatform === true ? ["  for every platform"] : []),
    ...control.conditions.map((condition) => `  ${condition}`),
    ...(control.evidence.length === 0 ? ["  no evidence"] : control.evidence.flatMap(evidenceLines)),
    ...(control.waivers === undefined ? [] : waiverLines(control.waivers)),
  ];
}

const line = (word: string, text: string): readonly string[] => (text === "" ? [] : [`    ${word.padEnd(6)} ${text}`]);

function typeLines([first = "", ...others]: readonly string[]): readonly string[] {
  return [...line("type", first), ...others.map((type) => `        or ${type}`)];
}

function signerLines(roots: PlannedEvidence["signedBy"]): readonly string[] {
  return roots.flatMap((root, index) => [
    ...line(index === 0 ? "signer" : "or", root.name),
    ...trustTerms(root).map((term) => `             ${term}`),
  ]);
}

/** `up to 30 days, for one image`. */
function waiversText({ upTo, scope }: PlannedWaivers): string {
  return `up to ${upTo}, for ${scope === "image" ? "one image" : "one image or a repository"}`;
}

function waiverLines(waivers: PlannedWaivers): readonly string[] {
  return [
    `  signed waivers, if there are any: ${waiversText(waivers)}`,
    ...typeLines(waivers.predicateTypes),
    ...signerLines(waivers.signedBy),
  ];
}

function evidenceLines(evidence: PlannedEvidence): readonly string[] {
  return [
    `  ${evidence.name}: ${quantities[evidence.quantity]} ${evidence.view}${evidence.branch === undefined ? "" : `, if "${evidence.branch}"`}`,
    ...typeLines(evidence.predicateTypes),
    ...signerLines(evidence.signedBy),
    ...line("about", aboutText(evidence)),
    ...line("where", evidence.where ?? ""),
    ...line("listed", evidence.listedIn === undefined ? "" : `in ${evidence.listedIn}`),
    ...line("fresh", freshText(evidence)),
    ...line("pick", evidence.pick ? `${evidence.pick.end} by ${evidence.pick.by}` : ""),
  ];
}

/** `scan: exactly one vuln.report, fresh within 7 days of finishedOn, pick latest by finishedOn`. */
export function evidenceOneLine(evidence: PlannedEvidence): string {
  const fresh = freshText(evidence);
  const parts = [
    `${evidence.name}: ${quantities[evidence.quantity]} ${evidence.view}`,
    ...(evidence.about === undefined ? [] : [`about ${aboutText(evidence)}`]),
    ...(evidence.branch === undefined ? [] : [`if "${evidence.branch}"`]),
    ...(evidence.where === undefined ? [] : [`where ${evidence.where}`]),
    ...(evidence.listedIn === undefined ? [] : [`listed in ${evidence.listedIn}`]),
    ...(fresh === "" ? [] : [`fresh ${fresh}`]),
    ...(evidence.pick ? [`pick ${evidence.pick.end} by ${evidence.pick.by}`] : []),
  ];
  return parts.join(", ");
}

/** `build.source (1 step from the image)`. */
function aboutText({ about, depth }: PlannedEvidence): string {
  if (about === undefined || depth === undefined) return about ?? "";
  return `${about} (${depth} ${depth === 1 ? "step" : "steps"} from the image)`;
}

/** One row of a table for each evidence. */
export function planMarkdown({ policy, controls }: EvidencePlan): string {
  const rows = controls.flatMap((control) => {
    const first = [`${control.id} ${control.title}`, gatesText(control)];
    const evidence = control.evidence.map((each) => {
      const about = each.about === undefined ? "" : ` about ${each.about}`;
      const what = `${each.name}: ${quantities[each.quantity]} ${each.view}${about}`;
      return row([...first, what, typesCell(each), signersCell(each), freshText(each)]);
    });
    const { waivers } = control;
    if (waivers === undefined) return evidence;
    return [...evidence, row([...first, `signed waivers, ${waiversText(waivers)}`, typesCell(waivers), signersCell(waivers), ""])];
  });
  const head = ["control", "gates", "evidence", "predicate types", "signed by", "fresh"];
  return [`# Evidence for ${policy.name} ${policy.version}`, "", row(head), row(head.map(() => "---")), ...rows, ""].join("\n");
}

const typesCell = ({ predicateTypes }: Pick<PlannedEvidence, "predicateTypes">): string =>
  predicateTypes.map((type) => `\`${type}\``).join("<br>");

const signersCell = ({ signedBy }: Pick<PlannedEvidence, "signedBy">): string => signedBy.map(({ name }) => name).join(" or ");

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => escapeLine(cell).replaceAll("|", "\\|")).join(" | ")} |`;

/** `schemas/plan.schema.json`. */
export function planReport({ policy, controls }: EvidencePlan): object {
  return {
    format: "proviso/plan/1",
    policy,
    controls: controls.map(({ evidence, waivers, ...control }) => ({
      ...control,
      evidence: evidence.map(withTerms),
      ...(waivers && { waivers: withTerms(waivers) }),
    })),
  };
}

function withTerms<T extends Pick<PlannedEvidence, "signedBy">>(planned: T): object {
  return { ...planned, signedBy: planned.signedBy.map((root) => ({ name: root.name, terms: trustTerms(root) })) };
}
