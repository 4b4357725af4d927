import type { Reason, SkipReason } from "../../../trust/index.ts";
import type { Sentences } from "./sentence.ts";

type Trusting = Extract<
  Reason,
  | "root-not-permitted"
  | "signer-kind-not-permitted"
  | "anchor-not-permitted"
  | "key-not-listed"
  | "key-purpose"
  | "key-not-valid-at-time"
  | "time-not-proven"
  | "key-revoked"
  | "certificate-revoked"
  | "identity-denied"
  | "revocation-unknown"
  | `issuer-${string}`
  | `identity-${string}`
  | `claim-${string}`
  | "threshold-not-met"
  | `${string}-threshold-not-met`
  | "subject-mismatch"
  | "no-acceptable-digest"
  | "contradictory-digests"
  | "relation-not-allowed"
  | "predicate-type-mismatch"
  | "schema-violation"
  | "claimed-time-in-future"
>;

/** Steps trust to predicate-schema: `verification.md` §3 and §5. */
export const trustingSentences: Sentences<Trusting> = {
  "root-not-permitted": {
    means: "it was signed through another Sigstore instance than the one that the trust root names",
    repair: "sign through the named instance, or change the trust root",
  },
  "signer-kind-not-permitted": {
    means: "it was signed with a key where the trust root asks for a certificate, or the other way round",
    repair: "sign in the way that the trust root asks for",
  },
  "anchor-not-permitted": {
    means: "the signer's certificate comes from another authority than the ones that the trust root lists",
    repair: "sign with a certificate of a listed authority",
  },
  "key-not-listed": {
    means: "it was signed with a key that the trust root does not list",
    repair: "sign with a listed key, or add this key to the trust root if its holder may sign",
  },
  "key-purpose": {
    means: "the key may not sign this kind of statement",
    repair: "sign with the key that is meant for it",
  },
  "key-not-valid-at-time": {
    means: "the key was not in use at the time of signing",
    repair: "sign again with the current key",
  },
  "time-not-proven": {
    means: "nobody trustworthy says when it was signed, and the trust root asks for that",
    repair: "sign again with a log entry or a timestamp",
  },
  "key-revoked": {
    means: "the key was withdrawn, and the signature is not proven to be older",
    repair: "sign again with the current key",
  },
  "certificate-revoked": {
    means: "the certificate was withdrawn",
    repair: "sign again with a valid certificate",
  },
  "identity-denied": {
    means: "the trust root refuses this signer by name",
    repair: "have it signed by someone else who may sign",
  },
  "revocation-unknown": {
    means: "whether the certificate was withdrawn cannot be told",
    repair: "provide the list of withdrawn certificates that the trust root asks for",
  },
  "issuer-mismatch": {
    means: "another identity provider vouched for the signer than the one that the trust root names",
    repair: "sign with an identity of the named provider, or change `issuer` in the trust root",
  },
  "issuer-absent": {
    means: "the certificate does not say which identity provider vouched for the signer",
    repair: "sign with a certificate that names its identity provider",
  },
  "issuer-conflict": {
    means: "the certificate names two different identity providers",
    repair: "sign again; this certificate is not trustworthy",
  },
  "identity-mismatch": {
    means: "it was signed by somebody else than the trust root names",
    repair: "have it signed by the named identity, or change `identity` in the trust root",
  },
  "identity-not-normal": {
    means: "the signer's name is written in a way that could hide who it is",
    repair: "sign with an identity in normal form, or name it exactly with `identity is`",
  },
  "identity-type": {
    means: "the signer's name is of another kind than the one asked for (an e-mail address instead of a URL, say)",
    repair: "sign with that kind of identity, or change `identity` in the trust root",
  },
  "claim-mismatch": {
    means: "the certificate says something else about the signing run than the trust root asks for",
    repair: "sign from the right repository, branch or runner, or change `claim` in the trust root",
  },
  "claim-absent": {
    means: "the certificate does not say what the trust root asks for",
    repair: "sign with a provider that states it, or drop that `claim`",
  },
  "threshold-not-met": {
    means: "fewer different people signed it than the trust root asks for",
    repair: "have more of the listed people sign the same statement",
  },
  "log-threshold-not-met": {
    means: "it is in fewer transparency logs than the trust root asks for",
    repair: "sign again with the log switched on",
  },
  "timestamp-threshold-not-met": {
    means: "it carries fewer trusted timestamps than the trust root asks for",
    repair: "sign again with a timestamp",
  },
  "sct-threshold-not-met": {
    means: "the certificate was published in fewer certificate logs than asked for",
    repair: "sign with a Sigstore instance that publishes its certificates there",
  },
  "subject-mismatch": {
    means: "it is about another image",
    repair: "attach one that names the digest of this image",
  },
  "no-acceptable-digest": {
    means: "it names its subject only by digests that are too weak or of an unknown kind",
    repair: "make the statement again with the sha256 digest",
  },
  "contradictory-digests": {
    means: "it names its subject by several digests, and one of them is not that of this image",
    repair: "make the statement again; it may mix up two artifacts",
  },
  "relation-not-allowed": {
    means: "it is about something near the image (its index, say), and that does not count here",
    repair: "attach one that names the digest of this image",
  },
  "predicate-type-mismatch": {
    means: "it is a statement of another type than the one asked for",
    repair: "attach one of the type that the evidence line asks for",
  },
  "schema-violation": {
    means: "a field that the control reads is missing in it or has a value that cannot be read",
    repair: "have it made again with that field; the detail names the place",
  },
  "claimed-time-in-future": {
    means: "it claims a time that is later than its signature or than now",
    repair: "check the clock of the machine that made it, and make it again",
  },
};

export const skipSentences: Sentences<SkipReason> = {
  "not-applicable": {
    means: "there is nothing for this check to look at",
    repair: "nothing",
  },
  "not-reached": {
    means: "an earlier failure took away what this check would look at",
    repair: "repair the earlier failure",
  },
};
