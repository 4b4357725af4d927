/** Who is who: identities as people. `language.md` §5.6. */
import { equalIdentities, type Identity } from "./scalars/identity.ts";

export interface People {
  /** `undefined` when nobody has linked identities of these kinds: then nothing is known. */
  same(a: Identity, b: Identity): boolean | undefined;
}

/** Each group of `persons` is one person. */
export function peopleOf(persons: readonly (readonly Identity[])[]): People {
  const groups = new Map<string, readonly Identity[]>();
  for (const group of persons) for (const identity of group) groups.set(identity.text, group);
  const aliases = (identity: Identity): readonly Identity[] => groups.get(identity.text) ?? [identity];
  return {
    same(a, b) {
      const direct = equalIdentities(a, b);
      if (direct === true) return true;
      const pairs = aliases(a).flatMap((one) => aliases(b).map((other) => equalIdentities(one, other)));
      if (pairs.includes(true)) return true;
      return pairs.includes(false) ? false : undefined;
    },
  };
}
