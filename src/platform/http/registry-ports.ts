import { homedir } from "node:os";
import { join } from "node:path";
import type { Hasher } from "../../base/index.ts";
import { fileCredentials, type ConfigFiles, type FileSystem, type RegistryPorts } from "../../registry/index.ts";
import { runCredentialHelper } from "./credential-helper.ts";
import { nodeTimer } from "./node-timer.ts";
import type { ClosableTransport, TransportOptions } from "./undici-transport.ts";

export interface RegistrySettings extends TransportOptions {
  readonly hasher: Hasher;
  readonly files: FileSystem;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `--registry-config`. */
  readonly registryConfig?: string;
}

export interface ClosableRegistryPorts extends RegistryPorts {
  readonly transport: ClosableTransport;
}

/** Everything `discover` stands on, from this machine. Close the transport when the run is over. */
export function registryPorts(settings: RegistrySettings): ClosableRegistryPorts {
  const { hasher, files } = settings;
  const credentials = fileCredentials(credentialFiles(settings), files, runCredentialHelper);
  return { hasher, files, timer: nodeTimer, credentials, transport: lazyTransport(settings) };
}

/** undici takes as long to load as all the rest, and a layout needs none of it. */
function lazyTransport(options: TransportOptions): ClosableTransport {
  let loading: Promise<ClosableTransport> | undefined;
  const load = async (): Promise<ClosableTransport> => (await import("./undici-transport.ts")).createTransport(options);
  return {
    exchange: async (request) => {
      loading ??= load();
      return (await loading).exchange(request);
    },
    close: async () => (await loading)?.close(),
  };
}

/** `registry.md` §7, in its order. */
export function credentialFiles(settings: Pick<RegistrySettings, "environment" | "registryConfig">): ConfigFiles {
  const { environment, registryConfig } = settings;
  const home = environment["HOME"] ?? homedir();
  const usual = [
    join(environment["DOCKER_CONFIG"] ?? join(home, ".docker"), "config.json"),
    environment["REGISTRY_AUTH_FILE"],
    environment["XDG_RUNTIME_DIR"] === undefined ? undefined : join(environment["XDG_RUNTIME_DIR"], "containers", "auth.json"),
    join(home, ".config", "containers", "auth.json"),
  ];
  return {
    usual: usual.filter((path): path is string => path !== undefined && path !== ""),
    ...(registryConfig === undefined ? {} : { named: registryConfig }),
  };
}
