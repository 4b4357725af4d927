export { fileCredentials, type ConfigFiles } from "./auth/config-file.ts";
export type { CredentialHelper } from "./auth/credential-helper.ts";
export { absenceHolds } from "./discovery/collect.ts";
export { failedSources, subjectKey } from "./discovery/discovery.ts";
export type {
  Candidate,
  CandidateReason,
  CandidateState,
  Discovery,
  FoundEnvelope,
  FurtherSubject,
  ResolvedSubject,
  SourceKind,
  SourceRecord,
  SubjectMember,
  SubjectSet,
  UnsupportedReason,
} from "./discovery/discovery.ts";
export { discover, explore, type Exploration } from "./discovery/discover.ts";
export { resolveSubject } from "./discovery/resolve.ts";
export type { FailureReason, SubjectFault, SubjectFaultKind } from "./fault.ts";
export type { FileEntry, FileFault, FileFaultKind, FileSystem } from "./file-system.ts";
export { attachToLayout, createLayout, putBlob, putManifest } from "./layout/write.ts";
export { parseReference, type Reference } from "./reference.ts";
export { fetchArtifact } from "./remote/fetch-artifact.ts";
export type { Credential, DiscoverRequest, RegistryPorts } from "./request.ts";
export { parseSubject, printSubject, type SubjectReference } from "./subject.ts";
export type { Timer } from "./timer.ts";
export type { HttpAnswer, HttpRequest, Peer, Reach, Transport, TransportFault, TransportFaultKind } from "./transport.ts";
