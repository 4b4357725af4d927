/** Section 2: the form of a Sigstore bundle. */
import type { Row, Setup } from "./row.ts";
import { keysTrust, team, trusted } from "./stage.ts";
import { trial, trials } from "./trial.ts";

const malformed = "bundle · bundle-malformed";
const stamped: Setup = { request: { tokens: 1 } };
const keyed: Setup = { request: { by: team }, keys: [team.entry], trust: keysTrust([trusted(team)]) };
const blob: Setup = { request: { content: "message" }, form: "blob" };

export const bundleRows: readonly Row[] = [
  {
    id: "bundle-01",
    name: "version",
    cases: trials({}, ["version-99", "version-0.4", "version-empty", "version-absent"], "bundle · bundle-version-unsupported"),
  },
  { id: "bundle-02", name: "ambiguous", cases: trials({}, ["two-contents", "two-signers"], "bundle · bundle-ambiguous") },
  {
    id: "bundle-03",
    name: "spelling",
    cases: [
      ...trials(
        {},
        ["snake-case", "log-index-negative", "log-index-2^63", "log-index-letters", "certificate-empty", "chain-in-0.3"],
        malformed,
      ),
      ...trials(blob, ["numeric-enum"], malformed),
      ...trials(keyed, ["public-key-empty"], malformed),
      // What is not spelt like this is not there, and nothing else vouches for the signature.
      trial("snake-case-entries", {}, { mutate: "snake-case-entries" }, "time · no-trusted-time"),
    ],
  },
  {
    id: "bundle-04",
    name: "missing-parts",
    cases: [
      trial("0.1 without promise", { request: { version: "0.1" } }, { mutate: "promise-away" }, "bundle · promise-missing"),
      ...(["0.2", "0.3"] as const).flatMap((version) =>
        trials({ request: { version } }, ["proof-away", "checkpoint-away"], "bundle · proof-missing"),
      ),
    ],
  },
  { id: "bundle-05", name: "bare-proof", cases: trials({ request: { version: "0.1" } }, ["checkpoint-away"], "bundle · proof-missing") },
  { id: "bundle-06", name: "two-signatures", cases: trials({}, ["bundle-signatures-2"], "bundle · signature-count") },
  { id: "bundle-07", name: "duplicates", cases: trials(stamped, ["token-twice", "entry-twice"], "bundle · duplicate-item") },
  {
    id: "bundle-08",
    name: "floods",
    cases: [
      ...trials(stamped, ["tokens-33", "entries-33", "proof-hashes-65"], "bundle · too-many"),
      ...trials({ request: { version: "0.2" } }, ["certificates-11"], "bundle · too-many"),
      ...trials({}, ["certificate-33-kib"], "bundle · too-large"),
    ],
  },
  {
    id: "bundle-09",
    name: "asn1",
    cases: [
      ...trials(
        {},
        [
          "certificate-nested-deep",
          "certificate-nested-deeper-than-allowed",
          "certificate-indefinite-length",
          "certificate-length-2^48",
          "certificate-length-not-minimal",
          "certificate-trailing-byte",
          "certificate-arc-2^35",
        ],
        "bundle · der-invalid",
      ),
      ...trials(
        stamped,
        [
          "token-nested-deep",
          "token-indefinite-length",
          "token-length-2^48",
          "token-length-not-minimal",
          "token-trailing-byte",
          "token-arc-2^35",
        ],
        "bundle · der-invalid",
      ),
      // Names are compared as bytes; nobody reads this one as text.
      ...trials({}, ["certificate-name-like-an-attribute"], "good"),
    ],
  },
  {
    id: "bundle-10",
    name: "message-signature",
    cases: [
      trial("as evidence", blob, { form: "bundle" }, "bundle · not-an-attestation"),
      trial("another digest", blob, { mutate: "message-digest-other" }, "signature · message-digest-mismatch"),
    ],
  },
  {
    id: "bundle-11",
    name: "hint-names",
    cases: (["hint-constructor", "hint-proto"] as const).map((mutate) =>
      trial(mutate, keyed, { mutate, keys: [] }, "signature · no-candidate-key"),
    ),
  },
];
