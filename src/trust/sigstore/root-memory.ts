/** What was found out about a root by itself, remembered as long as the root is: results of checks, never a reason to skip one. */
import type { SyncCrypto } from "../crypto-provider.ts";
import type { Certificate } from "../x509/certificate.ts";
import { createLinkMemo, type LinkMemo } from "../x509/signature.ts";
import type { SigstoreRoot } from "./root.ts";
import { createSecondOpinion, type SecondOpinion } from "./second-opinion.ts";

export interface RootMemory {
  /** The certificate stands in the root's own file. */
  owns(certificate: Certificate): boolean;
  /** For certificates it owns. */
  readonly links: LinkMemo;
  /** Made when it is first asked: evidence signed by keys needs none, and it takes long to load. */
  readonly opinion: SecondOpinion;
}

const memories = new WeakMap<SigstoreRoot, WeakMap<SyncCrypto, RootMemory>>();

/** One memory for each root and provider: what one provider found is not taken for another's finding. */
export function memoryOf(root: SigstoreRoot, crypto: SyncCrypto): RootMemory {
  const byProvider = memories.get(root) ?? new WeakMap<SyncCrypto, RootMemory>();
  memories.set(root, byProvider);
  const known = byProvider.get(crypto);
  if (known !== undefined) return known;
  const made = createMemory(root, crypto);
  byProvider.set(crypto, made);
  return made;
}

function createMemory(root: SigstoreRoot, crypto: SyncCrypto): RootMemory {
  const authorities = [...root.certificateAuthorities, ...root.timestampAuthorities];
  const own = new Set<Certificate>(authorities.flatMap((authority) => authority.chain));
  const links = createLinkMemo(crypto);
  let opinion: SecondOpinion | undefined;
  return {
    owns: (certificate) => own.has(certificate),
    links,
    get opinion() {
      return (opinion ??= createSecondOpinion(root, links));
    },
  };
}

/** Links between the root's own certificates come from its memory, all others from `links`. */
export function layeredLinks(memory: RootMemory, links: LinkMemo): LinkMemo {
  return {
    check: (certificate, issuer) =>
      memory.owns(certificate) && memory.owns(issuer) ? memory.links.check(certificate, issuer) : links.check(certificate, issuer),
  };
}
