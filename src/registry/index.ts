export { fileCredentials, type ConfigFiles } from "./auth/config-file.ts";
export type { CredentialHelper, HelperAnswer, HelperFault } from "./auth/credential-helper.ts";
export { DEFAULT_LIMITS, type RegistryLimits } from "./limits.ts";
export { failedSources } from "./discovery/discovery.ts";
export type {
  Candidate,
  CandidateReason,
  CandidateState,
  Carrier,
  Discovery,
  FoundEnvelope,
  MemberRole,
  NonRunnable,
  Origin,
  ResolvedSubject,
  SourceId,
  SourceKind,
  SourceRecord,
  SourceStatus,
  SubjectMember,
  SubjectSet,
  UnsupportedReason,
} from "./discovery/discovery.ts";
export { discover } from "./discovery/discover.ts";
export { showUntrusted, type FailureReason, type FetchFault, type SubjectFault, type SubjectFaultKind } from "./fault.ts";
export type { FileEntry, FileFault, FileFaultKind, FileSystem } from "./file-system.ts";
export { attachToLayout, createLayout, putBlob, putManifest, type Attached, type Attachment, type WritePorts } from "./layout/write.ts";
export { parseReference, printReference, repositoryName, type Reference, type ReferenceFault } from "./reference.ts";
export type { Credential, CredentialSource, DiscoverRequest, RegistryPorts } from "./request.ts";
export { parseSubject, printSubject, type SubjectReference } from "./subject.ts";
export type { Timer } from "./timer.ts";
export type { HttpAnswer, HttpRequest, Peer, Reach, Transport, TransportFault, TransportFaultKind } from "./transport.ts";
