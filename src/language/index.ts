export type * from "./checked/index.ts";
export { everyEvidence, everyRequirement, isCondition, witnessing, MAX_ANY_CANDIDATES, ownSteps, partsOf, walk } from "./controls/index.ts";
export { lockEntries, mergeLocks } from "./lock/index.ts";
export { compile, type Compiled } from "./compile.ts";
export {
  BUNDLE_MANIFEST,
  BUNDLES_FOLDER,
  bundleFolder,
  LOCK_FILE,
  readBundle,
  readLock,
  writeLock,
  type Bundle,
  type Lock,
} from "./declarations/index.ts";
export type { DeclareInput, DeclarePorts, LoadedKey, RunParameter, RunSettings } from "./declarations/index.ts";
export { format } from "./format/index.ts";
export { bundleDigest } from "./meaning/bundle.ts";
export { expressionKey, meaningHashes, type MeaningHashes } from "./meaning/index.ts";
export { checkTests, type CheckedTests } from "./tests/index.ts";
export { standardViews } from "./standard-views.ts";
export { catalogue, type Catalogue, type CataloguedControl } from "./catalogue/index.ts";
export { evidencePlan, type EvidencePlan, type PlannedControl, type PlannedEvidence } from "./plan/index.ts";
export { nounsOf } from "./waivers/index.ts";
