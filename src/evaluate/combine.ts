/** Every way to bind the evidences of a group: one, or one for each combination of the candidates of its `any`. `language.md` §6.5. */
import { walk, type Evidence } from "../language/index.ts";
import { bind, choose, settle, type Binding, type Bound } from "./bind.ts";
import type { Search } from "./candidate.ts";
import type { Environment } from "./environment.ts";
import { once } from "./once.ts";
import type { Choice } from "./select.ts";

export interface Combination {
  /** For each `any` that has candidates. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** Every evidence of the group, in source order. */
  readonly bound: readonly Bound[];
}

/** In source order, since evidence is read by the `where` of later evidence, which is then selected anew for each choice. Never empty. */
export function combinationsOf(
  evidence: readonly Evidence[],
  search: (evidence: Evidence) => Search,
  environment: Environment,
): readonly Combination[] {
  const searches = new Map<Evidence, Search>();
  const bindings = new Map<Evidence, Binding>();
  const searchFor = (each: Evidence): Search => kept(searches, each, () => search(each));
  const bindNow = (each: Evidence): Binding => bind(each, searchFor(each), environment);
  const bindingOf = (each: Evidence): Binding => (readsOthers(each) ? bindNow(each) : kept(bindings, each, () => bindNow(each)));
  return evidence.reduce<readonly Combination[]>(
    (combinations, each) =>
      combinations.flatMap((combination) => {
        enter(combination, environment);
        return extend(combination, bindingOf(each));
      }),
    [{ choices: new Map(), bound: [] }],
  );
}

function kept<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function extend({ choices, bound }: Combination, binding: Binding): readonly Combination[] {
  const { selection, evidence } = binding;
  if (selection.kind !== "choices") return [{ choices, bound: [...bound, settle(binding, selection)] }];
  return selection.choices.map((choice) => ({
    choices: new Map([...choices, [evidence.name, choice]]),
    bound: [...bound, choose(binding, choice)],
  }));
}

/** Puts what is bound where expressions read it. */
export function enter({ bound }: Combination, environment: Environment): void {
  for (const { evidence, slot } of bound) environment.slots[evidence.slot] = slot;
}

/** A stale candidate is false, unexamined. */
export function isExamined({ choices }: Combination): boolean {
  return ![...choices.values()].some((choice) => choice.isStale);
}

/** Which of its candidates count depends on how other evidence is bound. */
const readsOthers = once((evidence: Evidence): boolean => {
  let isReading = false;
  if (evidence.where) {
    walk(evidence.where.condition, (at) => {
      const isOther = at.kind === "statement" && at.slot !== evidence.slot;
      const isSet = "drawn" in at && at.drawn.list.kind === "statements";
      if (isOther || isSet || (at.kind === "is-empty" && at.left.kind === "statements")) isReading = true;
    });
  }
  return isReading;
});
