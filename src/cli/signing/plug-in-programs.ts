/**
 * The programs that stand for key services, from the environment of the user: `POLICY_KMS_PLUGINS=awskms=/usr/local/bin/sigstore-kms-awskms`,
 * separated by commas. A configuration file is not asked: one that lies in the working directory may be anybody's.
 */
import { isAbsolute } from "node:path";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";

const ENTRY = /^([a-z][a-z0-9+.-]+)=(.+)$/u;
const reserved: ReadonlySet<string> = new Set(["file", "env", "pkcs11", "http", "https"]);

export function plugInPrograms(env: Io["env"]): ReadonlyMap<string, string> {
  const programs = new Map<string, string>();
  for (const entry of (env["POLICY_KMS_PLUGINS"] ?? "").split(",").filter((each) => each.trim() !== "")) {
    const [, scheme = "", program = ""] = ENTRY.exec(entry.trim()) ?? [];
    if (scheme === "" || reserved.has(scheme) || !isAbsolute(program))
      throw new UsageError("`POLICY_KMS_PLUGINS` is malformed", "write scheme=/absolute/path, separated by commas");
    programs.set(scheme, program);
  }
  return programs;
}
