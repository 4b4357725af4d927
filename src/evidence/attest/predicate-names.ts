/** Short names of predicate types, for the command line only. `verification.md` §4.11 and `stdlib.md` §2. */

const PROVISO = "https://proviso.dev/";
const IN_TOTO = "https://in-toto.io/attestation/";
const CYCLONEDX = "https://cyclonedx.org/bom";
const SPDX = "https://spdx.dev/Document";

const types: ReadonlyMap<string, readonly string[]> = new Map([
  ["provenance", ["https://slsa.dev/provenance/v1"]],
  ["slsaprovenance1", ["https://slsa.dev/provenance/v1"]],
  ["provenance02", ["https://slsa.dev/provenance/v0.2"]],
  ["slsaprovenance", ["https://slsa.dev/provenance/v0.2"]],
  ["slsaprovenance02", ["https://slsa.dev/provenance/v0.2"]],
  ["vsa", ["https://slsa.dev/verification_summary/v1"]],
  ["spdx", [SPDX, `${SPDX}/v2.3`, `${SPDX}/v3`]],
  ["spdxjson", [SPDX, `${SPDX}/v2.3`, `${SPDX}/v3`]],
  ["cyclonedx", [CYCLONEDX, `${CYCLONEDX}/v1.4`, `${CYCLONEDX}/v1.5`, `${CYCLONEDX}/v1.6`, `${CYCLONEDX}/v1.7`]],
  ["vuln", ["https://cosign.sigstore.dev/attestation/vuln/v1"]],
  ["vulns", [`${IN_TOTO}vulns/v0.1`, `${IN_TOTO}vulns/v0.2`]],
  ["openvex", ["https://openvex.dev/ns", "https://openvex.dev/ns/v0.2.0"]],
  ["svr", [`${IN_TOTO}svr/v0.2`]],
  ["test-result", [`${IN_TOTO}test-result/v0.1`]],
  ["release", [`${IN_TOTO}release/v0.2`, `${IN_TOTO}release/v0.1`]],
  ["reference", [`${IN_TOTO}reference/v0.1`]],
  ["runtime-trace", [`${IN_TOTO}runtime-trace/v0.1`]],
  ["scai", [`${IN_TOTO}scai/v0.3`]],
  ["link", [`${IN_TOTO}link/v0.3`, "https://in-toto.io/Link/v1"]],
  ["custom", ["https://cosign.sigstore.dev/attestation/v1"]],
  ["npm-publish", ["https://github.com/npm/attestation/tree/main/specs/publish/v0.1"]],
  ["code-review", [`${PROVISO}code-review/v1`]],
  ["approval", [`${PROVISO}approval/v1`]],
  ["deployment", [`${PROVISO}deployment/v1`]],
  ["import", [`${PROVISO}import/v1`]],
  ["waiver", [`${PROVISO}waiver/v1`]],
  ["verdict", [`${PROVISO}verdict/v1`]],
]);

/** Every type that `name` stands for, the one to write first; a name that is not short stands for itself, exactly. */
export function predicateTypesOf(name: string): readonly string[] {
  return types.get(name) ?? [name];
}

export const predicateShortNames: readonly string[] = [...types.keys()];
