/** What is drawn for one statement, before it is evidence: `keep` leaves what the fixture says, or the likeliest value where it says nothing. */
import type { Value } from "../../base/index.ts";

export type Drawn =
  | { readonly kind: "keep" }
  | { readonly kind: "absent" }
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Drawn>> }
  | { readonly kind: "list"; readonly elements: readonly Drawn[] };

export interface DrawnStatement {
  /** Positions in what may be chosen; 0 is what an ordinary test has. */
  readonly signer: number;
  readonly time: number;
  readonly fields: Drawn;
}

export const keep: Drawn = { kind: "keep" };
export const asGiven: DrawnStatement = { signer: 0, time: 0, fields: keep };
