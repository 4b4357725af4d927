/** The control catalogue: what a policy demands, as an auditor asks for it. Everything in it stands in the policy; nothing is judged. */
import { formatInstant } from "../../base/index.ts";
import type { Body, CheckedPolicy, Control, Requirement } from "../checked/index.ts";
import { showBound, showValue } from "../declarations/show-value.ts";
import { evidencePlan, type PlannedControl } from "../plan/index.ts";
import { textsOf, type TextAt } from "../source-text.ts";

export interface Catalogue {
  readonly policy: { readonly name: string; readonly version: string; readonly description?: string };
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly bound?: string }[];
  /** In the order of the policy. */
  readonly controls: readonly CataloguedControl[];
  /** By framework and id, in order: which controls answer it. */
  readonly frameworks: readonly { readonly framework: string; readonly id: string; readonly controls: readonly string[] }[];
}

export interface CataloguedControl extends Pick<PlannedControl, "id" | "title" | "gates" | "conditions" | "evidence"> {
  readonly statement?: string;
  readonly severity?: string;
  readonly owner?: string;
  readonly mappings: readonly { readonly framework: string; readonly id: string }[];
  /** Dates as the policy means them: from the first moment of the day, until its last one. */
  readonly effectiveFrom?: string;
  readonly enforceFrom?: string;
  readonly until?: string;
  /** The clause as written: `waivable up to 30 days by release-managers`. */
  readonly waivable?: string;
  readonly requirements: readonly CataloguedRequirement[];
}

export interface CataloguedRequirement {
  /** `C-02.no-criticals`. */
  readonly id: string;
  /** The alternative that asks for it; one of those that stand together has to hold. */
  readonly alternative?: string;
  /** The condition as the policy writes it, on one line and without comments. */
  readonly mustHold: string;
  readonly graceUntil?: string;
}

export function catalogue(policy: CheckedPolicy): Catalogue {
  const { name, version, description } = policy;
  const textAt = textsOf([...policy.sources, ...policy.modules.map(({ source }) => source)]);
  const planned = new Map(evidencePlan(policy).controls.map((control) => [control.id, control]));
  return {
    policy: { name, version, ...(description === undefined ? {} : { description }) },
    parameters: policy.parameters.map((parameter) => ({
      name: parameter.name,
      value: showValue(parameter.value, parameter.type),
      ...(parameter.bound === undefined ? {} : { bound: showBound(parameter.bound, parameter.type) }),
    })),
    controls: policy.controls.flatMap((control) => {
      const plan = planned.get(control.id);
      return plan === undefined ? [] : [catalogued(control, plan, textAt)];
    }),
    frameworks: frameworksOf(policy.controls),
  };
}

function catalogued(control: Control, plan: PlannedControl, textAt: TextAt): CataloguedControl {
  const { statement, severity, owner, mappings, waivable } = control;
  return {
    id: plan.id,
    title: plan.title,
    gates: plan.gates,
    conditions: plan.conditions,
    evidence: plan.evidence,
    mappings,
    ...(statement === undefined ? {} : { statement }),
    ...(severity === undefined ? {} : { severity }),
    ...(owner === undefined ? {} : { owner }),
    ...dated("effectiveFrom", control.effectiveFrom),
    ...dated("enforceFrom", control.enforceFrom),
    ...dated("until", control.until),
    ...(waivable === undefined ? {} : { waivable: textAt(waivable.span) }),
    requirements: requirementsOf(control.body, textAt),
  };
}

function dated<K extends string>(name: K, instant: bigint | undefined): Partial<Record<K, string>> {
  return instant === undefined ? {} : ({ [name]: dateOf(instant) } as Partial<Record<K, string>>);
}

/** The day, where the instant is its first or its last one. */
function dateOf(instant: bigint): string {
  const text = formatInstant(instant);
  return /^(?<date>\d{4}-\d\d-\d\d)T(?:00:00:00|23:59:59\.9{9})Z$/u.exec(text)?.groups?.["date"] ?? text;
}

function requirementsOf(body: Body, textAt: TextAt): readonly CataloguedRequirement[] {
  const alternatives = body.alternatives.flatMap(({ branches }) =>
    branches.flatMap((branch) => branch.body.requirements.map((each) => ({ ...requirement(each, textAt), alternative: branch.label }))),
  );
  return [...body.requirements.map((each) => requirement(each, textAt)), ...alternatives];
}

function requirement({ id, condition, graceUntil }: Requirement, textAt: TextAt): CataloguedRequirement {
  return { id, mustHold: textAt(condition.span), ...dated("graceUntil", graceUntil) };
}

function frameworksOf(controls: readonly Control[]): Catalogue["frameworks"] {
  const answers = new Map<string, { framework: string; id: string; controls: string[] }>();
  for (const control of controls) {
    for (const { framework, id } of control.mappings) {
      const entry = answers.get(`${framework} ${id}`) ?? { framework, id, controls: [] };
      answers.set(`${framework} ${id}`, { ...entry, controls: [...entry.controls, control.id] });
    }
  }
  return [...answers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
