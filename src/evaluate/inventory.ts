/** `listed in`: the digests that a signed list names, and which of them are answered. `language.md` §5.9. */
import { byCodeUnit, type Cell, type DigestSet } from "../base/index.ts";
import type { Evidence } from "../language/index.ts";
import type { Candidate } from "./candidate.ts";
import type { Classified } from "./classify.ts";
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

const SHOWN = 3;

/**
 * Why the list is not whole: something it names was not found, or was found and cannot be taken. What `where` leaves out has been read, and
 * is left out for what it says.
 */
export function gapOf(evidence: Evidence, inventory: Inventory, classified: readonly Classified[]): Unknown | undefined {
  const answers = classified.filter((each) => each.class === "admissible" || each.because?.reason === "filtered");
  const open = inventory.filter((digests) => !answers.some(({ candidate }) => isListed(candidate, [digests])));
  if (open.length === 0) return undefined;
  const names = open.map((digests) => digests.join(" ")).sort(byCodeUnit);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  const detail = `the list names ${names.slice(0, SHOWN).join(", ")}${more}, and no statement that may count was found for it`;
  const born = evidence.listedIn?.span ?? evidence.span;
  return new Unknown([
    { outcome: "unverifiable", step: "selection", reason: "inventory-incomplete", detail, evidence: evidence.name, born },
  ]);
}
