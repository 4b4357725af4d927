/** Declarations of a policy: imports, types, views, parameters, trust roots, persons. */
export { BUNDLE_MANIFEST, bundleFolder, readBundle } from "./bundle.ts";
export { declare } from "./declare.ts";
export { LOCK_FILE, readLock, writeLock, type Lock } from "./lock-file.ts";
export type { DeclareInput, DeclarePorts, LoadedCertificate, LoadedKey, RunParameter, RunSettings } from "./ports.ts";
export { refuse, unknownParameter, type DeclaredParameter } from "./parameters.ts";
export { writeValue } from "./show-value.ts";
export { instantOf } from "./times.ts";
export { aType } from "./type-names.ts";
export { lowerValue } from "./values.ts";
