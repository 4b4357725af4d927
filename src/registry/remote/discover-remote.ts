import { err, type Result } from "../../base/index.ts";
import type { ByteBudget } from "../discovery/candidate.ts";
import type { Found } from "../discovery/found.ts";
import type { SubjectFault } from "../fault.ts";
import type { RegistryLimits } from "../limits.ts";
import type { DiscoverRequest, RegistryPorts } from "../request.ts";
import { printSubject, type RegistrySubject } from "../subject.ts";

export function discoverRemote(
  subject: RegistrySubject,
  _request: DiscoverRequest,
  _ports: RegistryPorts,
  _limits: RegistryLimits,
  _budget: ByteBudget,
): Promise<Result<Found, SubjectFault>> {
  return Promise.resolve(err({ kind: "subject-unreadable", reason: "unreachable", detail: `${printSubject(subject)} cannot be read yet` }));
}
