import { err, type Result } from "../../base/index.ts";
import type { SubjectFault } from "../fault.ts";
import type { DiscoverRequest, RegistryPorts } from "../request.ts";
import type { Discovery } from "./discovery.ts";

/**
 * Settles what the subject is and finds everything said about it, in every declared source (`registry.md` §3, §4). A source that fails is
 * in the answer as failed; only a subject that cannot be settled at all is an error.
 */
export function discover(request: DiscoverRequest, ports: RegistryPorts): Promise<Result<Discovery, SubjectFault>> {
  void ports;
  return Promise.resolve(
    err({ kind: "subject-unreadable", reason: "unreadable", detail: `${request.subject.kind} subjects cannot be read yet` }),
  );
}
