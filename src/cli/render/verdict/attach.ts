import type { EvidencePart, JudgementPart } from "../../../audit/index.ts";
import type { TraceView } from "./view.ts";

/** What follows from an evidence clause: which statement, signed by whom, about what. Not escaped. */
export function attachWords(view: TraceView, judgement: JudgementPart, evidence: EvidencePart, which: "new" | "newer"): string {
  const newer = which === "newer" ? "newer " : "";
  return `attach ${newer}${evidence.view} evidence signed by ${evidence.trustRoot} about ${whose(view, judgement, evidence)}`;
}

/** What `about` named; else the platform that is judged, else the subject. */
function whose(view: TraceView, { platform }: JudgementPart, { named, about }: EvidencePart): string {
  if (named !== undefined) return named.replace(/^gitCommit:/u, "commit ");
  const { digest } = view.trace.request.subject;
  return about === "index only" ? digest : (platform ?? digest);
}
