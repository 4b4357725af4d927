/** How many people some signers are. `language.md` §6.1. */
import type { Identity, People } from "../base/index.ts";

/** The same people, different people, or nobody knows: over all signers of two statements. */
function sameSigners(people: People, a: readonly Identity[], b: readonly Identity[]): boolean | undefined {
  const pairs = a.flatMap((one) => b.map((other) => people.same(one, other)));
  if (pairs.includes(true)) return true;
  return pairs.includes(undefined) ? undefined : false;
}

/**
 * How many people these are, each given by its identities: equal ones count once; ones that cannot be compared count as one
 * towards the least and as two towards the most.
 */
export function countPeople(people: People, signers: readonly (readonly Identity[])[]): { readonly least: number; readonly most: number } {
  return {
    least: components(signers.length, (i, j) => sameSigners(people, signers[i] ?? [], signers[j] ?? []) !== false),
    most: components(signers.length, (i, j) => sameSigners(people, signers[i] ?? [], signers[j] ?? []) === true),
  };
}

function components(count: number, isLinked: (i: number, j: number) => boolean): number {
  const component = Array.from({ length: count }, (_, index) => index);
  const root = (index: number): number => (component[index] === index ? index : root(component[index] as number));
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) if (isLinked(i, j)) component[root(j)] = root(i);
  }
  return component.filter((up, index) => up === index).length;
}
