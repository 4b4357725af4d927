/** How many people some signers are. `language.md` §5.6, §6.1. */
import type { Identity, People, Somebody } from "../base/index.ts";

/**
 * How many people these are, each given by its identities: the most statements that can each be given a signer who stands for no other
 * one, so that what two people signed together adds nobody. Ones that cannot be compared are nobody new towards the least and somebody
 * else towards the most. One statement more never makes either number smaller: hiding a signature must not help.
 */
export function countPeople(people: People, signers: readonly (readonly Identity[])[]): { readonly least: number; readonly most: number } {
  const statements = signers.map((identities) => identities.map((identity) => people.who(identity)));
  return { least: leastOf(statements), most: mostMatched(statements.map((some) => some.map(({ certain }) => certain))) };
}

/** People who can be told from each other: those of one space. The space where they are the most is the safest count. */
function leastOf(statements: readonly (readonly Somebody[])[]): number {
  const spaces = new Map<string, Map<number, string[]>>();
  for (const [index, some] of statements.entries()) {
    for (const { possible, spaces: own } of some) {
      for (const space of own) {
        const inSpace = spaces.get(space) ?? new Map<number, string[]>();
        spaces.set(space, inSpace);
        inSpace.set(index, [...(inSpace.get(index) ?? []), possible]);
      }
    }
  }
  let least = 0;
  for (const inSpace of spaces.values()) least = Math.max(least, mostMatched([...inSpace.values()]));
  return least;
}

/** The size of a greatest matching: each row takes one of its names, and no name is taken twice. */
function mostMatched(rows: readonly (readonly string[])[]): number {
  const takenBy = new Map<string, readonly string[]>();
  let matched = 0;
  for (const row of rows) if (take(row, takenBy, new Set())) matched++;
  return matched;
}

/** Whoever holds a name gives it up where another of theirs is free. */
function take(row: readonly string[], takenBy: Map<string, readonly string[]>, asked: Set<string>): boolean {
  for (const name of row) {
    if (asked.has(name)) continue;
    asked.add(name);
    const holder = takenBy.get(name);
    if (holder && !take(holder, takenBy, asked)) continue;
    takenBy.set(name, row);
    return true;
  }
  return false;
}
