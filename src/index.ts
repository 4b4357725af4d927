/**
 * The library: what embeds a judgement into another program. `compilePolicy`, `discover` what was said about an image, `judge` it through a
 * gate, and write the trace. Core functions are pure and synchronous; what they need of the machine arrives as ports, and the adapters for
 * Node are at the end. The shape of the trace is `schemas/`; the rest of the source is no interface.
 */
export {
  defaultLimits,
  encodeHex,
  formatInstant,
  instantFromMilliseconds,
  parseDigest,
  parseInstant,
  resolvePointer,
} from "./base/index.ts";
export type { Digest, Hasher, Instant, Limits, Result } from "./base/index.ts";
export type { Diagnostic, SourceFile, Span } from "./diagnostics/index.ts";

export { compilePolicy } from "./engine/index.ts";
export type { CompilePolicyInput, CompilePolicyPorts } from "./engine/index.ts";
export { meaningHashes } from "./language/index.ts";
export type { CheckedPolicy, Compiled, Gate, MeaningHashes, RunParameter, RunSettings } from "./language/index.ts";

export {
  attachToLayout,
  createLayout,
  discover,
  explore,
  parseReference,
  parseSubject,
  printSubject,
  putBlob,
  putManifest,
} from "./registry/index.ts";
export type {
  DiscoverRequest,
  Discovery,
  Exploration,
  FurtherSubject,
  RegistryPorts,
  SubjectFault,
  SubjectReference,
} from "./registry/index.ts";

export {
  admit,
  createVerifier,
  loadKeys,
  loadPrivateKey,
  loadRevocationLists,
  loadSigstoreRoot,
  PUBLIC_GOOD,
  publicGoodRootBytes,
  spkiHints,
  writeKeyPair,
} from "./trust/index.ts";
export type {
  Admission,
  FoundEnvelope,
  PublicKeyEntry,
  SigstoreRoot,
  Statement,
  SyncCrypto,
  TrustMaterial,
  TrustRoot,
  Verification,
  Verified,
  Verifier,
} from "./trust/index.ts";

export { judge, judgeFurther, verifyAll } from "./engine/index.ts";
export type { AskFurther, Judged, JudgeInput } from "./engine/index.ts";

/** The digests are of the document alone, so that whoever holds a trace can compute them again. */
export {
  evaluationDigest,
  evidenceSetDigest,
  inputsDigest,
  inspectDocument,
  traceBytes,
  traceDocument,
  workingsDigest,
} from "./audit/index.ts";
export type { InspectDocument, RunInfo, TraceDocument } from "./audit/index.ts";

export { createNodeCrypto } from "./platform/crypto/index.ts";
export { standardModule } from "./platform/embedded/index.ts";
export { nodeFileSystem } from "./platform/files/index.ts";
export { registryPorts } from "./platform/http/index.ts";
