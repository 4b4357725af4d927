/** `listed in`: which of the listed statements no statement answers. `language.md` §5.9. */
import { byCodeUnit } from "../base/index.ts";
import type { Evidence } from "../language/index.ts";
import type { Classified } from "./classify.ts";
import { isListed, type Inventory } from "./inventory.ts";
import { Unknown } from "./truth.ts";

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
