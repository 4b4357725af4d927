/** From the words of the command line to everything that was said about the subject. */
import type { Hasher } from "../../base/index.ts";
import { nodeFileSystem } from "../../platform/files/index.ts";
import { registryPorts } from "../../platform/http/index.ts";
import { discover, parseSubject, type Discovery, type SubjectFault, type SubjectReference } from "../../registry/index.ts";
import type { Io } from "../io.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";
import { readBounded } from "./policy-files.ts";
import type { Settings } from "./settings.ts";
import { resolve } from "node:path";
import type { Result } from "../../base/index.ts";

export interface EvidenceFlags {
  readonly bundle?: readonly string[];
  readonly platform?: string;
}

export function subjectOf(text: string | undefined, flags: EvidenceFlags, io: Io): SubjectReference {
  if (text === undefined)
    throw new UsageError("which image?", "for example `policy eval registry.example/team/app:1.0`, or oci-layout:DIR");
  const parsed = parseSubject(text);
  if (!parsed.ok)
    throw new UsageError(`\`${escapeAndCut(text, 200)}\` is no image, layout, file or digest: ${escapeAndCut(parsed.error.detail, 200)}`);
  const subject = parsed.value;
  if ((subject.kind === "file" || subject.kind === "digest") && (flags.bundle ?? []).length === 0) {
    throw new UsageError(`nothing can be found about \`${escapeAndCut(text, 200)}\` by itself`, "give its attestations with --bundle FILE");
  }
  if (subject.kind === "layout") return { ...subject, directory: resolve(io.cwd, subject.directory) };
  return subject.kind === "file" ? { ...subject, path: resolve(io.cwd, subject.path) } : subject;
}

/** Asks every source. A subject that cannot be found at all is the error. */
export async function findEvidence(
  subject: SubjectReference,
  flags: EvidenceFlags,
  settings: Settings,
  hasher: Hasher,
  io: Io,
): Promise<Result<Discovery, SubjectFault>> {
  const ports = registryPorts({
    hasher,
    files: nodeFileSystem,
    environment: io.env,
    registryConfig: settings.registryConfig,
    extraCertificates: settings.caFile === undefined ? [] : [readCa(settings.caFile)],
  });
  try {
    return await discover(
      {
        subject,
        bundles: flags.bundle?.map((path) => resolve(io.cwd, path)),
        platform: flags.platform,
        plainHttpHosts: settings.plainHttp,
      },
      ports,
    );
  } finally {
    await ports.transport.close();
  }
}

function readCa(path: string): string {
  const bytes = readBounded(path);
  if (!bytes) throw new UsageError(`the CA file \`${escapeAndCut(path, 200)}\` cannot be read`);
  return Buffer.from(bytes).toString("utf8");
}
