/** Groups of conjuncts linked by the `any` evidences they read. `language.md` §6.5. */
import type { Evidence, Group, Requirement } from "../checked/index.ts";
import { report, type ControlContext } from "./context.ts";
import { evidenceRead } from "./reads.ts";

const MAX_LINKED = 2;

/** Every evidence and requirement stands in exactly one group; the one without `any` comes first. */
export function groupsOf(context: ControlContext, evidence: readonly Evidence[], requirements: readonly Requirement[]): readonly Group[] {
  const anys = new Set(evidence.filter((each) => each.quantity === "any").map((each) => each.name));
  const links = new Links(anys);
  const dependsOn = new Map<string, ReadonlySet<string>>();
  for (const each of evidence) dependsOn.set(each.name, links.join(chosenBy(each, anys, dependsOn)));
  const readBy = requirements.map((each) => links.join(reach(readsOf(each), anys, dependsOn)));
  const groups = new Map<string, { chosen: string[]; evidence: string[]; requirements: string[] }>();
  const groupOf = (names: ReadonlySet<string>) => {
    const key = links.representative(names);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { chosen: [], evidence: [], requirements: [] }));
    return group;
  };
  groupOf(new Set());
  for (const each of evidence) {
    const group = groupOf(dependsOn.get(each.name) ?? new Set());
    group.evidence.push(each.name);
    if (each.quantity === "any") group.chosen.push(each.name);
  }
  for (const [index, each] of requirements.entries()) groupOf(readBy[index] ?? new Set()).requirements.push(each.id);
  checkSize(context, evidence, [...groups.values()]);
  return [...groups.values()].filter((group) => group.evidence.length + group.requirements.length > 0);
}

/** With its messages: they speak of the statement that was chosen. Grouping more than needed changes no truth (`language.md` §6.5). */
function readsOf({ condition, otherwise, fix }: Requirement): ReadonlySet<string> {
  const shown = [otherwise, fix].flatMap((template) => template?.parts ?? []);
  const values = shown.flatMap((part) => (part.kind === "hole" ? [part.value] : []));
  return new Set([condition, ...values].flatMap((each) => [...evidenceRead(each)]));
}

/** The `any` evidences that decide which statements this evidence can be bound to: itself, and those its `where` reads. */
function chosenBy(evidence: Evidence, anys: ReadonlySet<string>, dependsOn: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reads = new Set(evidence.where ? evidenceRead(evidence.where.condition) : []);
  reads.delete(evidence.name);
  const chosen = new Set(reach(reads, anys, dependsOn));
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

function checkSize(context: ControlContext, evidence: readonly Evidence[], groups: readonly Group[]): void {
  for (const group of groups) {
    if (group.chosen.length <= MAX_LINKED) continue;
    const third = evidence.find((each) => each.name === group.chosen[MAX_LINKED]);
    if (!third) continue;
    report(
      context,
      "E4009",
      third.nameSpan,
      `more than ${MAX_LINKED} \`any\` evidences are linked: ${group.chosen.map((name) => `\`${name}\``).join(", ")}`,
      {
        notes: ["every combination of their candidates would have to be tried"],
        help: ["split the requirement that reads all of them, or use `pick latest by …` for one"],
      },
    );
  }
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
