import { fault, type FailureReason, type FetchFault } from "./fault.ts";
import type { FileFault, FileFaultKind } from "./file-system.ts";

const REASONS: Readonly<Record<FileFaultKind, FailureReason>> = {
  "not-found": "not-found",
  "not-a-file": "path-refused",
  "path-refused": "path-refused",
  "too-large": "too-large",
  "too-many": "too-many",
  unreadable: "unreadable",
  exists: "unreadable",
  changed: "unreadable",
};

/** What the disk said, as a reason to fetch nothing; `what` names the file for people. */
export function fileFault(error: FileFault, what: string): FetchFault {
  return fault(REASONS[error.kind], `${what}: ${error.detail}`);
}
