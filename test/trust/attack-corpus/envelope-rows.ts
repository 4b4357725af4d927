/** Section 1: envelope, signatures, keys. */
import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import type { WorldKey } from "../../../src/testing/index.ts";
import { loadKeys, type PublicKeyEntry, type Verification } from "../../../src/trust/index.ts";
import { crypto, instant } from "../../support/trust/run.ts";
import { statementText } from "../../support/trust/signing.ts";
import { compiles } from "./policy-text.ts";
import type { Row, Setup } from "./row.ts";
import { corpusKey, corpusKeyOf, identityTrust, keysTrust, second, signedAt, team, trusted } from "./stage.ts";
import { judge, loading, trial, trials } from "./trial.ts";

const SECOND = 1_000_000_000n;

/** Signed with the team's key, no log: the plain envelope. */
const keyed: Setup = {
  form: "dsse",
  request: { by: team, entry: "none", tokens: 0 },
  keys: [team.entry],
  trust: keysTrust([trusted(team)]),
};
const bundled: Setup = {};
const signatureInvalid = "signature · signature-invalid";
const base64Invalid = "decode · base64-invalid";

const rsa = await corpusKey("rsa-sign-pkcs1-sha256");
const pss = { ...rsa, key: await pssOf() };
const p384 = await corpusKey("ecdsa-sha2-384-nistp384");

/** The signer of `rsa` when it signs as PSS: the entry stays what it is. */
async function pssOf(): Promise<WorldKey> {
  const made = await corpusKey("rsa-sign-pss-sha256");
  return made.key;
}

function nodeKey(
  spki: Buffer,
  privateKey: Parameters<ReturnType<typeof createSign>["sign"]>[0],
  algorithm: WorldKey["algorithm"],
): WorldKey {
  const sign = async (parts: readonly Uint8Array[]): Promise<Uint8Array> => {
    const signer = createSign("sha256");
    for (const part of parts) signer.update(part);
    return new Uint8Array(signer.sign(privateKey));
  };
  return { algorithm, spki: new Uint8Array(spki), sign };
}

const weakRsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
const foreignCurve = generateKeyPairSync("ec", { namedCurve: "secp256k1" });
const weak = nodeKey(weakRsa.publicKey.export({ type: "spki", format: "der" }), weakRsa.privateKey, "rsa-sign-pkcs1-sha256");
const foreign = nodeKey(foreignCurve.publicKey.export({ type: "spki", format: "der" }), foreignCurve.privateKey, "ecdsa-sha2-256-nistp256");

/** The team's key as a key file of an npm registry lists it. */
function npmKeys(keyUsage: string): readonly PublicKeyEntry[] {
  const rawBytes = Buffer.from(team.key.spki).toString("base64");
  const validFor = { start: "2022-12-01T00:00:00Z" };
  const keyId = `SHA256:${createHash("sha256").update(team.key.spki).digest("base64")}`;
  const file = { keys: [{ keyId, keyUsage, publicKey: { rawBytes, keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor } }] };
  const loaded = loadKeys("npm-keys.json", new TextEncoder().encode(JSON.stringify(file)), crypto);
  if (!loaded.ok) throw new Error(loaded.error.detail);
  return loaded.value.keys;
}

/** The certificate is for that key. */
function leafKey(key: WorldKey) {
  return trial(
    `leaf with ${key === weak ? "RSA-1024" : "secp256k1"}`,
    bundled,
    { mutate: (plan) => ({ ...plan, signer: { ...plan.signer, key } }) },
    key === weak ? "signature · key-weak" : "signature · algorithm-unsupported",
  );
}

function loaded(key: WorldKey): string {
  const result = loadKeys("key.pub", key.spki, crypto);
  return result.ok ? "good" : `load ${result.error.reason}`;
}

async function verified(setup: Setup): Promise<readonly Verification[]> {
  return [(await judge(setup)).verification as Verification];
}

const bySecond: Setup = { ...keyed, request: { by: second, entry: "none", tokens: 0 }, keys: [team.entry, second.entry] };
const two = keysTrust([trusted(team), trusted(second)], { threshold: 2 });
const byBoth: Setup = { ...keyed, keys: [team.entry, second.entry], trust: two, beside: () => verified(bySecond) };
const alone: Setup = { ...byBoth, beside: () => Promise.resolve([]) };

/** Logged, so that a time is proven. */
const timed: Setup = { ...keyed, form: "bundle", request: { by: team } };
const window = (change: Parameters<typeof trusted>[1]): Setup => ({ trust: keysTrust([trusted(team, change)]) });
const inForce = { validFrom: signedAt - SECOND, validUntil: signedAt + SECOND };

/** As long that base64 pads it, so that there are bits behind its last byte. */
const padded = statementText().padEnd(3 * Math.ceil(statementText().length / 3) + 1);

const keyPolicy = (clauses: string): string => `trust team { ${clauses} }`;

export const envelopeRows: readonly Row[] = [
  {
    id: "dsse-01",
    name: "payload-tampered",
    cases: [keyed, bundled].flatMap((setup) =>
      trials(setup, ["payload-flipped", "payload-type-changed", "signature-of-another"], signatureInvalid),
    ),
  },
  {
    id: "dsse-02",
    name: "payload-type-foreign",
    cases: [
      ...["application/vnd.example", "text/plain"].flatMap((payloadType) =>
        [keyed, bundled].map((setup) => trial(payloadType, setup, { request: { payloadType } }, "payload-type · payload-type-unsupported")),
      ),
      trial(
        "a named in-toto type in a bundle",
        { ...keyed, request: { ...keyed.request, payloadType: "application/vnd.in-toto.x+json" } },
        { form: "bundle" },
        "payload-type · payload-type-unsupported",
      ),
    ],
  },
  {
    id: "dsse-03",
    name: "type-length",
    cases: [
      trial(
        "character length",
        keyed,
        { request: { payloadType: "application/vnd.in-toto+js\u00f6n" }, mutate: "type-length-in-characters" },
        signatureInvalid,
      ),
      trial(
        "byte length",
        keyed,
        { request: { payloadType: "application/vnd.in-toto+js\u00f6n" } },
        "payload-type · payload-type-unsupported",
      ),
    ],
  },
  {
    id: "dsse-04",
    name: "null-signature",
    cases: [
      ...trials(keyed, ["signature-empty"], signatureInvalid),
      // A bundle without a signature is not a bundle.
      ...trials(bundled, ["signature-empty"], "bundle · bundle-malformed"),
      ...[keyed, bundled].flatMap((setup) =>
        trials(
          setup,
          [
            "signature-zero",
            "signature-r-is-the-order",
            "signature-64-zeros",
            "signature-trailing-byte",
            "signature-long-length",
            "signature-padded-integer",
          ],
          signatureInvalid,
        ),
      ),
    ],
  },
  {
    id: "dsse-05",
    name: "keyid-lie",
    cases: [
      trial(
        "an unknown key under the trusted one's name",
        keyed,
        {
          request: { by: second },
          mutate: (plan) => ({ ...plan, keyid: team.entry.key.fingerprint.slice("sha256:".length) }),
        },
        signatureInvalid,
      ),
    ],
  },
  {
    id: "dsse-06",
    name: "not-the-encoding",
    cases: trials(keyed, ["bare-payload-signed", "envelope-signed", "base64-signed"], signatureInvalid),
  },
  {
    id: "dsse-07",
    name: "one-key-twice",
    cases: [
      trial("two signatures", byBoth, { ...alone, mutate: "signed-twice" }, "threshold · threshold-not-met"),
      trial("two names", byBoth, { ...alone, mutate: "signed-twice-under-two-names" }, "threshold · threshold-not-met"),
      trial("two envelopes", byBoth, { beside: () => verified(keyed) }, "threshold · threshold-not-met"),
    ],
  },
  {
    id: "dsse-08",
    name: "threshold-config",
    cases: [
      loading(
        "threshold 0",
        "does not compile E4005",
        () => compiles(keyPolicy('key "keys/a.pub"\nthreshold 0')),
        () => compiles(keyPolicy('key "keys/a.pub"\nthreshold 1')),
      ),
      loading("threshold above the number of keys", "does not compile E4005", () =>
        compiles(keyPolicy('key "keys/a.pub"\nkey "keys/b.pub"\nthreshold 3')),
      ),
      loading("one key under two names", "does not compile E4005", () =>
        compiles(keyPolicy('key "keys/a.pub"\nkey "keys/same-as-a.pub"\nthreshold 2')),
      ),
    ],
  },
  {
    id: "dsse-09",
    name: "threshold-across-payloads",
    cases: [
      trial(
        "one signer each",
        byBoth,
        { beside: () => verified({ ...bySecond, statement: `${statementText()} ` }) },
        "threshold · threshold-not-met",
      ),
    ],
  },
  {
    id: "dsse-10",
    name: "key-window",
    cases: [
      trial(
        "a second after the end",
        { ...timed, ...window(inForce) },
        window({ validUntil: signedAt - SECOND }),
        "trust · key-not-valid-at-time",
      ),
      trial(
        "a second before the start",
        { ...timed, ...window(inForce) },
        window({ validFrom: signedAt + SECOND }),
        "trust · key-not-valid-at-time",
      ),
      trial(
        "over, and no time",
        { ...keyed, ...window({ validFrom: signedAt }) },
        window({ validUntil: signedAt }),
        "trust · time-not-proven",
      ),
    ],
  },
  {
    id: "dsse-11",
    name: "key-revoked",
    cases: [
      trial(
        "always",
        { ...timed, ...window({ revokedSince: signedAt + SECOND }) },
        window({ revokedSince: instant("1970-01-01T00:00:00Z") }),
        "revocation · key-revoked",
      ),
      trial(
        "since that very moment",
        { ...timed, ...window({ revokedSince: signedAt + SECOND }) },
        window({ revokedSince: signedAt }),
        "revocation · key-revoked",
      ),
      trial("no time", keyed, window({ revokedSince: signedAt + SECOND }), "trust · time-not-proven"),
    ],
  },
  {
    id: "dsse-12",
    name: "key-elsewhere",
    cases: [
      trial(
        "key of another trust root",
        { ...keyed, keys: [team.entry, second.entry] },
        { request: { by: second } },
        "trust · key-not-listed",
      ),
      trial(
        "for another predicate type",
        { ...keyed, ...window({ purposes: ["https://example.com/reviewed/v1"] }) },
        window({ purposes: ["https://example.com/other/v1"] }),
        "trust · key-purpose",
      ),
      trial(
        "npm's key for signatures of packages alone",
        { ...keyed, keys: npmKeys("npm:attestations") },
        { keys: npmKeys("npm:signatures") },
        "signature · no-candidate-key",
      ),
    ],
  },
  {
    id: "dsse-13",
    name: "signer-kind",
    cases: [
      trial("keyless where keys are listed", bundled, { trust: keysTrust([trusted(team)]) }, "trust · signer-kind-not-permitted"),
      trial("a key where an identity is asked for", keyed, { trust: identityTrust }, "trust · signer-kind-not-permitted"),
    ],
  },
  {
    id: "dsse-14",
    name: "algorithm-confusion",
    cases: [
      trial(
        "ECDSA under an RSA key",
        { ...keyed, request: { ...keyed.request, by: rsa }, keys: [rsa.entry], trust: keysTrust([trusted(rsa)]) },
        { request: { by: team } },
        signatureInvalid,
      ),
      trial(
        "PSS under a PKCS #1 entry",
        {
          ...keyed,
          request: { ...keyed.request, by: pss },
          keys: [corpusKeyOf(pss.key).entry],
          trust: keysTrust([trusted(corpusKeyOf(pss.key))]),
        },
        { keys: [{ ...corpusKeyOf(pss.key).entry, algorithm: "rsa-sign-pkcs1-sha256" }] },
        signatureInvalid,
      ),
      trial(
        "SHA-256 under an entry for SHA-384",
        { ...keyed, request: { ...keyed.request, by: p384 }, keys: [p384.entry], trust: keysTrust([trusted(p384)]) },
        { keys: [{ ...p384.entry, algorithm: "ecdsa-sha2-256-nistp384" }] },
        signatureInvalid,
      ),
    ],
  },
  {
    id: "dsse-15",
    name: "weak-key",
    cases: [
      leafKey(weak),
      leafKey(foreign),
      loading(
        "RSA-1024 listed",
        "load trust-config-invalid",
        () => loaded(weak),
        () => loaded(team.key),
      ),
      loading(
        "secp256k1 listed",
        "load trust-config-invalid",
        () => loaded(foreign),
        () => loaded(team.key),
      ),
    ],
  },
  {
    id: "dsse-16",
    name: "base64-lenient",
    cases: [keyed, bundled].flatMap((setup) =>
      trials(
        { ...setup, statement: padded },
        [
          "payload-with-line-feed",
          "payload-with-junk",
          "payload-in-mixed-alphabets",
          "payload-badly-padded",
          "payload-with-trailing-bits",
          "signature-with-line-feed",
          "signature-with-junk",
          "signature-in-mixed-alphabets",
          "signature-badly-padded",
        ],
        base64Invalid,
      ),
    ),
  },
  {
    id: "dsse-17",
    name: "json-differential",
    cases: [keyed, bundled].flatMap((setup) => [
      trial("two payloads", setup, { mutate: "payload-member-twice" }, "decode · duplicate-key"),
      trial("no UTF-8", setup, { mutate: "text-not-utf8" }, "decode · utf8-invalid"),
      trial("byte order mark", setup, { mutate: "text-with-byte-order-mark" }, "decode · utf8-invalid"),
      trial("cut off", setup, { mutate: "text-cut-off" }, "decode · json-malformed"),
      trial("nested 10^5 deep", setup, { mutate: "text-nested-deep" }, "decode · too-deep"),
    ]),
  },
  {
    id: "dsse-18",
    name: "envelope-shape",
    cases: [
      ...trials(keyed, ["text-an-array", "signatures-no-array", "signature-a-number", "payload-absent"], "envelope · envelope-malformed"),
      ...trials(bundled, ["signatures-no-array", "signature-a-number", "payload-absent"], "envelope · envelope-malformed"),
      ...[keyed, bundled].flatMap((setup) => trials(setup, ["signatures-empty"], "envelope · no-signatures")),
    ],
  },
  {
    id: "dsse-19",
    name: "signature-flood",
    cases: [keyed, bundled].flatMap((setup) => trials(setup, ["signatures-65", "signatures-100000"], "envelope · too-many")),
  },
];
