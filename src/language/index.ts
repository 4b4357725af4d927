export type * from "./checked/index.ts";
export { controlCosts, type ControlCost } from "./controls/index.ts";
export {
  everyEvidence,
  everyRequirement,
  isCondition,
  MAX_ANY_CANDIDATES,
  MAX_STATEMENTS,
  otherEvidenceRead,
  ownSteps,
  partsOf,
  walk,
  witnessing,
} from "./controls/index.ts";
export { lockEntries, mergeLocks } from "./lock/index.ts";
export { compile, type Compiled } from "./compile.ts";
export { toEvaluate } from "./to-evaluate.ts";
export { BUNDLE_MANIFEST, bundleFolder, LOCK_FILE, readBundle, readLock, writeLock, writeValue, type Lock } from "./declarations/index.ts";
export type { DeclareInput, DeclarePorts, LoadedKey, RunParameter, RunSettings } from "./declarations/index.ts";
export { format } from "./format/index.ts";
export { bundleDigest } from "./meaning/bundle.ts";
export { expressionKey, meaningHashes, type MeaningHashes } from "./meaning/index.ts";
export { checkTests, proofsOf } from "./tests/index.ts";
export { standardViews } from "./standard-views.ts";
export { catalogue, type Catalogue, type CataloguedControl } from "./catalogue/index.ts";
export { evidencePlan, type EvidencePlan, type PlannedControl, type PlannedEvidence, type PlannedWaivers } from "./plan/index.ts";
export { nounsOf } from "./waivers/index.ts";
