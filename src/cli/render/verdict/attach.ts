import type { EvidencePart } from "../../../audit/index.ts";
import type { TraceView } from "./view.ts";

/** What follows from an evidence clause: which statement, signed by whom, about what. Not escaped. */
export function attachWords(view: TraceView, evidence: EvidencePart, which: "new" | "newer"): string {
  const newer = which === "newer" ? "newer " : "";
  return `attach ${newer}${evidence.view} evidence signed by ${evidence.trustRoot} about ${view.trace.request.subject.digest}`;
}
