/** Who may sign a generated statement, and when. The first choice is what an ordinary test has. */
import { toTrustRoot } from "../../engine/index.ts";
import type { ForAllEvidence, GivenEvidence, GivenSigner, TrustRoot } from "../../language/index.ts";
import { admitsName } from "../../trust/index.ts";
import { instants } from "./pools.ts";
import type { Pools } from "./pools.ts";

export interface SignerChoice {
  readonly root: TrustRoot;
  readonly signer: GivenSigner;
}

export interface MadeEvidence extends ForAllEvidence {
  /** May sign as well as those that the trust roots list. */
  readonly named?: SignerChoice;
}

/** Every holder of a key and every identity that a trust root lists, where one of them is enough. */
export function signerChoices({ given, roots, named }: MadeEvidence, now: bigint): readonly SignerChoice[] {
  const { signer, root } = given;
  if (signer.kind === "somebody-else" || signer.as !== undefined || given.spoilt.has("expired")) return [{ root, signer }];
  const listed = roots.flatMap((each): readonly SignerChoice[] => [
    { root: each, signer: { kind: "root" } as const },
    ...namesOf(each, now).map((text): SignerChoice => ({ root: each, signer: { kind: "root", as: { text, span: given.nameSpan } } })),
  ]);
  return named === undefined ? listed : [...listed, named];
}

function namesOf(root: TrustRoot, now: bigint): readonly string[] {
  if (root.threshold > 1) return [];
  if (root.kind !== "keys") {
    const texts = root.identity.flatMap((test) => (test.kind === "is-one-of" ? test.texts : []));
    return [...new Set(texts)].filter((text) => admitsName(toTrustRoot(root), text, now));
  }
  const inForce = root.keys.filter(
    (key) => (key.validFrom ?? now) <= now && now <= (key.validUntil ?? now) && key.revokedSince === undefined,
  );
  return [...new Set(inForce.map(({ holder, file }) => holder ?? file))];
}

/** `undefined` is what the line says, or the time of the test. Only where a clock goes by the signature. */
export function timeChoices({ given }: ForAllEvidence, pools: Pools): readonly (bigint | undefined)[] {
  if (given.signedAt !== undefined || !readsSigningTime(given)) return [undefined];
  // What is signed tomorrow was not found today.
  return [undefined, ...instants(pools.constants, pools.now).filter((at) => at <= pools.now)];
}

function readsSigningTime({ serves, spoilt }: GivenEvidence): boolean {
  if (spoilt.has("stale") || spoilt.has("postdated")) return false;
  return serves.some(({ evidence: { fresh, pick } }) => [fresh?.clock, pick?.clock].some((clock) => clock?.kind === "signing-time"));
}
