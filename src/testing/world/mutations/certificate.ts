/** Section 5 and 6 of the attack corpus: the certificate, what it is for, whose it is, and who logged it. */
import type { Surroundings } from "../mutation.ts";
import type { Plan } from "../plan.ts";
import {
  basicConstraints,
  claim,
  extendedKeyUsage,
  extensionIds,
  keyUsage,
  keyUsageBits,
  subjectAltName,
  usages,
  withExtension,
  withoutExtension,
  type AlternativeName,
} from "../certificate.ts";
import { emptySctList } from "../ct-log.ts";
import { nothing, octets, oid, sequence } from "../der.ts";
import { identity, profile, signer } from "./plan-edits.ts";

/** Another name in the certificate, of the kind that is given or a URI. @internal */
export function named(san: string | AlternativeName): (plan: Plan) => Plan {
  return (plan) => signer(plan, { san: typeof san === "string" ? { type: "uri", value: san } : san });
}

const UNKNOWN = "1.3.6.1.4.1.57264.99";

export const certificateMutations = {
  "usage-server-only": profile((spec) => withExtension(spec, extendedKeyUsage(usages.serverAuth))),
  "usage-none": profile((spec) => withoutExtension(spec, extensionIds.extendedKeyUsage)),
  "usage-any": profile((spec) => withExtension(spec, extendedKeyUsage(usages.codeSigning, usages.any))),
  "key-for-encryption-only": profile((spec) => withExtension(spec, keyUsage(keyUsageBits.keyEncipherment))),
  "leaf-an-authority": profile((spec) => withExtension(spec, basicConstraints({ isAuthority: true }))),
  "critical-unknown": profile((spec) => withExtension(spec, { oid: UNKNOWN, critical: true, value: nothing() })),
  "name-missing": profile((spec) => withoutExtension(spec, extensionIds.subjectAltName)),
  "names-two": (plan: Plan): Plan => {
    const { san } = identity(plan);
    return profile((spec) => withExtension(spec, subjectAltName(san, { type: "uri", value: "https://other.example/" })))(plan);
  },
  "version-1": profile((spec) => ({ ...spec, version: 1 })),
  "extension-twice": profile((spec) => ({ ...spec, extensions: [...spec.extensions, ...spec.extensions.slice(0, 1)] })),
  "signed-with-sha1": profile((spec) => ({ ...spec, algorithm: sequence(oid("1.2.840.10045.4.1")) })),
  "issuer-claims-differ": (plan: Plan): Plan => signer(plan, { claims: new Map([...identity(plan).claims, [1, "https://other.example"]]) }),
  "issuer-claims-missing": (plan: Plan): Plan =>
    signer(plan, { claims: new Map([...identity(plan).claims].filter(([arc]) => arc !== 1 && arc !== 8)) }),
  "claim-not-a-text": profile((spec) => withExtension(spec, { ...claim(12, ""), value: octets(new Uint8Array([1])) })),
  "issued-by-another": async (plan: Plan, world: Surroundings): Promise<Plan> => {
    const { certificateAuthority } = await world.stranger();
    return signer(plan, { authority: certificateAuthority });
  },
  "issued-by-another-with-its-root": async (plan: Plan, world: Surroundings): Promise<Plan> => {
    const { certificateAuthority } = await world.stranger();
    const { intermediate, root } = certificateAuthority;
    return signer({ ...plan, version: "0.2" }, { authority: certificateAuthority, carried: [intermediate.der, root.der] });
  },
  "own-chain-carried": (plan: Plan): Plan => {
    const { intermediate, root } = identity(plan).authority;
    return signer({ ...plan, version: "0.2" }, { carried: [intermediate.der, root.der] });
  },
  "sct-none": (plan: Plan): Plan => signer(plan, { scts: [] }),
  "sct-list-empty": (plan: Plan): Plan => signer(plan, { scts: [], profileAfterLogging: (spec) => withExtension(spec, emptySctList) }),
  "sct-altered": (plan: Plan, world: Surroundings): Plan =>
    signer(plan, { scts: [{ log: world.instance.ctLogs.own, change: (sct) => sct.with(-1, (sct.at(-1) ?? 0) ^ 1) }] }),
  "certificate-changed-after-logging": (plan: Plan): Plan =>
    signer(plan, { profileAfterLogging: (spec) => withExtension(spec, claim(20, "changed")) }),
  "sct-of-unknown-log": async (plan: Plan, world: Surroundings): Promise<Plan> =>
    signer(plan, { scts: [{ log: (await world.stranger()).ctLogs.own }] }),
  "sct-before-the-log": (plan: Plan, world: Surroundings): Plan =>
    signer(plan, { scts: [{ log: world.instance.ctLogs.own, at: 1_000_000_000n }] }),
  "sct-17": (plan: Plan, world: Surroundings): Plan =>
    signer(plan, { scts: Array.from({ length: 17 }, (_, i) => ({ log: world.instance.ctLogs.own, extensions: new Uint8Array([i]) })) }),
  "sct-twice-by-one-operator": (plan: Plan, world: Surroundings): Plan => {
    const { own } = world.instance.ctLogs;
    return signer(plan, { scts: [{ log: own }, { log: own, extensions: new Uint8Array([1]) }] });
  },
  "sct-by-two-operators": (plan: Plan, world: Surroundings): Plan =>
    signer(plan, { scts: [{ log: world.instance.ctLogs.own }, { log: world.instance.ctLogs.other }] }),
  "sct-with-extensions": (plan: Plan, world: Surroundings): Plan =>
    signer(plan, { scts: [{ log: world.instance.ctLogs.own, extensions: new Uint8Array([0, 0, 5, 0, 0, 13, 222, 20]) }] }),
} as const;
