/** What a policy compares evidence with: the values at which its verdicts turn. */
import { scalars, type Cell, type Field, type ScalarName, type ScalarValue, type Type, type Value } from "../../base/index.ts";
import {
  everyEvidence,
  everyRequirement,
  partsOf,
  walk,
  type CheckedPolicy,
  type CheckedTest,
  type Control,
  type Expression,
} from "../../language/index.ts";

export interface Constants {
  /** Texts by which a policy writes values of a scalar type, in source order. */
  readonly byType: ReadonlyMap<ScalarName, readonly string[]>;
  /** Those that a field is compared with, whatever their type: a glob's and a prefix's are filled in. */
  readonly byField: ReadonlyMap<Field, readonly string[]>;
  /** Those that a `where` of `for all` compares a field with: without them next to nothing that is drawn would be meant. */
  readonly meant: ReadonlyMap<Field, readonly string[]>;
  /** Lengths of time, in nanoseconds. */
  readonly windows: readonly bigint[];
}

export function constantsOf(policy: CheckedPolicy, test: CheckedTest): Constants {
  const ids = new Set(test.forAll.flatMap(({ given }) => given.serves.map(({ control }) => control)));
  const after = policy.gates.flatMap((gate) => gate.after.map(({ control }) => control));
  const stage = stageTexts(policy, test);
  const gathered: Gathering = { byType: new Map(), byField: new Map(), stage };
  const meant: Gathering = { byType: new Map(), byField: new Map(), stage };
  const filters = test.forAll.flatMap(({ filter }) => filter ?? []);
  gatherAll(gathered, [...[...policy.controls, ...after].filter(({ id }) => ids.has(id)), ...filters]);
  gatherAll(meant, filters);
  const windows = (gathered.byType.get("Duration") ?? new Set<string>()).values().flatMap((text) => {
    const parsed = scalars.Duration.parse(text);
    return parsed.ok ? [parsed.value] : [];
  });
  return { byType: listed(gathered.byType), byField: listed(gathered.byField), meant: listed(meant.byField), windows: [...windows] };
}

interface Gathering {
  readonly byType: Map<ScalarName, Set<string>>;
  readonly byField: Map<Field, Set<string>>;
  /** What `stage` says in this test. */
  readonly stage: readonly string[];
}

function stageTexts({ gates }: CheckedPolicy, { stage }: CheckedTest): readonly string[] {
  return [...new Set([gates.find(({ name }) => name === stage)?.environment ?? stage, stage])];
}

function listed<K>(map: ReadonlyMap<K, ReadonlySet<string>>): ReadonlyMap<K, readonly string[]> {
  return new Map([...map].map(([key, texts]) => [key, [...texts]]));
}

function expressionsOf({ applies, body }: Control): readonly Expression[] {
  return [
    ...applies.flatMap((clause) => (clause.kind === "at-stage" ? [] : [clause.condition])),
    ...everyRequirement(body).map(({ condition }) => condition),
    ...everyEvidence(body).flatMap(({ where, fresh }) => [...(where ? [where.condition] : []), ...(fresh ? [fresh.within] : [])]),
  ];
}

function gatherAll(gathered: Gathering, controls: readonly Control[]): void {
  for (const expression of controls.flatMap(expressionsOf)) walk(expression, (at) => gather(gathered, at));
}

function gather(gathered: Gathering, at: Expression): void {
  for (const { text, type } of textsOf(gathered, at)) if (type !== undefined) add(gathered.byType, type, text);
  if (at.kind !== "relation" && at.kind !== "within" && at.kind !== "matches" && at.kind !== "in-range") return;
  const fields: Field[] = [];
  const texts: string[] = at.kind === "matches" ? fillings(at.text) : [];
  for (const part of partsOf(at)) {
    walk(part, (below) => {
      if (below.kind === "field") fields.push(below.field);
      texts.push(...textsOf(gathered, below).map(({ text }) => text));
    });
  }
  for (const field of fields)
    for (const text of [...texts, ...(at.kind === "relation" && at.op === "under" ? texts.map(below) : [])])
      add(gathered.byField, field, text);
}

function below(text: string): string {
  return `${text.replace(/\/$/u, "")}/app`;
}

function fillings(pattern: string): string[] {
  return ["app", "v1.0.0", ""].map((filling) => pattern.replaceAll("**", filling).replaceAll("*", filling));
}

function add<K>(map: Map<K, Set<string>>, key: K, text: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(text));
}

interface Text {
  readonly text: string;
  readonly type?: ScalarName;
}

function textsOf({ stage }: Gathering, at: Expression): readonly Text[] {
  if (at.kind === "request") return at.member.startsWith("stage.") ? stage.map((text) => ({ text, type: "String" as const })) : [];
  return at.kind === "constant" || at.kind === "parameter" ? valueTexts(at.value, at.type) : [];
}

function valueTexts(value: Value, type: Type): readonly Text[] {
  if (type.kind === "set" || type.kind === "list") return (value as readonly Cell[]).flatMap((cell) => valueTexts(cell.value, type.of));
  if (type.kind !== "scalar") return [];
  return [{ text: (scalars[type.name] as { show(value: ScalarValue): string }).show(value as ScalarValue), type: type.name }];
}
