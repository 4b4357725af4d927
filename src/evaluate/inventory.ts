/** `listed in`: the digests that a signed list names. `language.md` §5.9. */
import type { Cell, DigestSet } from "../base/index.ts";
import type { Evidence } from "../language/index.ts";
import type { Candidate } from "./candidate.ts";
import { compileValue } from "./compile.ts";
import type { Environment } from "./environment.ts";
import { ABSENT, Unknown } from "./truth.ts";

/** One listed statement: the digests of it, any of which may name its payload or an attestation of it. */
export type Inventory = readonly (readonly string[])[];

/** `undefined` where nothing is `listed in`; unknown for the reasons that the list is. */
export function inventoryOf({ name, listedIn }: Evidence, environment: Environment): Inventory | Unknown | undefined {
  if (!listedIn) return undefined;
  const value = compileValue(listedIn.list)(environment);
  if (value instanceof Unknown) return value;
  if (value === ABSENT) {
    return new Unknown([
      { outcome: "unverifiable", reason: "inventory-incomplete", detail: "there is no list", evidence: name, born: listedIn.span },
    ]);
  }
  return (value as readonly Cell[]).map((cell) => (cell.value as DigestSet).digests);
}

export function isListed({ statement, envelopes }: Candidate, inventory: Inventory): boolean {
  return inventory.some((digests) => digests.some((digest) => digest === statement || envelopes.includes(digest)));
}
