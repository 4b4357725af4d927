/** Who is who: identities as people. `language.md` §5.6. */
import { identitySpace, foldedIdentity, type Identity } from "./scalars/identity.ts";

/** One identity as somebody who can be counted. */
export interface Somebody {
  /** Equal for two identities that are one person for certain. */
  readonly certain: string;
  /** Equal for two identities that can be compared and may still be one person: spelt alike but for letter case. */
  readonly possible: string;
  /** Where this person can be told from others: the kinds and providers of their identities. Who shares one and has another `possible` is somebody else. */
  readonly spaces: readonly string[];
}

export interface People {
  /** `undefined` when nobody has linked identities of these kinds: then nothing is known. */
  same(a: Identity, b: Identity): boolean | undefined;
  who(identity: Identity): Somebody;
}

/** Each group of `persons` is one person. */
export function peopleOf(persons: readonly (readonly Identity[])[]): People {
  const links = new Links();
  const known = new Map<string, { readonly certain: string; readonly group: readonly Identity[] }>();
  for (const group of persons) {
    const [first] = group;
    if (!first) continue;
    for (const identity of group) {
      known.set(identity.text, { certain: first.text, group });
      links.join(foldedIdentity(first), foldedIdentity(identity));
    }
  }
  const who = (identity: Identity): Somebody => {
    const { certain, group } = known.get(identity.text) ?? { certain: identity.text, group: [identity] };
    return { certain, possible: links.root(foldedIdentity(identity)), spaces: [...new Set(group.map(identitySpace))] };
  };
  return { same: (a, b) => sameSomebody(who(a), who(b)), who };
}

function sameSomebody(a: Somebody, b: Somebody): boolean | undefined {
  if (a.certain === b.certain) return true;
  if (a.possible === b.possible) return undefined;
  return a.spaces.some((space) => b.spaces.includes(space)) ? false : undefined;
}

/** Union-find over names. */
class Links {
  readonly #up = new Map<string, string>();

  join(a: string, b: string): void {
    const [one, other] = [this.root(a), this.root(b)];
    if (one !== other) this.#up.set(other, one);
  }

  root(name: string): string {
    let at = name;
    for (let up = this.#up.get(at); up !== undefined; up = this.#up.get(at)) at = up;
    return at;
  }
}
