/** Controls and gates: the part of a policy that decides. */
export { afterControl } from "./after.ts";
export { checkControl, type Surroundings } from "./control.ts";
export { MAX_ANY_CANDIDATES, MAX_STATEMENTS, ownSteps } from "./cost.ts";
export { controlCosts, type ControlCost } from "./cost-formula.ts";
export { checkGates } from "./gates.ts";
export { evidenceRead, otherEvidenceRead, partsOf, walk } from "./reads.ts";
export { isCondition } from "./presence.ts";
export { witnessing } from "./templates.ts";
export { everyEvidence, everyRequirement } from "./whole-body.ts";
