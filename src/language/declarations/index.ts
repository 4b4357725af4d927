/** Declarations of a policy: imports, types, views, parameters, trust roots, persons. */
export { declare } from "./declare.ts";
export type { DeclareInput, DeclarePorts, LoadedCertificate, LoadedKey, RunParameter, RunSettings } from "./ports.ts";
