/** Certificates that may not sign, or that nobody asked issued: what the attack corpus has no name for, or holds to own authorities. */
import { decodeBase64, encodeUtf8 } from "../../../base/index.ts";
import {
  authorityKeyId,
  basicConstraints,
  commonName,
  extendedKeyUsage,
  extensionIds,
  keyUsage,
  keyUsageBits,
  signCertificate,
  subjectAltName,
  usages,
  withExtension,
  type CertificateExtension,
  type Profile,
} from "../../world/certificate.ts";
import { issueLeaf, keyIdOf, type CertificateAuthority, type Issued } from "../../world/certificate-authority.ts";
import { nothing, octets, sequence, tlv } from "../../world/der.ts";
import { identity, profile, signer } from "../../world/mutations/plan-edits.ts";
import type { Surroundings } from "../../world/mutation.ts";
import type { Plan } from "../../world/plan.ts";

type Forge = (plan: Plan, world: Surroundings) => Promise<Plan>;

/** The same intermediate, as its root would have issued it with another profile. */
function intermediate(change: Profile): Forge {
  return async (plan) => {
    const { authority } = identity(plan);
    const spec = change(authority.intermediate.spec);
    const issued = { ...authority.intermediate, spec, der: await signCertificate(spec, authority.root.key) };
    return issuedBy(plan, { ...authority, intermediate: issued }, [issued.der]);
  };
}

function issuedBy(plan: Plan, authority: CertificateAuthority, carried: readonly Uint8Array[]): Plan {
  return signer({ ...plan, version: "0.2" }, { authority, carried, scts: [] });
}

/** Signed well by a certificate that was issued for a signer, and no authority. */
const byLeaf: Forge = async (plan, world) => {
  const own = identity(plan);
  const key = await world.newKey();
  const named = commonName("somebody.example", "somebody");
  const leaf = await issueLeaf(
    { ...own, key, at: own.certificateFrom, serial: "leaf", profile: (spec) => ({ ...spec, subject: named }) },
    world.ports,
  );
  const carried = [leaf.der, own.authority.intermediate.der];
  return issuedBy(plan, { ...own.authority, intermediate: leaf }, carried);
};

/** An authority of the same name with a key of its own. */
const byNamesake: Forge = async (plan, world) => {
  const { authority } = identity(plan);
  const key = await world.newKey("ecdsa-sha2-384-nistp384");
  const impostor: Issued = { ...authority.intermediate, key };
  const keyId = authorityKeyId(keyIdOf(authority.intermediate.key, world.ports));
  const forged = profile((spec) => withExtension(spec, keyId))(plan);
  return signer(forged, { authority: { ...authority, intermediate: impostor } });
};

/** An authority below the one that may have none below it. */
const belowIntermediate: Forge = async (plan, world) => {
  const { authority } = identity(plan);
  const { spec, key } = authority.intermediate;
  const lower = await world.newKey("ecdsa-sha2-384-nistp384");
  const subject = commonName("below.example", "below");
  const lowerSpec = withExtension(
    { ...spec, issuer: spec.subject, subject, spki: lower.spki, extensions: spec.extensions.filter(isNoKeyId) },
    basicConstraints({ isAuthority: true }),
  );
  const lowest: Issued = { spec: lowerSpec, der: await signCertificate(lowerSpec, key), key: lower };
  return issuedBy(withoutKeyIds(plan), { ...authority, intermediate: lowest }, [lowest.der, authority.intermediate.der]);
};

/** Certificates of one name and one key, each of which signed all others: there are more ways through them than anybody walks. */
const tooMany: Forge = async (plan, world) => {
  const { authority } = identity(plan);
  const key = await world.newKey();
  const name = commonName("maze.example", "maze");
  const base = { ...authority.intermediate.spec, issuer: name, subject: name, spki: key.spki };
  const spec = withExtension({ ...base, extensions: base.extensions.filter(isNoKeyId) }, basicConstraints({ isAuthority: true }));
  const serials = Array.from({ length: 9 }, (_, index) => spec.serial.with(0, index + 1));
  const carried = await Promise.all(serials.map((serial) => signCertificate({ ...spec, serial }, key)));
  return issuedBy(withoutKeyIds(plan), { ...authority, intermediate: { spec, der: carried[0] ?? new Uint8Array(), key } }, carried);
};

function isNoKeyId({ oid }: CertificateExtension): boolean {
  return oid !== extensionIds.subjectKeyId && oid !== extensionIds.authorityKeyId;
}

function withoutKeyIds(plan: Plan): Plan {
  return profile((spec) => ({ ...spec, extensions: spec.extensions.filter(isNoKeyId) }))(plan);
}

/** A key that nobody may sign with; who made the signature is no matter, as the key is judged first. */
function withKey(spki: string): (plan: Plan) => Plan {
  const decoded = decodeBase64(spki);
  return profile((spec) => ({ ...spec, spki: decoded.ok ? decoded.value : spec.spki }));
}

const SECP256K1 =
  "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEyQbZLw8/4NuR+taObtyX26Q7myp2Edj2luZDQPYfov77lAY9qrHZCF6yIisyo0AehVhkTS//QMFHtMyFEfp+og==";
const RSA_1024 =
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCnh+IHTa+G8HnkaxIb5oF2guH9XiJxC4u2bqkrmneij6dWHXgMKIIKuhK3wf6w6WPPziV9eKLDAAskqhT8e0ZCiv3MnG3rtRBCABh36jkPpKlJ8uxg4a8cAjFeqjG2F5ZkEXDq+DidaVtdh3gE3CdDti9BlnyktwYGzC1XuXOnEwIDAQAB";

const NAME_CONSTRAINTS = extensionIds.nameConstraints;
const permitted = (...names: readonly Uint8Array[]) => ({
  oid: NAME_CONSTRAINTS,
  critical: true,
  value: sequence(tlv(0xa0, ...names.map((name) => sequence(name)))),
});
const UNKNOWN = { oid: "1.3.6.1.4.1.57264.99", critical: true, value: nothing() };
const SCT_LIST = { oid: extensionIds.sctList, critical: false, value: octets(new Uint8Array([0, 9, 1])) };

export const certificateForgeries = {
  "name-empty": profile((spec) => withExtension(spec, subjectAltName({ type: "uri", value: "" }))),
  "name-of-a-host": profile((spec) => withExtension(spec, subjectAltName({ type: "dns", value: "somebody.example" }))),
  "certificate-key-weak": withKey(RSA_1024),
  "certificate-key-unsupported": withKey(SECP256K1),
  "issued-by-a-leaf": byLeaf,
  "issued-by-a-namesake": byNamesake,
  "sct-list-malformed": (plan: Plan): Plan => signer(plan, { scts: [], profileAfterLogging: (spec) => withExtension(spec, SCT_LIST) }),
  "intermediate-no-authority": intermediate((spec) => withExtension(spec, basicConstraints({ isAuthority: false }))),
  "intermediate-not-critical": intermediate((spec) => withExtension(spec, basicConstraints({ isAuthority: true, critical: false }))),
  "intermediate-not-for-certificates": intermediate((spec) => withExtension(spec, keyUsage(keyUsageBits.digitalSignature))),
  "intermediate-for-another-purpose": intermediate((spec) => withExtension(spec, extendedKeyUsage(usages.serverAuth))),
  "intermediate-critical-unknown": intermediate((spec) => withExtension(spec, UNKNOWN)),
  "intermediate-out-of-date": intermediate((spec) => ({ ...spec, notAfter: spec.notBefore + 1_000_000_000n })),
  "intermediate-with-other-names": intermediate((spec) => withExtension(spec, permitted(tlv(0x81, encodeUtf8("elsewhere.example"))))),
  "intermediate-with-unknown-names": intermediate((spec) => withExtension(spec, permitted(tlv(0x87, new Uint8Array(8))))),
  "intermediate-names-malformed": intermediate((spec) => withExtension(spec, { ...permitted(), value: sequence(tlv(0xa5)) })),
  "intermediate-names-at-a-distance": intermediate((spec) =>
    withExtension(spec, {
      ...permitted(),
      value: sequence(tlv(0xa0, sequence(tlv(0x81, encodeUtf8("desk.example")), tlv(0x80, new Uint8Array([1]))))),
    }),
  ),
  "intermediate-below-an-intermediate": belowIntermediate,
  "intermediates-too-many": tooMany,
} as const;
