/** From the words of the command line to everything that was said about the subject. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ok, type Hasher, type Result } from "../../base/index.ts";
import { filesLike } from "../../platform/policy-files/index.ts";
import {
  explore,
  parseSubject,
  resolveSubject,
  type DiscoverRequest,
  type Exploration,
  type Discovery,
  type ResolvedSubject,
  type SubjectFault,
  type SubjectReference,
} from "../../registry/index.ts";
import type { Io } from "../io.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";
import { registryAccess } from "./registry-access.ts";
import type { Settings } from "./settings.ts";

export interface EvidenceFlags {
  readonly bundle?: readonly string[];
  readonly platform?: string;
}

export async function subjectOf(text: string | undefined, flags: EvidenceFlags, io: Io): Promise<SubjectReference> {
  const subject = await namedSubject(text, "eval", io);
  if ((subject.kind === "file" || subject.kind === "digest") && (flags.bundle ?? []).length === 0) {
    throw new UsageError(
      `nothing can be found about \`${escapeAndCut(text ?? "", 200)}\` by itself`,
      "give its attestations with --bundle FILE",
    );
  }
  return subject;
}

/** What `text` names, paths from where the command runs; `command` is the one that asks, for its example. */
export async function namedSubject(text: string | undefined, command: "eval" | "attest", io: Io): Promise<SubjectReference> {
  if (text === undefined)
    throw new UsageError("which image?", `for example \`policy ${command} registry.example/team/app:1.0\`, or oci-layout:DIR`);
  const parsed = parseSubject(text);
  if (!parsed.ok)
    throw new UsageError(`\`${escapeAndCut(text, 200)}\` is no image, layout, file or digest: ${escapeAndCut(parsed.error.detail, 200)}`);
  const subject = parsed.value;
  if (subject.kind === "layout") return { ...subject, directory: resolve(io.cwd, subject.directory) };
  return subject.kind === "file" ? { ...subject, path: await fileNamed(subject.path, io) } : subject;
}

/** The digest of what is named, for a statement about it; nothing is asked about it. */
export async function resolveNamed(
  subject: SubjectReference,
  settings: Settings,
  hasher: Hasher,
  io: Io,
): Promise<Result<ResolvedSubject, SubjectFault>> {
  const ports = registryAccess(settings, hasher, io);
  try {
    return await resolveSubject({ subject, plainHttpHosts: settings.plainHttp }, ports);
  } finally {
    await ports.transport.close();
  }
}

/** A shell leaves `file:dist/*.whl` as it is, so the pattern is ours to expand; it must mean one file. */
async function fileNamed(path: string, io: Io): Promise<string> {
  const absolute = resolve(io.cwd, path);
  if (!path.includes("*") || existsSync(absolute)) return absolute;
  const [only, another] = await filesLike(absolute);
  if (only !== undefined && another === undefined) return only;
  const count = only === undefined ? "no file" : "several files";
  throw new UsageError(`\`file:${escapeAndCut(path, 200)}\` means ${count}`, "name one file");
}

/** Where the run looks, besides the places that every run asks. */
type More = Pick<DiscoverRequest, "configs" | "limits">;

/** Asks every source. A subject that cannot be found at all is the error. */
export function findEvidence(
  subject: SubjectReference,
  flags: EvidenceFlags,
  settings: Settings,
  hasher: Hasher,
  io: Io,
): Promise<Result<Discovery, SubjectFault>> {
  return exploring(subject, flags, settings, { hasher, io }, ({ discovery }) => Promise.resolve(discovery));
}

/** The same, and keeps the connections while `use` may ask about more. */
export async function exploring<T>(
  subject: SubjectReference,
  flags: EvidenceFlags,
  settings: Settings,
  { hasher, io, ...more }: More & { readonly hasher: Hasher; readonly io: Io },
  use: (exploration: Exploration) => Promise<T>,
): Promise<Result<T, SubjectFault>> {
  const ports = registryAccess(settings, hasher, io);
  const request = {
    ...more,
    subject,
    bundles: flags.bundle?.map((path) => resolve(io.cwd, path)),
    platform: flags.platform,
    plainHttpHosts: settings.plainHttp,
  };
  try {
    const explored = await explore(request, ports);
    return explored.ok ? ok(await use(explored.value)) : explored;
  } finally {
    await ports.transport.close();
  }
}
