export { evidencePlan, type EvidencePlan, type PlannedControl, type PlannedEvidence } from "./evidence-plan.ts";
