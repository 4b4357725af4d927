import type { EvidencePart } from "../../../audit/index.ts";
import type { TraceView } from "./view.ts";

/** What follows from an evidence clause: which statement, signed by whom, about what. Not escaped. */
export function attachWords(view: TraceView, evidence: EvidencePart, which: "new" | "newer"): string {
  const article = which === "newer" ? "a newer" : /^[aeiou]/u.test(evidence.view) ? "an" : "a";
  return `attach ${article} ${evidence.view} signed by ${evidence.trustRoot} about ${view.trace.request.subject.digest}`;
}
