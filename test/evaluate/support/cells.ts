/** Candidates of every class, by one letter, over a view that is small enough to read at a glance. */
import type { ControlVerdict, EvidenceTrace } from "../../../src/evaluate/index.ts";
import type { CheckedPolicy } from "../../../src/language/index.ts";
import { checkedPolicy } from "../../support/compile-policy.ts";
import { judgeWorld, type Listing, type Stated } from "./world.ts";

export const SMALL = `policy t version 1
predicate p "https://acme.example/p/v1" { n: Int  madeOn: Timestamp at "/at"  kind-of: String at "/kind"  who: optional Identity }
trust r { key "keys/a.pub" accept claimed time }
trust logged { key "keys/b.pub" logged yes }
`;

/** One control `C` with this body at gate `prod`. */
export function control(body: string, more = ""): CheckedPolicy {
  return checkedPolicy(`${SMALL}${more}control C "c" {\n${body}\n}\ngate prod { enforce C }\n`);
}

const at = (time: string, kind = "wanted") => ({ predicate: { n: 1, at: time, kind } });

/** NOW is 2026-01-10; a window of seven days is meant. */
const CANDIDATES: Readonly<Record<string, Stated>> = {
  /** Fresh, and one that is newer, and one of the same moment. */
  F: at("2026-01-08T00:00:00Z"),
  G: at("2026-01-09T00:00:00Z"),
  H: at("2026-01-09T00:00:00Z"),
  A: at("2025-12-01T00:00:00Z"),
  a: at("2025-11-01T00:00:00Z"),
  /** A needed field is malformed. */
  B: at("yesterday"),
  X: { class: "failed" },
  N: { class: "not-ours" },
  L: { class: "later" },
  /** Its time was over before anybody knew what it is. */
  U: { class: "undecided", reason: "deadline-exceeded" },
  S: { class: "other-subject" },
  /** Left out by `where`. */
  W: at("2026-01-08T00:00:00Z", "other"),
};

/** `FFB!`: a letter for each candidate, `!` for a listing that is incomplete. */
export function listing(letters: string, nothing: Listing["nothing"] = "none-of-type"): Listing {
  const candidates = [...letters.replaceAll("!", "")].map((letter) => ({ ...(CANDIDATES[letter] as Stated), id: letter }));
  return { candidates, incomplete: letters.includes("!") ? ["source-failed"] : [], nothing };
}

export function judgeCell(policy: CheckedPolicy, letters: string, name = "x"): ControlVerdict {
  const verdict = judgeWorld(policy, { [name]: listing(letters) });
  return verdict.controls[0] as ControlVerdict;
}

export function reasonsOf({ reasons }: Pick<EvidenceTrace, "reasons">): string {
  return [...new Set(reasons.map(({ reason }) => reason))].sort().join(" ");
}
