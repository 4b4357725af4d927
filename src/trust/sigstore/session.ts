/** One Sigstore root in one run: the root with everything that is worth remembering between envelopes. */
import type { Limits, Result } from "../../base/index.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import type { LinkMemo } from "../x509/signature.ts";
import type { SigstoreRoot } from "./root.ts";
import { layeredLinks, memoryOf } from "./root-memory.ts";
import type { SecondOpinion } from "./second-opinion.ts";
import type { SctOutcome } from "./sct.ts";
import type { Fault } from "../steps.ts";

export interface RootSession {
  readonly root: SigstoreRoot;
  readonly crypto: SyncCrypto;
  readonly limits: Limits;
  readonly links: LinkMemo;
  readonly opinion: SecondOpinion;
  /** SCT outcomes by leaf and issuer fingerprint: they do not depend on the envelope. */
  readonly scts: Map<string, Result<readonly SctOutcome[], Fault>>;
}

/** `links` are the run's, shared by its roots. */
export function createRootSession(root: SigstoreRoot, crypto: SyncCrypto, links: LinkMemo, limits: Limits): RootSession {
  const memory = memoryOf(root, crypto);
  return {
    root,
    crypto,
    limits,
    links: layeredLinks(memory, links),
    get opinion() {
      return memory.opinion;
    },
    scts: new Map(),
  };
}
