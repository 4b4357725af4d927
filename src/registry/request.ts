/** What `discover` is asked, and the ports it stands on. */
import type { Hasher, Result } from "../base/index.ts";
import type { Timer } from "./timer.ts";
import type { FileSystem } from "./file-system.ts";
import type { FetchFault } from "./fault.ts";
import type { RegistryLimits } from "./limits.ts";
import type { Reference } from "./reference.ts";
import type { SubjectReference } from "./subject.ts";
import type { Transport } from "./transport.ts";

export interface DiscoverRequest {
  readonly subject: SubjectReference;
  /** Repositories that hold evidence about images of other ones; asked like the image's own. Only people declare them. */
  readonly evidenceRepositories?: readonly Reference[];
  /** Files of evidence (`--bundle`). */
  readonly bundles?: readonly string[];
  /** `os/architecture[/variant]`: narrows an index to one chain. */
  readonly platform?: string;
  /**
   * Whether bare statements inside an index (BuildKit's) are brought home too. Where no trust root admits them they are `trim`med: named, and
   * their requests saved (`registry.md` §4.3, §12). `fetch` is the default.
   */
  readonly unsigned?: "fetch" | "trim";
  /** `read`: what each image is made for is taken from its own config, which costs a request for each. */
  readonly configs?: "read";
  readonly limits?: Partial<RegistryLimits>;
  /** Hosts that speak plain HTTP although they are not this machine. */
  readonly plainHttpHosts?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface RegistryPorts {
  readonly hasher: Hasher;
  readonly files: FileSystem;
  readonly transport: Transport;
  readonly timer: Timer;
  readonly credentials: CredentialSource;
}

export type Credential =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token; helpers say so with the user name `<token>`. */
  | { readonly kind: "identity-token"; readonly token: string }
  /** A bearer token for the registry itself. */
  | { readonly kind: "registry-token"; readonly token: string };

/** Who we are at a registry. `undefined` is anonymous; a helper that broke is a fault and never anonymous. */
export interface CredentialSource {
  credential(domain: string, path: string): Promise<Result<Credential | undefined, FetchFault>>;
}
