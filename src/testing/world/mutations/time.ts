/** Section 4 of the attack corpus: when it was signed. */
import { encodeBase64, encodeUtf8, NANOSECONDS_PER_SECOND } from "../../../base/index.ts";
import { join } from "../der.ts";
import type { Surroundings } from "../mutation.ts";
import type { Plan } from "../plan.ts";
import { identity, signer, token } from "./plan-edits.ts";

const SHA1 = "1.3.14.3.2.26";
const DATA = "1.2.840.113549.1.7.1";

function seconds(count: number): bigint {
  return BigInt(count) * NANOSECONDS_PER_SECOND;
}

/** The certificate's ten minutes moved, so that the signing lies so many seconds after their start. */
function certificateStarts(before: bigint): (plan: Plan) => Plan {
  return (plan) => signer(plan, { certificateFrom: plan.at - before });
}

function ownToken(change: Parameters<typeof token>[1]): (plan: Plan) => Plan {
  return (plan) => token(plan, change);
}

/** The signed attribute that nothing else reads: UTCTime is tag 0x17 with 13 digits. */
function anotherSigningTime(attributes: Uint8Array): Uint8Array {
  const at = attributes.findIndex((byte, i) => byte === 0x17 && attributes[i + 1] === 13);
  return attributes.with(at + 3, (attributes[at + 3] ?? 0) ^ 1);
}

export const timeMutations = {
  "signed-a-second-early": certificateStarts(seconds(-1)),
  "signed-at-the-start": certificateStarts(seconds(0)),
  "signed-at-the-end": certificateStarts(seconds(600)),
  "signed-a-second-late": certificateStarts(seconds(601)),
  "token-a-second-late": (plan: Plan): Plan => token(plan, { at: identity(plan).certificateFrom + seconds(601) }),
  "token-a-second-early": (plan: Plan): Plan => token(plan, { at: identity(plan).certificateFrom - seconds(1) }),
  "token-of-unknown-authority": async (plan: Plan, world: Surroundings): Promise<Plan> =>
    token(plan, { authority: (await world.stranger()).timestampAuthorities.own }),
  "token-of-unknown-authority-without-certificate": async (plan: Plan, world: Surroundings): Promise<Plan> =>
    token(plan, { authority: (await world.stranger()).timestampAuthorities.own, embedded: [] }),
  "token-of-unknown-authority-beside-known-certificate": async (plan: Plan, world: Surroundings): Promise<Plan> => {
    const { own } = (await world.stranger()).timestampAuthorities;
    return token(plan, { authority: own, embedded: [world.instance.timestampAuthorities.own.leaf.der, own.leaf.der] });
  },
  "token-by-unknown-key": async (plan: Plan, world: Surroundings): Promise<Plan> => token(plan, { key: await world.newKey() }),
  "unknown-authority-beside": async (plan: Plan, world: Surroundings): Promise<Plan> => {
    const { own } = (await world.stranger()).timestampAuthorities;
    return { ...plan, tokens: [...plan.tokens, { authority: own }] };
  },
  "token-over-another-signature": async (plan: Plan, world: Surroundings): Promise<Plan> => {
    const other = await world.make({ ...plan, payload: join(plan.payload, encodeUtf8(" ")), entries: [] });
    return token(plan, { over: other.made.signature });
  },
  "token-over-payload": (plan: Plan): Plan => token(plan, { over: plan.payload }),
  "token-over-base64": async (plan: Plan, world: Surroundings): Promise<Plan> => {
    // The signature must be the same one in the bundle, so it is made first and used twice.
    const { made } = await world.make({ ...plan, entries: [], tokens: [] });
    return token({ ...plan, signature: () => made.signature }, { over: encodeUtf8(encodeBase64(made.signature)) });
  },
  "token-sha1-imprint": ownToken({ imprint: { algorithm: SHA1, digest: new Uint8Array(20) } }),
  "token-names-another-certificate": async (plan: Plan, world: Surroundings): Promise<Plan> =>
    token(plan, { named: (await world.stranger()).timestampAuthorities.own.leaf.der }),
  "token-names-no-certificate": ownToken({ named: "none" }),
  "token-without-certificate": ownToken({ embedded: [] }),
  "token-rejected": ownToken({ status: 2 }),
  "token-granted-with-changes": ownToken({ status: 1 }),
  "token-two-signers": ownToken({ signers: 2 }),
  "token-content-other": ownToken({ contentType: DATA }),
  "token-attribute-other": ownToken({ attributeType: DATA }),
  "token-attributes-changed": ownToken({ attributes: anotherSigningTime }),
  "token-digest-of-another": ownToken({ messageDigest: new Uint8Array(32) }),
  "token-again": (plan: Plan): Plan => ({
    ...plan,
    tokens: plan.tokens.flatMap((own) => [own, { ...own, at: plan.at + seconds(1) }]),
  }),
} as const;
