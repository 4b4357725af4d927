/** When a quantifier holds, from how many elements hold. The table of `language.md` §6.1. */
import type { QuantityWord } from "../language/index.ts";
import { union, type Truth, type Unknown } from "./truth.ts";

export interface Tally {
  /** Elements seen. */
  readonly size: number;
  /** How many hold, at least; how many hold, at most, if every unknown one does. Equal to counts unless people are counted. */
  readonly least: number;
  readonly most: number;
  readonly false: number;
  readonly unknowns: readonly Unknown[];
  /** Elements that could not be read: there may be more of them than are seen. */
  readonly unread: readonly Unknown[];
}

export function holds(word: QuantityWord, tally: Tally, amount: bigint): Truth {
  const decided = decide(word, tally, amount);
  return decided ?? union([...tally.unknowns, ...tally.unread]);
}

function decide(word: QuantityWord, tally: Tally, amount: bigint): boolean | undefined {
  const { least, most } = tally;
  const isWhole = tally.unread.length === 0;
  switch (word) {
    case "some":
      return least > 0 ? true : isWhole && most === 0 ? false : undefined;
    case "no":
      return least > 0 ? false : isWhole && most === 0 ? true : undefined;
    case "every":
      if (tally.false > 0) return false;
      if (!isWhole) return undefined;
      return tally.size === 0 ? false : tally.unknowns.length > 0 ? undefined : true;
    case "at-least":
      return BigInt(least) >= amount ? true : isWhole && BigInt(most) < amount ? false : undefined;
    case "at-most":
      return BigInt(least) > amount ? false : isWhole && BigInt(most) <= amount ? true : undefined;
    case "exactly":
      if (BigInt(least) > amount) return false;
      if (!isWhole) return undefined;
      if (BigInt(most) < amount) return false;
      return least === most && BigInt(least) === amount ? true : undefined;
  }
}
