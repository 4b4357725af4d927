/** Section 5: certificates, SCT, Sigstore roots. */
import { usages } from "../../../src/testing/world/certificate.ts";
import { newCertificateAuthority, type AuthorityRequest } from "../../../src/testing/world/certificate-authority.ts";
import { editAt } from "../../../src/testing/world/json-edit.ts";
import { listingOf, trustedRootJson, type Listing } from "../../../src/testing/world/trusted-root.ts";
import { signer } from "../../../src/testing/world/mutations/plan-edits.ts";
import { admit, loadSigstoreRoot, type SignerFacts, type SigstoreTrust } from "../../../src/trust/index.ts";
import { crypto, loadRoot } from "../../support/trust/run.ts";
import type { Change, Row, Setup } from "./row.ts";
import { identityTrust, now, signedAt, workflow, world } from "./stage.ts";
import { judge, loading, trial, trials } from "./trial.ts";

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
const chainInvalid = "certificate · certificate-chain-invalid";
const notThen = "certificate · certificate-not-valid-at-time";

function rootOf(listing: Listing, name = "public-good"): ReturnType<typeof loadRoot> {
  return loadRoot(name, new TextEncoder().encode(JSON.stringify(trustedRootJson(listing))));
}

/** Issued by an authority of its own, which the root lists. */
async function issuedBy(change: Partial<AuthorityRequest>, window: { readonly end?: bigint } = {}): Promise<Change> {
  const dates = { notBefore: signedAt - DAY, notAfter: signedAt + DAY };
  const request = { operator: "ca.example", seed: `of its own ${window.end ?? ""}`, purpose: usages.codeSigning, ...dates, ...change };
  const authority = await newCertificateAuthority(request, world.ports);
  const listed = { part: authority, start: signedAt - DAY, ...window };
  const roots = [rootOf({ ...world.listing, certificateAuthorities: [...world.listing.certificateAuthorities, listed] })];
  return { roots, mutate: (plan) => signer(plan, { authority }) };
}

const fine = await issuedBy({});
const justInside = await issuedBy({ notAfter: signedAt }, { end: signedAt });
const past = { notAfter: signedAt - SECOND };
const oldIntermediate = await issuedBy({ intermediateProfile: (spec) => ({ ...spec, ...past }) });
const oldRoot = await issuedBy({ rootProfile: (spec) => ({ ...spec, ...past }) });
const oldWindow = await issuedBy({}, { end: signedAt - SECOND });

/** What comes of the usual attestation where the trust root refuses something of it. */
async function denying(refused: (facts: SignerFacts) => Partial<SigstoreTrust>): Promise<string> {
  const { verification } = await judge({ trust: "none" });
  if (verification.kind !== "verified" || !("statement" in verification)) return "not verified";
  const admission = admit(verification, { ...identityTrust, ...refused(verification.facts) }, now);
  return admission.kind === "admitted" ? "good" : `${admission.step} · ${admission.reason}`;
}

const strange = rootOf(listingOf(await world.stranger(), signedAt - 730n * DAY), "stranger");
const own = rootOf(world.listing);
/** Our certificate; the log and the authority are the other instance's. */
const mixed: Change = {
  request: { tokens: 1 },
  mutate: async (plan, { stranger }) => {
    const { logs, timestampAuthorities } = await stranger();
    const entries = plan.entries.map((entry) => ({ ...entry, log: logs.promising }));
    return { ...plan, entries, tokens: [{ authority: timestampAuthorities.own }] };
  },
};

const twoScts: Change = { mutate: "sct-by-two-operators", trust: { ...identityTrust, scts: 2 } };
const layer: Setup = { form: "layer", request: { vouch: "promise" } };

function loadChanged(path: string, edit: (value: unknown) => unknown): string {
  const bytes = world.trustedRoot((json) => (path === "" ? edit(json) : editAt(json, path, edit)));
  const loaded = loadSigstoreRoot("changed", bytes, crypto);
  return loaded.ok ? "good" : `load ${loaded.error.reason}`;
}

const rootChanges: readonly (readonly [what: string, path: string, edit: (value: unknown) => unknown])[] = [
  ["log without a start", "tlogs.0.publicKey.validFor.start", () => undefined],
  ["end before start", "tlogs.0.publicKey.validFor.end", () => "2000-01-01T00:00:00Z"],
  ["log id of another key", "tlogs.0.logId.keyId", () => Buffer.alloc(32).toString("base64")],
  ["one log twice", "tlogs", (logs) => [...(logs as unknown[]), (logs as unknown[])[0]]],
  ["chain out of order", "certificateAuthorities.0.certChain.certificates", (chain) => [...(chain as unknown[])].reverse()],
  ["unknown enum", "tlogs.0.hashAlgorithm", () => "SHA3_256"],
  ["unknown kind of key", "tlogs.0.publicKey.keyDetails", () => "PKIX_SOMETHING"],
  ["CT log without a start", "ctlogs.0.publicKey.validFor.start", () => undefined],
  ["authority without a window", "timestampAuthorities.0.validFor", () => undefined],
  ["nobody in it", "", () => ({ mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1" })],
  ["unknown media type", "mediaType", () => "application/json"],
];

export const certificateRows: readonly Row[] = [
  {
    id: "cert-01",
    name: "expired-issuer",
    cases: [
      trial("intermediate", fine, oldIntermediate, notThen),
      trial("anchor", fine, oldRoot, notThen),
      trial("window of the root file", justInside, oldWindow, notThen),
    ],
  },
  {
    id: "cert-02",
    name: "leaf-profile",
    cases: trials(
      {},
      [
        "usage-server-only",
        "usage-none",
        "usage-any",
        "key-for-encryption-only",
        "leaf-an-authority",
        "critical-unknown",
        "name-missing",
        "names-two",
        "version-1",
      ],
      "certificate · certificate-profile",
    ),
  },
  {
    id: "cert-03",
    name: "path",
    cases: trials({}, ["issued-by-another"], chainInvalid),
    held: [
      { file: "trust/authorities/own-authorities.test.ts", name: "X4 no authority" },
      { file: "trust/authorities/own-authorities.test.ts", name: "X4 keyCertSign missing" },
      { file: "trust/authorities/own-authorities.test.ts", name: "X4 not critical" },
      { file: "trust/authorities/own-authorities.test.ts", name: "X4 path length" },
      { file: "trust/authorities/own-authorities.test.ts", name: "X3 another subject" },
      { file: "trust/authorities/own-authorities.test.ts", name: "X5 usage that does not nest" },
    ],
  },
  {
    id: "cert-04",
    name: "weak-chain",
    cases: trials({}, ["signed-with-sha1"], "certificate · certificate-algorithm"),
    held: [{ file: "trust/authorities/own-authorities.test.ts", name: "X7 SHA-1" }],
  },
  {
    id: "cert-05",
    name: "path-explosion",
    cases: [],
    held: [{ file: "trust/authorities/own-authorities.test.ts", name: "X2 at most 64 signatures are checked" }],
  },
  {
    id: "cert-06",
    name: "self-supplied-trust",
    cases: [
      ...trials({}, ["issued-by-another-with-its-root"], chainInvalid),
      ...trials(layer, ["issued-by-another-with-its-root"], chainInvalid),
    ],
    held: [{ file: "trust/realdata.test.ts", name: "cert-06: the chain annotation is no trust" }],
  },
  {
    id: "cert-07",
    name: "mixed-instances",
    cases: [
      trial("under the first", {}, { ...mixed, roots: [own] }, "tlog · log-unknown"),
      trial("under the second", {}, { ...mixed, roots: [strange] }, chainInvalid),
      trial("both permitted", {}, { ...mixed, roots: [own, strange] }, chainInvalid),
    ],
  },
  {
    id: "cert-08",
    name: "root-not-permitted",
    cases: [
      trial("known under another name", {}, { roots: [rootOf(world.listing, "staging")] }, "trust · root-not-permitted"),
      trial("two names for one file", {}, { roots: [own], trust: { ...identityTrust, sigstore: "staging" } }, "trust · root-not-permitted"),
    ],
    held: [{ file: "e2e/trust-roots.test.ts", name: "cert-08 an authority of another trust root" }],
  },
  {
    id: "cert-09",
    name: "sct",
    cases: [
      ...trials({}, ["sct-none", "sct-list-empty"], "sct · sct-missing"),
      ...trials({}, ["sct-altered", "certificate-changed-after-logging", "sct-before-the-log"], "sct · sct-invalid"),
      ...trials({}, ["sct-of-unknown-log"], "sct · sct-log-unknown"),
      ...trials({}, ["sct-17"], "sct · too-many"),
    ],
  },
  { id: "cert-10", name: "sct-one-operator", cases: trials(twoScts, ["sct-twice-by-one-operator"], "threshold · sct-threshold-not-met") },
  {
    id: "cert-11",
    name: "root-file",
    cases: rootChanges.map(([what, path, edit]) =>
      loading(
        what,
        "load root-file-invalid",
        () => loadChanged(path, edit),
        () => loadChanged("mediaType", (value) => value),
      ),
    ),
  },
  {
    id: "cert-12",
    name: "revoked",
    cases: [],
    held: [
      { file: "trust/authorities/own-authorities.test.ts", name: "X9 the leaf, an intermediate" },
      { file: "trust/authorities/own-authorities.test.ts", name: "X9 absent, stale, early, signed by somebody else" },
    ],
  },
  {
    id: "cert-13",
    name: "denied",
    cases: [
      trial(
        "always",
        {},
        { trust: { ...identityTrust, refuse: [{ tests: [{ kind: "is", text: workflow }] }] } },
        "revocation · identity-denied",
      ),
      trial(
        "from that moment on",
        { trust: { ...identityTrust, refuse: [{ tests: [{ kind: "is", text: workflow }], since: signedAt + SECOND }] } },
        { trust: { ...identityTrust, refuse: [{ tests: [{ kind: "is", text: workflow }], since: signedAt }] } },
        "revocation · identity-denied",
      ),
      loading(
        "the certificate, by its digest",
        "revocation · identity-denied",
        () => denying(({ signers: [first] }) => ({ refusedCertificates: [first?.fingerprint ?? "sha256:"] })),
        () => denying(() => ({ refusedCertificates: [`sha256:${"0".repeat(64)}`] })),
      ),
      loading(
        "the log entry, by its index",
        "revocation · identity-denied",
        () => denying(({ logs: [first] }) => ({ refusedEntries: first === undefined ? [] : [first] })),
        () => denying(({ logs }) => ({ refusedEntries: logs.map(({ logId, logIndex }) => ({ logId, logIndex: logIndex + 1n })) })),
      ),
    ],
  },
];
