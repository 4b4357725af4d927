import type { Reason } from "../../../trust/index.ts";
import type { Sentences } from "./sentence.ts";

type Signing = Extract<
  Reason,
  | "no-candidate-key"
  | "algorithm-unsupported"
  | "key-weak"
  | "signature-invalid"
  | "message-digest-mismatch"
  | `token-${string}`
  | "log-unknown"
  | "set-invalid"
  | `checkpoint-${string}`
  | "log-name-mismatch"
  | `inclusion-${string}`
  | "log-key-not-valid"
  | `log-entry-${string}`
  | "no-trusted-time"
  | "time-in-future"
  | `certificate-${"chain-invalid" | "not-valid-at-time" | "profile" | "algorithm"}`
  | `sct-${"missing" | "log-unknown" | "invalid"}`
>;

/** Steps signature, timestamp, tlog, time, certificate and sct: `verification.md` §3. */
export const signingSentences: Sentences<Signing> = {
  "no-candidate-key": {
    means: "no key or Sigstore instance that was given could have made this signature",
    repair:
      "sign with a key that the trust root lists, or add the signer's key to the trust root; `policy inspect` takes keys with --key FILE",
  },
  "algorithm-unsupported": {
    means: "the signature was made in a way that we cannot check",
    repair: "sign with ECDSA, Ed25519 or RSA",
  },
  "key-weak": {
    means: "the key is too short to be safe",
    repair: "sign with a stronger key: P-256, Ed25519, or RSA of at least 2048 bits",
  },
  "signature-invalid": {
    means: "the signature does not fit: the content was changed after signing, or another key signed it",
    repair: "have the original attached again, or signed by someone the trust root lists",
  },
  "message-digest-mismatch": {
    means: "the digest that the bundle says was signed is not that of its content",
    repair: "sign and attach it again",
  },
  "token-malformed": {
    means: "the timestamp cannot be read",
    repair: "sign again with a timestamp from a working authority",
  },
  "token-not-granted": {
    means: "the timestamp authority refused, and its refusal was stored as if it were a timestamp",
    repair: "sign again and get a new timestamp",
  },
  "token-imprint-mismatch": {
    means: "the timestamp was made for another signature",
    repair: "sign again and get a timestamp of this very signature",
  },
  "token-signer-unknown": {
    means: "the timestamp comes from an authority that is not trusted here",
    repair: "use a timestamp authority of the Sigstore instance that the trust root names",
  },
  "token-signature-invalid": {
    means: "the signature of the timestamp authority does not fit",
    repair: "sign again and get a new timestamp",
  },
  "token-profile": {
    means: "the timestamp is not made as a timestamp must be",
    repair: "use another timestamp authority",
  },
  "token-chain-invalid": {
    means: "the certificate of the timestamp authority leads to none that is trusted",
    repair: "use a timestamp authority of the Sigstore instance that the trust root names",
  },
  "token-outside-window": {
    means: "the timestamp is from a time when its authority was not trusted",
    repair: "sign again and get a new timestamp",
  },
  "log-unknown": {
    means: "the entry is from a transparency log that is not trusted here",
    repair: "sign with the Sigstore instance that the trust root names",
  },
  "set-invalid": {
    means: "the log's promise to include the signature does not fit",
    repair: "sign and attach it again; the log entry may have been altered",
  },
  "checkpoint-malformed": {
    means: "the log's signed state cannot be read",
    repair: "sign and attach it again",
  },
  "checkpoint-signature-invalid": {
    means: "the log did not sign the state that the proof rests on",
    repair: "sign and attach it again; the proof may have been altered",
  },
  "log-name-mismatch": {
    means: "the proof names another log than the one whose key signed it",
    repair: "sign and attach it again",
  },
  "inclusion-invalid": {
    means: "the proof does not show that the log holds this signature",
    repair: "sign and attach it again; the proof may have been altered",
  },
  "inclusion-inconsistent": {
    means: "the proof contradicts itself",
    repair: "sign and attach it again",
  },
  "log-key-not-valid": {
    means: "the log's key was not in use at the time of the entry",
    repair: "sign again with a current Sigstore instance",
  },
  "log-entry-unsupported": {
    means: "the log entry is of a kind that we do not know",
    repair: "sign again with a tool that writes entries of kind dsse, intoto or hashedrekord",
  },
  "log-entry-malformed": {
    means: "the log entry cannot be read",
    repair: "sign and attach it again",
  },
  "log-entry-mismatch": {
    means: "the log entry is about another signature or another content",
    repair: "sign and attach it again with its own log entry",
  },
  "log-entry-key-mismatch": {
    means: "the log entry names another signer than the one who signed",
    repair: "sign and attach it again with its own log entry",
  },
  "no-trusted-time": {
    means: "nobody trustworthy says when it was signed, and a short-lived certificate needs that",
    repair: "sign again with a log entry or a timestamp",
  },
  "time-in-future": {
    means: "it was signed later than the moment that is judged",
    repair: "check the clocks, or judge at a later time",
  },
  "certificate-chain-invalid": {
    means: "the signer's certificate leads to no authority that is trusted here",
    repair: "sign with the Sigstore instance or authority that the trust root names",
  },
  "certificate-not-valid-at-time": {
    means: "the certificate was not valid at the time of signing",
    repair: "sign again with a valid certificate",
  },
  "certificate-profile": {
    means: "the certificate is not one for signing, or not made as it must be",
    repair: "sign with a certificate made for code signing",
  },
  "certificate-algorithm": {
    means: "the certificate uses an algorithm that is not accepted",
    repair: "sign with a certificate that uses ECDSA, Ed25519 or RSA with SHA-2",
  },
  "sct-missing": {
    means: "nothing shows that the certificate was published in a certificate log",
    repair: "sign with a Sigstore instance that publishes its certificates",
  },
  "sct-log-unknown": {
    means: "the certificate was published in a log that is not trusted here",
    repair: "sign with the Sigstore instance that the trust root names",
  },
  "sct-invalid": {
    means: "the receipt that the certificate was published does not fit",
    repair: "sign again; the certificate may have been altered",
  },
};
