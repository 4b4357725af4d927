export { evidencePlan, type EvidencePlan, type PlannedControl, type PlannedEvidence, type PlannedWaivers } from "./evidence-plan.ts";
