/** Who stands behind a statement that is evidence: for telling approvers of waivers from them. `language.md` §6.10. */
import type { Cell, Identity, RecordType, RecordValue, Type } from "../base/index.ts";
import { authorNeeds, type Parties } from "../evaluate/index.ts";
import { readView } from "../evidence/index.ts";
import type { Evidence } from "../language/index.ts";
import type { Statement } from "../trust/index.ts";
import { admitAny } from "./admit-any.ts";
import { byPayload } from "./by-payload.ts";
import type { JudgedAttestation } from "./judged.ts";
import { identityOf } from "./signers.ts";

/** Of the attestation with that id; authors are read whether or not the control reads them. */
export function partiesOf(attestations: readonly JudgedAttestation[], evidence: Evidence, id: string, now: bigint): Parties {
  const group = byPayload(attestations).find((each) => each.some((attestation) => attestation.id === id));
  if (!group) return { signers: [] };
  const admitted = admitAny(
    group.map(({ verification }) => verification),
    evidence.signedBy,
    now,
  );
  if (admitted.kind !== "accepted") return { signers: [] };
  return { signers: admitted.admission.signers.map(identityOf), authors: authorsIn(evidence, admitted.admission.statement) };
}

/** `undefined` where one of them is absent or cannot be read: then anybody may be an author. */
function authorsIn({ view }: Evidence, { predicateType, predicate, subjects }: Statement): readonly Identity[] | undefined {
  const reading = readView(view, predicateType, predicate ?? null, authorNeeds(view.record), { subjects });
  return reading.kind === "readable" ? authorsOf(view.record, reading.record) : undefined;
}

function authorsOf(type: RecordType, { cells }: RecordValue): readonly Identity[] | undefined {
  const wanted = authorNeeds(type).fields;
  const found = type.fields.flatMap((field, index) => {
    if (!wanted.has(field.name)) return [];
    const cell = cells[index];
    return [cell && identitiesIn(field.type, cell)];
  });
  return found.includes(undefined) ? undefined : found.flatMap((each) => each ?? []);
}

function identitiesIn(type: Type, { value }: Cell): readonly Identity[] | undefined {
  if (type.kind === "record") return authorsOf(type, value as RecordValue);
  if (type.kind !== "list" && type.kind !== "set") return [value as Identity];
  const found = (value as readonly Cell[]).map((each) => identitiesIn(type.of, each));
  return found.includes(undefined) ? undefined : found.flatMap((each) => each ?? []);
}
