/** How this machine reaches registries: credentials, certificates, the network. Close the transport when the run is over. */
import type { Hasher } from "../../base/index.ts";
import { nodeFileSystem } from "../../platform/files/index.ts";
import { registryPorts } from "../../platform/http/index.ts";
import type { Io } from "../io.ts";
import { escapeAndCut } from "../render/escape.ts";
import { UsageError } from "../usage-error.ts";
import { readBounded } from "./policy-files.ts";
import type { Settings } from "./settings.ts";

export function registryAccess(settings: Settings, hasher: Hasher, io: Io): ReturnType<typeof registryPorts> {
  return registryPorts({
    hasher,
    files: nodeFileSystem,
    environment: io.env,
    registryConfig: settings.registryConfig,
    extraCertificates: extraCertificatesOf(settings),
  });
}

/** PEM that TLS trusts besides the authorities of Node. */
export function extraCertificatesOf({ caFile }: Pick<Settings, "caFile">): readonly string[] {
  return caFile === undefined ? [] : [readCa(caFile)];
}

function readCa(path: string): string {
  const bytes = readBounded(path);
  if (!bytes) throw new UsageError(`the CA file \`${escapeAndCut(path, 200)}\` cannot be read`);
  return Buffer.from(bytes).toString("utf8");
}
