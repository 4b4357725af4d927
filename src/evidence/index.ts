/** From verified statements to typed evidence: whether one is about the subject, and what it says through a view. */
export { predicateShortNames, predicateTypesOf } from "./attest/predicate-names.ts";
export { predicateFaults, type Attested } from "./attest/predicate-faults.ts";
export { makeStatement, type StatementParts } from "./attest/statement.ts";
export { inputsOf, type ResolvedInput, type StoredAs, type StoredEvidence } from "./inputs.ts";
export { readView, type ViewReading } from "./read-view.ts";
export type { ReadFailure } from "./reading/reader.ts";
export { relateCommit, relateSubject, type JudgedSubject, type SubjectRelation } from "./subject.ts";
export { viaRules } from "./views/rules.ts";
