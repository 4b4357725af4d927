/** Root files: each member absent, of another type or another's, with the sentence about it; every kind of key and its identifiers. */
import { generateKeyPairSync, createHash, type KeyObject } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadSigstoreRoot, publicGoodRootBytes, type SigstoreRoot } from "../../../src/trust/index.ts";
import { newAuthority, newLeaf, type Holder } from "../../support/trust/own-pki.ts";
import { extendedKeyUsage, usages, withExtension } from "../../../src/testing/world/certificate.ts";
import { crypto, instant } from "../../support/trust/run.ts";

type Json = { [name: string]: unknown };
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();
const spkiOf = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" });

const p256 = spkiOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey);
const p384 = spkiOf(generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey);
const p521 = spkiOf(generateKeyPairSync("ec", { namedCurve: "P-521" }).publicKey);
const edwards = spkiOf(generateKeyPairSync("ed25519").publicKey);
const rsaKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
const rsa = spkiOf(rsaKey);
const weak = spkiOf(generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey);

const log = (change: Json = {}, key: Uint8Array = p256, keyDetails = "PKIX_ECDSA_P256_SHA_256"): Json => ({
  baseUrl: "https://Log.example/x",
  hashAlgorithm: "SHA2_256",
  publicKey: { rawBytes: base64(key), keyDetails, validFor: { start: "2020-01-01T00:00:00Z" } },
  logId: { keyId: base64(sha256(key)) },
  ...change,
});
const publicKey = (change: Json): Json => ({ publicKey: { ...(log()["publicKey"] as Json), ...change } });
const validFor = (change: unknown): Json => publicKey({ validFor: change });

const root = await newAuthority("root");
const issuing = await newAuthority("issuing", { by: root, pathLength: 0 });
const stamper = await newLeaf({
  by: root,
  san: { type: "uri", value: "https://tsa.example" },
  profile: (spec) => withExtension(spec, { ...extendedKeyUsage(usages.timeStamping), critical: true }),
});
const forTimestamps = await newAuthority("time", {
  by: root,
  profile: (spec) => withExtension(spec, extendedKeyUsage(usages.timeStamping)),
});
const below = await newAuthority("below", { by: issuing });
const stampedByStamper = await newLeaf({ by: stamper, san: { type: "uri", value: "https://tsa.example" } });
const chainOf = (...holders: readonly Holder[]): Json => ({ certificates: holders.map(({ der }) => ({ rawBytes: base64(der) })) });
const authority = (change: Json = {}, ...holders: readonly Holder[]): Json => ({
  uri: "https://CA.example",
  subject: { organization: "acme" },
  certChain: chainOf(...(holders.length === 0 ? [issuing, root] : holders)),
  validFor: { start: "2020-01-01T00:00:00Z", end: "2030-01-01T00:00:00Z" },
  ...change,
});
const V1 = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";
const file = (change: Json = {}): Json => ({
  mediaType: V1,
  tlogs: [log()],
  ctlogs: [],
  certificateAuthorities: [authority()],
  timestampAuthorities: [],
  ...change,
});

function read(json: Json): SigstoreRoot | string {
  const loaded = loadSigstoreRoot("mine", Buffer.from(JSON.stringify(json)), crypto);
  if (loaded.ok) return loaded.value;
  assert.is(loaded.error.reason, "root-file-invalid");
  return loaded.error.detail;
}
function show(json: Json): string {
  const loaded = read(json);
  if (typeof loaded === "string") return loaded;
  const logs = [...loaded.logs, ...loaded.ctLogs].map(({ operator, host, algorithm }) => `${operator} ${host} ${algorithm}`);
  const authorities = [...loaded.certificateAuthorities, ...loaded.timestampAuthorities].map(
    ({ operator, chain }) => `${operator} ${chain.length}`,
  );
  return [...logs, ...authorities].join(" | ");
}
const withLog = (change: Json): string => show(file({ tlogs: [log(change)] }));
const withAuthority = (change: Json, ...holders: readonly Holder[]): string =>
  show(file({ certificateAuthorities: [authority(change, ...holders)] }));
const withStamper = (...holders: readonly Holder[]): string =>
  show(file({ tlogs: [], certificateAuthorities: [], timestampAuthorities: [authority({}, ...holders)] }));

const LOG = "log.example log.example ecdsa-sha2-256-nistp256";
const GOOD = `${LOG} | ca.example 2`;
const missing = (name: string): string => `\`${name}\` is missing`;
const typed = (name: string): string => `\`${name}\` is of the wrong type`;
const T = "tlogs[0]";
const C = "certificateAuthorities[0]";
const NOT_ITS = `\`${T}.logId\` is not the id of its key`;

const rows: readonly (readonly [name: string, outcome: string, expected: string | RegExp])[] = [
  ["the twin", show(file()), GOOD],
  ["the second media type", show(file({ mediaType: "application/vnd.dev.sigstore.trustedroot.v0.2+json" })), GOOD],
  ["another media type", show(file({ mediaType: `${V1}0` })), `the media type \`${V1}0\` is unknown`],
  ["a media type that is no text", show(file({ mediaType: 1 })), typed("mediaType")],
  ...["tlogs", "ctlogs", "certificateAuthorities", "timestampAuthorities"].map(
    (name) => [`${name} that are no list`, show(file({ [name]: {} })), typed(name)] as const,
  ),
  ["lists that are absent", show({ mediaType: V1, tlogs: [log()] }), LOG],
  ["an authority alone", show({ mediaType: V1, certificateAuthorities: [authority()] }), "ca.example 2"],
  ["a timestamp authority alone", show({ mediaType: V1, timestampAuthorities: [authority({}, stamper, root)] }), "ca.example 2"],
  ["nothing", show({ mediaType: V1 }), "it names no authority and no log"],
  ["CT logs alone", show({ mediaType: V1, ctlogs: [log()] }), "it names no authority and no log"],
  ["one log twice", show(file({ tlogs: [log(), log({ baseUrl: "https://log.example/other" })] })), "two logs share a name and key id"],
  ["one CT log twice", show(file({ ctlogs: [log(), log()] })), "two logs share a name and key id"],
  [
    "one key under two names",
    show(file({ tlogs: [log(), log({ baseUrl: "https://b.example" })] })),
    `${LOG} | b.example b.example ecdsa-sha2-256-nistp256 | ca.example 2`,
  ],
  [
    "one name with two keys",
    show(file({ tlogs: [log(), log({}, p384, "PKIX_ECDSA_P384_SHA_384")] })),
    `${LOG} | log.example log.example ecdsa-sha2-384-nistp384 | ca.example 2`,
  ],
  ["the second log", show(file({ tlogs: [log(), {}] })), missing("tlogs[1].baseUrl")],
  ["the second CT log", show(file({ ctlogs: [log(), {}] })), missing("ctlogs[1].baseUrl")],
  ["no address", withLog({ baseUrl: undefined }), missing(`${T}.baseUrl`)],
  ["an address that is none", withLog({ baseUrl: "log" }), `\`${T}.baseUrl\` is no address`],
  ["no hash", withLog({ hashAlgorithm: undefined }), missing(`${T}.hashAlgorithm`)],
  ["another hash", withLog({ hashAlgorithm: "SHA2_512" }), `\`${T}.hashAlgorithm\` is not SHA2_256`],
  ["no key", withLog({ publicKey: undefined }), missing(`${T}.publicKey`)],
  ["a key that is no object", withLog({ publicKey: "x" }), typed(`${T}.publicKey`)],
  ["no kind of key", withLog(publicKey({ keyDetails: undefined })), missing(`${T}.publicKey.keyDetails`)],
  [
    "another kind of key",
    withLog(publicKey({ keyDetails: "toString" })),
    `\`${T}.publicKey.keyDetails\` is \`toString\`, which is not supported`,
  ],
  ["no bytes", withLog(publicKey({ rawBytes: undefined })), missing(`${T}.publicKey.rawBytes`)],
  ["bytes that are no base64", withLog(publicKey({ rawBytes: "*" })), `\`${T}.publicKey.rawBytes\` is not base64`],
  ["bytes that are no key", withLog(publicKey({ rawBytes: "AAAA" })), `\`${T}.publicKey.rawBytes\` is no key of its kind`],
  ["a key of another kind", withLog(publicKey({ keyDetails: "PKIX_ED25519" })), `\`${T}.publicKey.rawBytes\` is no key of its kind`],
  [
    "a weak key",
    show(file({ tlogs: [log({}, weak, "PKIX_RSA_PKCS1V5")] })),
    `\`${T}.publicKey\`: its RSA key has 1024 bits, at least 2048 are needed`,
  ],
  ["no window", withLog(publicKey({ validFor: undefined })), missing(`${T}.publicKey.validFor`)],
  ["a window that is no object", withLog(validFor("x")), typed(`${T}.publicKey.validFor`)],
  ["no start", withLog(validFor({})), missing(`${T}.publicKey.validFor.start`)],
  ["a start that is no time", withLog(validFor({ start: "x" })), /^`tlogs\[0\]\.publicKey\.validFor\.start`: /u],
  ["an end that is no text", withLog(validFor({ start: "2020-01-01T00:00:00Z", end: 1 })), typed(`${T}.publicKey.validFor.end`)],
  ["an end that is no time", withLog(validFor({ start: "2020-01-01T00:00:00Z", end: "x" })), /^`tlogs\[0\]\.publicKey\.validFor\.end`: /u],
  ["an end at the start", withLog(validFor({ start: "2020-01-01T00:00:00Z", end: "2020-01-01T00:00:00Z" })), GOOD],
  [
    "an end before it",
    withLog(validFor({ start: "2020-01-01T00:00:01Z", end: "2020-01-01T00:00:00Z" })),
    `\`${T}.publicKey.validFor\` ends before it starts`,
  ],
  ["no id", withLog({ logId: undefined }), missing(`${T}.logId`)],
  ["an id without bytes", withLog({ logId: {} }), missing(`${T}.logId.keyId`)],
  ["another key's id", withLog({ logId: { keyId: base64(sha256(p384)) } }), NOT_ITS],
  ["the beginning of its id", withLog({ logId: { keyId: base64(sha256(p256).subarray(0, 4)) } }), NOT_ITS],
  ["a checkpoint id", withLog({ checkpointKeyId: { keyId: base64(sha256(p256)) } }), GOOD],
  ["four bytes of it", withLog({ checkpointKeyId: { keyId: base64(sha256(p256).subarray(0, 4)) } }), GOOD],
  [
    "three bytes of it",
    withLog({ checkpointKeyId: { keyId: base64(sha256(p256).subarray(0, 3)) } }),
    `\`${T}.checkpointKeyId\` is another key's`,
  ],
  [
    "a byte more than all of it",
    withLog({ checkpointKeyId: { keyId: base64(Buffer.concat([sha256(p256), Buffer.from([0])])) } }),
    `\`${T}.checkpointKeyId\` is another key's`,
  ],
  ["another key's", withLog({ checkpointKeyId: { keyId: base64(sha256(p384)) } }), `\`${T}.checkpointKeyId\` is another key's`],
  ["a checkpoint id without bytes", withLog({ checkpointKeyId: {} }), missing(`${T}.checkpointKeyId.keyId`)],
  ["a checkpoint id that is no object", withLog({ checkpointKeyId: "x" }), typed(`${T}.checkpointKeyId`)],
  ["an operator", withLog({ operator: "somebody" }), GOOD.replace("log.example", "somebody")],
  ["an empty operator", withLog({ operator: "" }), GOOD],
  ["an operator that is no text", withLog({ operator: 1 }), typed(`${T}.operator`)],

  ["an authority's operator", withAuthority({ operator: "somebody" }), GOOD.replace("ca.example", "somebody")],
  ["an empty one", withAuthority({ operator: "" }), GOOD],
  ["no address, an organization", withAuthority({ uri: undefined }), GOOD.replace("ca.example", "acme")],
  ["neither", withAuthority({ uri: "x", subject: undefined }), GOOD.replace("ca.example", root.certificate.fingerprint)],
  [
    "an empty organization",
    withAuthority({ uri: "", subject: { organization: "" } }),
    GOOD.replace("ca.example", root.certificate.fingerprint),
  ],
  ["an address that is no text", withAuthority({ uri: 1 }), typed(`${C}.uri`)],
  ["an authority's operator that is no text", withAuthority({ operator: 1 }), typed(`${C}.operator`)],
  ["a subject that is no object", withAuthority({ subject: 1 }), typed(`${C}.subject`)],
  ["an organization that is no text", withAuthority({ subject: { organization: 1 } }), typed(`${C}.subject.organization`)],
  ["no chain", withAuthority({ certChain: undefined }), missing(`${C}.certChain`)],
  ["no certificates", withAuthority({ certChain: {} }), missing(`${C}.certChain.certificates`)],
  ["an empty chain", withAuthority({ certChain: { certificates: [] } }), `\`${C}.certChain\` is empty`],
  ["a certificate without bytes", withAuthority({ certChain: { certificates: [{}] } }), missing(`${C}.certChain.certificates[0].rawBytes`)],
  [
    "a certificate that is none",
    withAuthority({ certChain: { certificates: [{ rawBytes: "MAA=" }] } }),
    `\`${C}.certChain.certificates[0]\`: a part is missing`,
  ],
  ["an authority's window", withAuthority({ validFor: {} }), missing(`${C}.validFor.start`)],
  ["a root alone", withAuthority({}, root), GOOD.replace("ca.example 2", "ca.example 1")],
  ["the wrong order", withAuthority({}, root, issuing), `\`${C}.certChain\` is out of order: certificate 0 is not signed by the next`],
  [
    "a path that is longer than its authority allows",
    withAuthority({}, below, issuing, root),
    `\`${C}.certChain\`, certificate 1: the issuer's path length is exceeded`,
  ],
  ["a root above itself", withAuthority({}, root, root), GOOD],
  [
    "another root of the name",
    withAuthority({}, issuing, await newAuthority("root")),
    `\`${C}.certChain\` is out of order: certificate 0 is not signed by the next`,
  ],
  [
    "another name of the key",
    withAuthority({}, issuing, await newAuthority("other", { key: root.key })),
    `\`${C}.certChain\` is out of order: certificate 0 is not signed by the next`,
  ],
  ["a leaf", withAuthority({}, stamper, root), `\`${C}.certChain\`, certificate 0: the issuer is no authority`],
  [
    "an authority for timestamps",
    withAuthority({}, forTimestamps, root),
    `\`${C}.certChain\`, certificate 0: the issuer's extended key usage does not nest`,
  ],
  ["the second authority", show(file({ certificateAuthorities: [authority(), {}] })), missing("certificateAuthorities[1].certChain")],
  ["a timestamp signer", withStamper(stamper, root), "ca.example 2"],
  [
    "a timestamp signer below an authority that is none",
    withStamper(stampedByStamper, stamper),
    "`timestampAuthorities[0].certChain`, certificate 1: the issuer is no authority",
  ],
  [
    "the second timestamp authority",
    show(file({ timestampAuthorities: [authority({}, stamper, root), {}] })),
    missing("timestampAuthorities[1].certChain"),
  ],
];
const files = suite("root files");
for (const [name, outcome, expected] of rows)
  files(name, () => (typeof expected === "string" ? assert.is(outcome, expected) : assert.match(outcome, expected)));
files("JSON that says a thing twice, or is none, or is too long", () => {
  const outcome = (text: string): string => {
    const loaded = loadSigstoreRoot("mine", Buffer.from(text), crypto);
    return loaded.ok ? "loads" : (loaded.error.detail.split(":")[0] ?? "");
  };
  assert.equal(
    [outcome('{"a":1,"a":1}'), outcome("x"), outcome(`${" ".repeat(4 * 1024 * 1024)}{}`)],
    ["duplicate-key", "json-malformed", "too-large"],
  );
  const text = JSON.stringify(file());
  assert.is(outcome(text.padEnd(4 * 1024 * 1024)), "loads");
});
files.run();

const kinds = suite("kinds of log keys");
for (const [keyDetails, bytes, spki, algorithm] of [
  ["PKIX_ECDSA_P256_SHA_256", p256, p256, "ecdsa-sha2-256-nistp256"],
  ["PKIX_ECDSA_P256_HMAC_SHA_256", p256, p256, "ecdsa-sha2-256-nistp256"],
  ["PKIX_ECDSA_P384_SHA_384", p384, p384, "ecdsa-sha2-384-nistp384"],
  ["PKIX_ECDSA_P521_SHA_512", p521, p521, "ecdsa-sha2-512-nistp521"],
  ["PKIX_ED25519", edwards, edwards, "ed25519"],
  ["PKCS1_RSA_PKCS1V5", rsaKey.export({ format: "der", type: "pkcs1" }), rsa, "rsa-sign-pkcs1-sha256"],
  ["PKIX_RSA_PKCS1V5", rsa, rsa, "rsa-sign-pkcs1-sha256"],
  ["PKIX_RSA_PKCS1V15_2048_SHA256", rsa, rsa, "rsa-sign-pkcs1-sha256"],
  ["PKIX_RSA_PKCS1V15_3072_SHA256", rsa, rsa, "rsa-sign-pkcs1-sha256"],
  ["PKIX_RSA_PKCS1V15_4096_SHA256", rsa, rsa, "rsa-sign-pkcs1-sha256"],
] as const)
  kinds(keyDetails, () => {
    const loaded = read(file({ tlogs: [log({ logId: { keyId: base64(sha256(spki)) } }, bytes, keyDetails)] }));
    assert.ok(typeof loaded === "object");
    const [made] = loaded.logs;
    assert.is(made?.algorithm, algorithm);
    assert.is(made?.logId, sha256(spki).toString("hex"));
    const noteId = sha256(Buffer.from("log.example"), Buffer.from([0x0a, 0x01]), edwards.subarray(12));
    assert.is(made?.keyId, (algorithm === "ed25519" ? noteId : sha256(spki)).toString("hex").slice(0, 8));
    assert.equal(
      [made?.baseUrl, made?.host, made?.validFor],
      ["https://Log.example/x", "log.example", { start: instant("2020-01-01T00:00:00Z") }],
    );
  });
kinds("an Ed25519 log may be called by its note id, which hangs on its name", () => {
  const noteId = (host: string): string => base64(sha256(Buffer.from(host), Buffer.from([0x0a, 0x01]), edwards.subarray(12)));
  const named = (host: string): string => show(file({ tlogs: [log({ logId: { keyId: noteId(host) } }, edwards, "PKIX_ED25519")] }));
  assert.is(named("log.example"), "log.example log.example ed25519 | ca.example 2");
  assert.is(named("other.example"), NOT_ITS);
});
kinds("what is loaded: name, digest, windows and chains in order", () => {
  const loaded = read(file());
  assert.ok(typeof loaded === "object");
  const [made] = loaded.certificateAuthorities;
  assert.equal(
    made?.chain.map(({ fingerprint }) => fingerprint),
    [issuing.certificate.fingerprint, root.certificate.fingerprint],
  );
  assert.equal(made?.validFor, { start: instant("2020-01-01T00:00:00Z"), end: instant("2030-01-01T00:00:00Z") });
  assert.equal([loaded.name, loaded.digest], ["mine", `sha256:${sha256(Buffer.from(JSON.stringify(file()))).toString("hex")}`]);
  assert.equal([loaded.logs.length, loaded.ctLogs.length, loaded.timestampAuthorities.length], [1, 0, 0]);
  assert.ok(publicGoodRootBytes().length > 0);
});
kinds.run();
