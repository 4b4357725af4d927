/** Groups of conjuncts linked by the `any` evidences they read. `language.md` §6.5. */
import type { Alternatives, Body, Evidence, Group, Requirement } from "../checked/index.ts";
import { report, type ControlContext } from "./context.ts";
import { evidenceRead, otherEvidenceRead } from "./reads.ts";

const MAX_LINKED = 2;

type Conjuncts = Omit<Body, "groups">;

interface Growing {
  readonly chosen: string[];
  readonly evidence: string[];
  readonly requirements: string[];
  readonly alternatives: number[];
}

/** Every evidence, requirement and `either` block stands in exactly one group; the one without `any` comes first. */
export function groupsOf(context: ControlContext, { evidence, requirements, alternatives }: Conjuncts): readonly Group[] {
  const anys = new Set(evidence.filter((each) => each.quantity === "any").map((each) => each.name));
  const links = new Links(anys);
  const dependsOn = new Map<string, ReadonlySet<string>>();
  for (const each of evidence) dependsOn.set(each.name, links.join(chosenBy(each, anys, dependsOn)));
  const linked = (names: ReadonlySet<string>) => links.join(reach(names, anys, dependsOn));
  const readBy = requirements.map((each) => linked(readsOf(each)));
  const readByBlock = alternatives.map((each) => linked(readsOfBlock(each)));
  const groups = new Map<string, Growing>();
  const groupOf = (names: ReadonlySet<string>) => {
    const key = links.representative(names);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { chosen: [], evidence: [], requirements: [], alternatives: [] }));
    return group;
  };
  groupOf(new Set());
  for (const each of evidence) {
    const group = groupOf(dependsOn.get(each.name) ?? new Set());
    group.evidence.push(each.name);
    if (each.quantity === "any") group.chosen.push(each.name);
  }
  for (const [index, each] of requirements.entries()) groupOf(readBy[index] ?? new Set()).requirements.push(each.id);
  for (const [index, each] of alternatives.entries()) groupOf(readByBlock[index] ?? new Set()).alternatives.push(each.number);
  checkSize(context, evidence, alternatives, [...groups.values()]);
  return [...groups.values()].filter((group) => group.evidence.length + group.requirements.length + group.alternatives.length > 0);
}

/** What the branches of a block read of the control. */
function readsOfBlock({ branches }: Alternatives): ReadonlySet<string> {
  return new Set(
    branches.flatMap(({ body }) => [
      ...body.evidence.flatMap((each) => [...otherEvidenceRead(each)]),
      ...body.requirements.flatMap((each) => [...readsOf(each)]),
    ]),
  );
}

/** With its messages: they speak of the statement that was chosen. Grouping more than needed changes no truth (`language.md` §6.5). */
function readsOf({ condition, otherwise, fix }: Requirement): ReadonlySet<string> {
  const shown = [otherwise, fix].flatMap((template) => template?.parts ?? []);
  const values = shown.flatMap((part) => (part.kind === "hole" ? [part.value] : []));
  return new Set([condition, ...values].flatMap((each) => [...evidenceRead(each)]));
}

/** The `any` evidences that decide which statements this evidence can be bound to: itself, and those its clauses read. */
function chosenBy(evidence: Evidence, anys: ReadonlySet<string>, dependsOn: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const chosen = new Set(reach(otherEvidenceRead(evidence), anys, dependsOn));
  if (evidence.quantity === "any") chosen.add(evidence.name);
  return chosen;
}

function reach(
  names: ReadonlySet<string>,
  anys: ReadonlySet<string>,
  dependsOn: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  return new Set([...names].flatMap((name) => (anys.has(name) ? [name] : [...(dependsOn.get(name) ?? [])])));
}

function checkSize(
  context: ControlContext,
  evidence: readonly Evidence[],
  alternatives: readonly Alternatives[],
  groups: readonly Growing[],
): void {
  for (const group of groups) {
    if (group.chosen.length > MAX_LINKED) tooManyLinked(context, evidence, group.chosen);
    // A block is one conjunct: what its branches choose is linked with what they read of the control.
    const blocks = alternatives.filter((each) => group.alternatives.includes(each.number));
    for (const { body } of blocks.flatMap(({ branches }) => branches)) {
      const inner = group.chosen.length === 0 ? [] : body.groups;
      for (const { chosen } of inner) {
        const all = [...group.chosen, ...chosen];
        if (chosen.length > 0 && group.chosen.length <= MAX_LINKED && all.length > MAX_LINKED)
          tooManyLinked(context, [...evidence, ...body.evidence], all);
      }
    }
  }
}

function tooManyLinked(context: ControlContext, evidence: readonly Evidence[], chosen: readonly string[]): void {
  const third = evidence.find((each) => each.name === chosen[MAX_LINKED]);
  if (!third) return;
  const names = chosen.map((name) => `\`${name}\``).join(", ");
  report(context, "E4009", third.nameSpan, `more than ${MAX_LINKED} \`any\` evidences are linked: ${names}`, {
    notes: ["every combination of their candidates would have to be tried"],
    help: ["split the requirement that reads all of them, or use `pick latest by …` for one"],
  });
}

/** Union-find over the names of `any` evidences. */
class Links {
  readonly #parent = new Map<string, string>();

  constructor(names: Iterable<string>) {
    for (const name of names) this.#parent.set(name, name);
  }

  join(names: ReadonlySet<string>): ReadonlySet<string> {
    const [first, ...rest] = names;
    if (first !== undefined) for (const name of rest) this.#parent.set(this.#root(name), this.#root(first));
    return names;
  }

  /** "" for the group that reads no `any`. */
  representative(names: ReadonlySet<string>): string {
    const [first] = names;
    return first === undefined ? "" : this.#root(first);
  }

  #root(name: string): string {
    let at = name;
    for (let up = this.#parent.get(at); up !== undefined && up !== at; up = this.#parent.get(at)) at = up;
    return at;
  }
}
