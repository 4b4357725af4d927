/** Several statements where exactly one is needed: which ones, and what to write. `language.md` §6.4. */
import { formatInstant } from "../base/index.ts";
import type { Clock, Evidence, Expression } from "../language/index.ts";
import { isAuthentic, type Classified } from "./classify.ts";

const SHOWN = 3;

/** Signer, time and digest of each, and the clause that would decide between them. */
export function ambiguousDetail(evidence: Evidence, rivals: readonly Classified[]): string {
  const shown = rivals.slice(0, SHOWN).map(rivalWords);
  const more = rivals.length > SHOWN ? [`and ${rivals.length - SHOWN} more`] : [];
  return `${rivals.length} statements could be \`${evidence.name}\`, and it needs exactly one: ${[...shown, ...more].join("; ")}; ${wayOut(evidence)}`;
}

function rivalWords({ candidate: { attestation, standing, statement } }: Classified): string {
  const signer = isAuthentic(standing) ? ` signed by ${standing.identity}` : "";
  const at = isAuthentic(standing) && standing.signedAt ? ` at ${formatInstant(standing.signedAt.at)}` : " at a time that nobody proved";
  return `${attestation}${signer}${at}, ${statement}`;
}

/** A tie is not broken by choosing the end again. */
function wayOut({ pick, fresh, view }: Evidence): string {
  if (pick) return "they are of the same time: write `any` if each of them will do, or tell them apart with `where`";
  const clock = fresh ? clockWords(fresh.clock) : (clockField(view.record.fields) ?? "signing time");
  const window = fresh ? "" : ` fresh within … of ${clock}`;
  return `write \`any\` if each of them will do, or \`pick latest by ${clock}${window}\` if the newest counts`;
}

function clockField(fields: Evidence["view"]["record"]["fields"]): string | undefined {
  return fields.find(({ type, optional }) => !optional && type.kind === "scalar" && type.name === "Timestamp")?.name;
}

function clockWords(clock: Clock): string {
  return clock.kind === "signing-time" ? "signing time" : pathWords(clock.read);
}

function pathWords(read: Expression): string {
  if (read.kind !== "field") return "";
  const before = pathWords(read.of);
  return before === "" ? read.field.name : `${before}.${read.field.name}`;
}
