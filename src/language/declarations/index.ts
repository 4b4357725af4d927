/** Declarations of a policy: imports, types, views, parameters, trust roots, persons. */
export { BUNDLE_MANIFEST, BUNDLES_FOLDER, bundleFolder, readBundle, type Bundle } from "./bundle.ts";
export { declare } from "./declare.ts";
export { LOCK_FILE, readLock, writeLock, type Lock } from "./lock-file.ts";
export type { DeclareInput, DeclarePorts, LoadedCertificate, LoadedKey, RunParameter, RunSettings } from "./ports.ts";
