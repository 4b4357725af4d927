/** The trust root of a policy as verification takes it. */
import { assert, type Digest } from "../base/index.ts";
import type { CheckedPolicy, TrustRoot as PolicyRoot } from "../language/index.ts";
import type { Demand, TrustMaterial, TrustRoot } from "../trust/index.ts";

/** `language.md` §5.6 → `verification.md` §5. What the grammar has no words for keeps its default. */
export function toTrustRoot(root: PolicyRoot): TrustRoot {
  const common = {
    name: root.name,
    threshold: root.threshold,
    logged: demand(root.logged),
    timestamped: demand(root.timestamped),
    refuse: root.refused,
    acceptClaimedTime: root.acceptsClaimedTime,
  };
  const provenBy = root.provenBy === undefined ? {} : { provenBy: root.provenBy.sigstore };
  if (root.kind === "keys") {
    return { ...common, ...provenBy, kind: "keys", keys: root.keys.map((key) => ({ ...key, fingerprint: key.fingerprint as Digest })) };
  }
  const identity = { identityTests: root.identity, claimTests: root.claims };
  if (root.kind === "authority") {
    const authorities = root.authorities.map(({ fingerprint }) => fingerprint as Digest);
    const issuer = root.issuer === undefined ? {} : { issuer: root.issuer };
    return { ...common, ...identity, ...issuer, ...provenBy, kind: "authority", authorities, revocation: "not-asked" };
  }
  assert(
    root.kind === "sigstore" && root.sigstore !== undefined && root.issuer !== undefined,
    "a Sigstore root without instance or issuer does not compile",
  );
  return {
    ...common,
    kind: "sigstore",
    sigstore: root.sigstore,
    issuer: root.issuer,
    ...identity,
    scts: 1,
  };
}

/** The material with whom the trust roots of the policy let prove when something was signed: `TrustMaterial.provers`. */
export function withProvers(material: TrustMaterial, { trustRoots }: Pick<CheckedPolicy, "trustRoots">): TrustMaterial {
  const provers = trustRoots.flatMap(({ kind, provenBy }) => (kind === "sigstore" ? [] : [provenBy?.sigstore]));
  return { ...material, provers: [...new Set(provers)] };
}

function demand(operators: number): Demand {
  return { required: operators > 0, atLeast: operators };
}
