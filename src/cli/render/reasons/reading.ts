import type { Reason } from "../../../trust/index.ts";
import type { Sentences } from "./sentence.ts";

type Reading = Extract<
  Reason,
  | `utf8-${string}`
  | `json-${string}`
  | "duplicate-key"
  | "base64-invalid"
  | "not-signed"
  | `bundle-${string}`
  | "promise-missing"
  | "proof-missing"
  | "duplicate-item"
  | "signature-count"
  | "der-invalid"
  | "annotation-malformed"
  | "envelope-malformed"
  | "no-signatures"
  | "payload-type-unsupported"
  | `statement-${string}`
  | "digest-malformed"
>;

/** Steps decode, bundle, envelope, payload-type and statement: `verification.md` §3. */
export const readingSentences: Sentences<Reading> = {
  "utf8-invalid": {
    means: "the evidence is not valid text",
    repair: "write it again as UTF-8",
  },
  "json-malformed": {
    means: "the evidence is not valid JSON",
    repair: "attach it again; it may have been cut or edited",
  },
  "duplicate-key": {
    means: "a member stands twice in the evidence, so two readers could read two different things",
    repair: "write it again with every member once",
  },
  "base64-invalid": {
    means: "a part of the evidence is not encoded as it must be",
    repair: "attach it again with a tool that writes standard base64",
  },
  "not-signed": {
    means: "it is a plain statement that nobody signed",
    repair: "sign it and attach the signed form",
  },
  "bundle-version-unsupported": {
    means: "it is a Sigstore bundle of a version that we do not know, so it cannot be checked",
    repair: "sign again with a tool that writes bundle version 0.1 to 0.3",
  },
  "bundle-malformed": {
    means: "the Sigstore bundle lacks something or holds something that does not belong",
    repair: "sign and attach it again; the detail names the place",
  },
  "bundle-ambiguous": {
    means: "the bundle holds two things where one must be, so it could be read in two ways",
    repair: "sign and attach it again, each thing in a bundle of its own",
  },
  "promise-missing": {
    means: "the bundle lacks the log's signed promise, which its version demands",
    repair: "sign again with a tool that puts the log's promise into the bundle",
  },
  "proof-missing": {
    means: "the bundle lacks the proof that the log holds this signature",
    repair: "sign again with a tool that puts the inclusion proof into the bundle",
  },
  "duplicate-item": {
    means: "the same log entry or timestamp stands twice in the bundle",
    repair: "sign and attach it again",
  },
  "signature-count": {
    means: "a bundle carries exactly one signature, and this one does not",
    repair: "sign and attach it again, one bundle for each signer",
  },
  "der-invalid": {
    means: "a certificate, timestamp or signature in it is not encoded as it must be",
    repair: "sign again with another tool or a newer version",
  },
  "annotation-malformed": {
    means: "what cosign stored beside the evidence (certificate, log entry) cannot be read",
    repair: "attach it again with a current cosign, or as a Sigstore bundle",
  },
  "envelope-malformed": {
    means: "the signed container lacks something or holds something that does not belong",
    repair: "sign and attach it again",
  },
  "no-signatures": {
    means: "the container has no signature in it",
    repair: "sign it and attach the signed form",
  },
  "payload-type-unsupported": {
    means: "what was signed is no in-toto statement",
    repair: "sign an in-toto statement",
  },
  "statement-malformed": {
    means: "what was signed cannot be read as a statement",
    repair: "make the statement again and sign it",
  },
  "statement-type-unsupported": {
    means: "the statement is of a version that we do not know",
    repair: "make it as in-toto Statement version 1 and sign it",
  },
  "statement-invalid": {
    means: "the statement lacks a part that every statement must have",
    repair: "make the statement again with subject and predicate type, and sign it",
  },
  "digest-malformed": {
    means: "the statement names its subject by a digest that is no digest",
    repair: "make the statement again with the digest in lower-case hex, and sign it",
  },
};
