/** Reasons that no case of the corpus ends in: the tests that hold them; none where nothing gives them yet. */
import type { HeldTest } from "./row.ts";

const bytes = "registry/faults/bytes.test.ts";

export const reasonsElsewhere: Readonly<Record<string, readonly HeldTest[]>> = {
  "source-failed": [{ file: "registry/faults/fail-closed.test.ts", name: "a registry that dies after so many answers" }],
  "blob-missing": [{ file: bytes, name: "a missing blob" }],
  "digest-mismatch": [{ file: bytes, name: "wrong bytes for a referrer, and for nothing else" }],
  "size-mismatch": [{ file: bytes, name: "size" }],
  "media-type-mismatch": [{ file: bytes, name: "media-type-mismatch" }],
  "manifest-malformed": [{ file: bytes, name: "attestations that are an index are malformed" }],
  "reference-invalid": [{ file: "e2e/bad-input.test.ts", name: "a digest that is a path, or no digest" }],
  "referrer-subject-mismatch": [
    { file: "registry/faults/referrers-answers.test.ts", name: "a referrer of another image is dropped and recorded, and hides nothing" },
  ],
  "annotation-malformed": [{ file: "trust/realdata.test.ts", name: "oci-04: annotations that cannot be read" }],
  "anchor-not-permitted": [{ file: "e2e/trust-roots.test.ts", name: "cert-08 an authority of another trust root" }],
  "certificate-revoked": [{ file: "trust/authorities/own-authorities.test.ts", name: "X9 the leaf, an intermediate" }],
  "revocation-unknown": [{ file: "trust/authorities/own-authorities.test.ts", name: "X9 absent, stale, early" }],
  "relation-not-allowed": [],
  "predicate-type-mismatch": [],
};
