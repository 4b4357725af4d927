/** What a subject is, without asking what is said about it: the first step of discovery, and all that signing needs. */
import { err, ok, type Digest, type Result } from "../../base/index.ts";
import type { StoredManifest } from "../content-store.ts";
import { SUBJECT_ALGORITHMS } from "../digest-text.ts";
import { showUntrusted, type SubjectFault } from "../fault.ts";
import { fileFault } from "../file-fault.ts";
import { chooseImage } from "../layout/choose.ts";
import { openLayout, type Layout } from "../layout/layout.ts";
import { DEFAULT_LIMITS, type RegistryLimits } from "../limits.ts";
import { resolveRemote } from "../remote/discover-remote.ts";
import type { DiscoverRequest, RegistryPorts } from "../request.ts";
import { printSubject, type LayoutSubject } from "../subject.ts";
import { ByteBudget } from "./candidate.ts";
import type { ResolvedSubject } from "./discovery.ts";

type ResolveRequest = Pick<DiscoverRequest, "subject" | "limits" | "plainHttpHosts" | "signal">;

/** The one manifest, layout entry or file that is named, with its digest; the bytes have been hashed. Nothing else is read or asked for. */
export async function resolveSubject(request: ResolveRequest, ports: RegistryPorts): Promise<Result<ResolvedSubject, SubjectFault>> {
  const { subject } = request;
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  switch (subject.kind) {
    case "registry":
      return resolveRemote(subject, request, ports, limits, new ByteBudget(limits.runAttestationBytes));
    case "layout": {
      const found = await resolveInLayout(subject, ports, limits);
      return found.ok ? ok(found.value.named) : found;
    }
    case "file": {
      const found = await resolveFile(subject.path, ports);
      return found.ok ? ok(found.value.named) : found;
    }
    case "digest":
      return ok({ reference: subject.digest, digest: subject.digest, digests: [subject.digest] });
  }
}

export interface InLayout {
  readonly layout: Layout;
  readonly root: StoredManifest;
  readonly named: ResolvedSubject;
}

export async function resolveInLayout(
  subject: LayoutSubject,
  ports: RegistryPorts,
  limits: RegistryLimits,
): Promise<Result<InLayout, SubjectFault>> {
  const layout = await openLayout(subject.directory, ports, limits);
  if (!layout.ok) {
    const detail = `\`${showUntrusted(subject.directory)}\` is no OCI layout that can be read: ${layout.error.detail}`;
    return err(faultOf({ reason: layout.error.reason, detail }));
  }
  const root = await chooseImage(layout.value, subject);
  if (!root.ok) return root;
  const { digest } = root.value;
  const reference = printSubject({ ...subject, digest });
  const named = { reference, digest, digests: [digest], ...(subject.tag === undefined ? {} : { tag: subject.tag }) };
  return ok({ layout: layout.value, root: root.value, named });
}

export interface ResolvedFile {
  readonly named: ResolvedSubject;
  /** By every algorithm that a statement may name. */
  readonly digests: readonly Digest[];
}

export async function resolveFile(path: string, ports: RegistryPorts): Promise<Result<ResolvedFile, SubjectFault>> {
  const found = await ports.files.digestNamed(path, SUBJECT_ALGORITHMS);
  if (!found.ok) return err(faultOf(fileFault(found.error, `\`${showUntrusted(path)}\``)));
  const digests = found.value;
  const named = digests.filter((each) => !each.startsWith("sha384:"));
  const reference = printSubject({ kind: "file", path });
  return ok({ named: { reference, digest: digests[0] as Digest, digests: named }, digests });
}

function faultOf({ reason, detail }: Pick<SubjectFault, "reason" | "detail">): SubjectFault {
  return { kind: reason === "not-found" ? "subject-not-found" : "subject-unreadable", reason, detail };
}
