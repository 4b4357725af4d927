/** Every way to bind the evidences of a group: one, or one for each combination of the candidates of its `any`. `language.md` §6.5. */
import { otherEvidenceRead, type Evidence } from "../language/index.ts";
import { bind, choose, settle, unnamed, type Binding, type Bound } from "./bind.ts";
import { MAX_SUBJECTS, named, subjectText, tooManySubjects } from "./about.ts";
import type { Named, Search } from "./candidate.ts";
import type { Environment } from "./environment.ts";
import { once } from "./once.ts";
import type { Choice } from "./select.ts";
import { Unknown } from "./truth.ts";

export interface Combination {
  /** For each `any` that has candidates. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** Every evidence of the group, in source order. */
  readonly bound: readonly Bound[];
}

/** In source order, since evidence is read by the `where` of later evidence, which is then selected anew for each choice. Never empty. */
export function combinationsOf(
  evidence: readonly Evidence[],
  search: (evidence: Evidence, about?: Named) => Search,
  environment: Environment,
): readonly Combination[] {
  const searches = new Searches(search);
  let combinations = NOTHING_BOUND;
  for (const each of evidence) {
    const extended: Combination[] = [];
    let same: Binding | undefined;
    for (const combination of combinations) {
      enter(combination, environment);
      const binding = same ?? bindOne(each, searches, environment);
      if (!readsOthers(each)) same = binding;
      extend(combination, binding, extended);
    }
    combinations = extended;
  }
  return combinations;
}

const NOTHING_BOUND: readonly Combination[] = [{ choices: new Map(), bound: [] }];

function bindOne(evidence: Evidence, searches: Searches, environment: Environment): Binding {
  const about = named(evidence, environment);
  if (about instanceof Unknown) return unnamed(evidence, about);
  const found = searches.of(evidence, about);
  return found instanceof Unknown ? unnamed(evidence, found) : bind(evidence, found, environment, about);
}

/** Each subject of each evidence is searched for once. */
class Searches {
  readonly #search: (evidence: Evidence, about?: Named) => Search;
  readonly #known = new Map<Evidence, Map<string, Search>>();

  constructor(search: (evidence: Evidence, about?: Named) => Search) {
    this.#search = search;
  }

  /** Unknown for one subject more than an `about` may have: which ones those are must not depend on who found them. */
  of(evidence: Evidence, about: Named | undefined): Search | Unknown {
    if (about === undefined) return this.#search(evidence);
    const bySubject = kept(this.#known, evidence, () => new Map<string, Search>());
    const key = subjectText(about);
    const known = bySubject.get(key);
    if (known) return known;
    if (bySubject.size >= MAX_SUBJECTS) return tooManySubjects(evidence);
    const found = this.#search(evidence, about);
    bySubject.set(key, found);
    return found;
  }
}

function kept<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function extend({ choices, bound }: Combination, binding: Binding, extended: Combination[]): void {
  const { selection, evidence } = binding;
  if (selection.kind !== "choices") {
    extended.push({ choices, bound: [...bound, settle(binding, selection)] });
    return;
  }
  for (const choice of selection.choices)
    extended.push({ choices: new Map([...choices, [evidence.name, choice]]), bound: [...bound, choose(binding, choice)] });
}

/** Puts what is bound where expressions read it. */
export function enter({ bound }: Combination, environment: Environment): void {
  for (const { evidence, slot } of bound) environment.slots[evidence.slot] = slot;
}

/** A stale candidate is false, unexamined. */
export function isExamined({ choices }: Combination): boolean {
  return choices.size === 0 || ![...choices.values()].some((choice) => choice.isStale);
}

/** Which of its candidates count depends on how other evidence is bound. */
const readsOthers = once((evidence: Evidence): boolean => otherEvidenceRead(evidence).size > 0);
