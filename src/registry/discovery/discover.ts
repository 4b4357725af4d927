import { err, ok, type Digest, type Result } from "../../base/index.ts";
import { showUntrusted, type SubjectFault } from "../fault.ts";
import { DEFAULT_LIMITS, type RegistryLimits } from "../limits.ts";
import { fileFault } from "../file-fault.ts";
import { chooseImage } from "../layout/choose.ts";
import { openLayout } from "../layout/layout.ts";
import { layoutSources } from "../layout/sources.ts";
import { discoverRemote } from "../remote/discover-remote.ts";
import type { DiscoverRequest, RegistryPorts } from "../request.ts";
import { printSubject, type LayoutSubject } from "../subject.ts";
import { SUBJECT_ALGORITHMS } from "../digest-text.ts";
import { readBundleFile } from "./bundle-file.ts";
import { ByteBudget } from "./candidate.ts";
import { absenceHolds, collect } from "./collect.ts";
import type { Discovery, ResolvedSubject, SubjectSet } from "./discovery.ts";
import { platformWarnings, type Found } from "./found.ts";
import type { SourceAnswer } from "./look.ts";
import { unite } from "./union.ts";

/**
 * Settles what the subject is and finds everything said about it, in every declared source (`registry.md` §3, §4). A source that fails is
 * in the answer as failed; only a subject that cannot be settled at all is an error.
 */
export async function discover(request: DiscoverRequest, ports: RegistryPorts): Promise<Result<Discovery, SubjectFault>> {
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  const budget = new ByteBudget(limits.runAttestationBytes);
  const found = await find(request, ports, limits, budget);
  if (!found.ok) return found;
  const bundles: SourceAnswer[] = [];
  for (const path of new Set(request.bundles ?? [])) bundles.push(await readBundleFile(path, ports, budget, limits));
  const { subject, set, warnings } = found.value;
  const union = unite([...found.value.answers, ...bundles], ports.hasher);
  return ok({ subject, set, ...union, absenceHolds: absenceHolds(union.sources), warnings });
}

function find(
  request: DiscoverRequest,
  ports: RegistryPorts,
  limits: RegistryLimits,
  budget: ByteBudget,
): Promise<Result<Found, SubjectFault>> {
  const { subject } = request;
  switch (subject.kind) {
    case "registry":
      return discoverRemote(subject, request, ports, limits, budget);
    case "layout":
      return findInLayout(subject, request, ports, limits, budget);
    case "file":
      return findFile(subject.path, ports);
    case "digest":
      return Promise.resolve(ok(alone(subject.digest, { digest: subject.digest, mediaType: "", role: "digest" }, [subject.digest])));
  }
}

async function findInLayout(
  subject: LayoutSubject,
  request: DiscoverRequest,
  ports: RegistryPorts,
  limits: RegistryLimits,
  budget: ByteBudget,
): Promise<Result<Found, SubjectFault>> {
  const layout = await openLayout(subject.directory, ports, limits);
  if (!layout.ok) {
    const detail = `\`${showUntrusted(subject.directory)}\` is no OCI layout that can be read: ${layout.error.detail}`;
    return err({
      kind: layout.error.reason === "not-found" ? "subject-not-found" : "subject-unreadable",
      reason: layout.error.reason,
      detail,
    });
  }
  const root = await chooseImage(layout.value, subject);
  if (!root.ok) return root;
  const evidence = {
    store: layout.value.store,
    hasher: ports.hasher,
    location: `oci-layout:${subject.directory}`,
    origin: "local" as const,
    perSubject: () => [],
    perSet: (set: SubjectSet) => layoutSources(layout.value, set, ports, limits),
  };
  const collected = await collect(root.value, evidence, limits, budget, request);
  if (!collected.ok) return collected;
  const { digest } = root.value;
  const reference = printSubject({ ...subject, digest });
  const named: ResolvedSubject = { reference, digest, digests: [digest], ...(subject.tag === undefined ? {} : { tag: subject.tag }) };
  return ok({ ...collected.value, subject: named, warnings: platformWarnings(request, collected.value.set) });
}

async function findFile(path: string, ports: RegistryPorts): Promise<Result<Found, SubjectFault>> {
  const digests = await ports.files.digestNamed(path, SUBJECT_ALGORITHMS);
  if (!digests.ok) {
    const error = fileFault(digests.error, `\`${showUntrusted(path)}\``);
    return err({
      kind: error.reason === "not-found" ? "subject-not-found" : "subject-unreadable",
      reason: error.reason,
      detail: error.detail,
    });
  }
  const digest = digests.value[0] as Digest;
  const root = { digest, digests: digests.value, mediaType: "", role: "file" } as const;
  const named = digests.value.filter((each) => !each.startsWith("sha384:"));
  return ok(alone(printSubject({ kind: "file", path }), root, named));
}

function alone(reference: string, root: SubjectSet["root"], digests: readonly Digest[]): Found {
  const set = { root, children: [], others: [] };
  return { subject: { reference, digest: root.digest, digests }, set, answers: [], warnings: [] };
}
