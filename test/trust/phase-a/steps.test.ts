/** Steps of phase A over sessions as data: who issued it, which logs and authorities vouch, what it comes to, and how long it may take. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { canonicalJsonBytes, defaultLimits } from "../../../src/base/index.ts";
import {
  bundleOfKey,
  createVerifier,
  type SigstoreRoot,
  type SyncCrypto,
  type Verification,
  type Verifier,
} from "../../../src/trust/index.ts";
import { signatureOf } from "../../../src/trust/dsse/key-bundle.ts";
import { signDsse } from "../../../src/trust/dsse/sign.ts";
import { runCertificate, runSct } from "../../../src/trust/phase-a/certificate-steps.ts";
import { createWatch, inTime } from "../../../src/trust/phase-a/deadline.ts";
import { toClaimed, toFacts } from "../../../src/trust/phase-a/facts-from.ts";
import type { Attempt } from "../../../src/trust/phase-a/attempt.ts";
import { runLog, runTimestamp } from "../../../src/trust/phase-a/time-steps.ts";
import type { RootSession } from "../../../src/trust/sigstore/session.ts";
import type { LogKey, Authority } from "../../../src/trust/sigstore/root.ts";
import type { EntrySubject } from "../../../src/trust/sigstore/entry-body.ts";
import type { LogEntry, SignedMaterial } from "../../../src/trust/signed-material.ts";
import type { StepRecord } from "../../../src/trust/steps.ts";
import type { Certificate } from "../../../src/trust/x509/certificate.ts";
import type { LinkCheck } from "../../../src/trust/x509/signature.ts";
import {
  claim,
  keyUsage,
  keyUsageBits,
  subjectAltName,
  usages,
  type CertificateExtension,
} from "../../../src/testing/world/certificate.ts";
import { explicit, join, octets, sequence } from "../../../src/testing/world/der.ts";
import { newAuthority, newLeaf, setOf } from "../../support/trust/own-pki.ts";
import { authorityExtensions, fakeCrypto, keyNamed, plainCertificate, purpose, unknown } from "../../support/trust/plain-certificate.ts";
import { crypto as realCrypto, found, NOW } from "../../support/trust/run.ts";

const filled = (length: number, byte = 7): Uint8Array => new Uint8Array(length).fill(byte);
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64");
const brief = ({ step, outcome, reason, detail, by, checks }: StepRecord): string =>
  [step, outcome, reason, detail, by, checks.join("")].filter((part) => part !== undefined && part !== "").join(" | ");

const EMPTY: SigstoreRoot = {
  name: "mine",
  digest: "sha256:dd",
  certificateAuthorities: [],
  timestampAuthorities: [],
  logs: [],
  ctLogs: [],
};
interface World {
  readonly root?: Partial<SigstoreRoot>;
  readonly link?: LinkCheck;
  readonly opinion?: string;
  readonly verifies?: boolean;
}
function session({ root = {}, link = "signed", opinion, verifies = true }: World = {}): RootSession {
  const fault = opinion === undefined ? undefined : { reason: "certificate-chain-invalid", detail: opinion };
  const asked = { authorities: () => fault, entry: () => undefined, token: () => undefined };
  return {
    root: { ...EMPTY, ...root },
    crypto: fakeCrypto(() => verifies),
    limits: defaultLimits,
    links: { check: () => link },
    opinion: asked as unknown as RootSession["opinion"],
    scts: new Map(),
  };
}
const at = (time: bigint) => ({ kind: "log", operator: "o", at: time }) as const;

// ----------------------------------------------------------------------------------------------------------- certificates

const signing: readonly CertificateExtension[] = [
  keyUsage(keyUsageBits.digitalSignature),
  purpose(usages.codeSigning),
  subjectAltName({ type: "email", value: "a@b" }),
];
const leaf = plainCertificate({ subject: "leaf", issuer: "issuing", extensions: signing });
const issuing = plainCertificate({ subject: "issuing", issuer: "root", extensions: authorityExtensions });
const root = plainCertificate({ subject: "root", issuer: "root", extensions: authorityExtensions });
const authority = (change: Partial<Authority> = {}): Authority => ({
  operator: "ca",
  chain: [issuing, root],
  validFor: { start: 0n, end: 180n },
  ...change,
});
const X = "B16B17X2X3X4X5X6X7M2";
function certificate(
  given: Certificate,
  times: readonly bigint[],
  world: World & { readonly authorities?: readonly Authority[] } = {},
): string {
  const certificateAuthorities = world.authorities ?? [authority()];
  const { record, san, issuer } = runCertificate(given, times.map(at), session({ ...world, root: { certificateAuthorities } }));
  return `${brief(record)} > ${san?.value ?? "-"} ${issuer === undefined ? "-" : issuer.fingerprint.slice(7)}`;
}
const NOT_IN_USE = "the authority was not in use at a time that is proven";
const profileFault = plainCertificate({ subject: "leaf", issuer: "issuing", extensions: [...signing, unknown("critical")] });
const failedAs = (reason: string, detail: string, by = "ours", issuer = "-"): string =>
  `certificate | fail | ${reason} | ${detail} | ${by} | ${X} > - ${issuer}`;
const certificates = suite("the certificate step");
for (const [name, outcome, expected] of [
  ["the twin", certificate(leaf, [150n]), `certificate | pass | ours+sv | ${X} > a@b issuing`],
  ["without a time nobody else is asked", certificate(leaf, [], { opinion: "no" }), `certificate | pass | ours | ${X} > a@b issuing`],
  [
    "an anchor that is not self-signed: nobody else is asked",
    certificate(leaf, [150n], { authorities: [authority({ chain: [issuing] })], opinion: "no" }),
    `certificate | pass | ours | ${X} > a@b issuing`,
  ],
  ["the second opinion", certificate(leaf, [150n], { opinion: "no" }), failedAs("certificate-chain-invalid", "no", "ours+sv", "issuing")],
  [
    "no authority",
    certificate(leaf, [150n], { authorities: [] }),
    failedAs("certificate-chain-invalid", "no authority of this root issued it"),
  ],
  [
    "another's",
    certificate(leaf, [150n], { link: "not-signed" }),
    failedAs("certificate-chain-invalid", "no authority of this root issued it"),
  ],
  [
    "an algorithm that is not allowed",
    certificate(leaf, [150n], { link: "algorithm" }),
    failedAs("certificate-algorithm", "it is signed with an algorithm or key that is not allowed"),
  ],
  [
    "the profile",
    certificate(profileFault, [150n]),
    failedAs("certificate-profile", "its extension 1.2.3.4 is critical and unknown", "ours", "issuing"),
  ],
  [
    "the path before the profile",
    certificate(profileFault, [150n], { authorities: [] }),
    failedAs("certificate-chain-invalid", "no authority of this root issued it"),
  ],
  ["an authority in its last moment", certificate(leaf, [180n]), `certificate | pass | ours+sv | ${X} > a@b issuing`],
  ["an authority behind it", certificate(leaf, [181n]), failedAs("certificate-not-valid-at-time", NOT_IN_USE)],
  ["one of two times behind it", certificate(leaf, [150n, 181n]), failedAs("certificate-not-valid-at-time", NOT_IN_USE)],
  [
    "a certificate that is over",
    certificate(leaf, [201n]),
    failedAs("certificate-not-valid-at-time", "the certificate was not valid at a time that is proven"),
  ],
  [
    "the second of two authorities",
    certificate(leaf, [181n], { authorities: [authority(), authority({ validFor: { start: 0n } })] }),
    `certificate | pass | ours+sv | ${X} > a@b issuing`,
  ],
  [
    "the nearest of two failures",
    certificate(leaf, [181n], { authorities: [authority(), authority({ chain: [root] })] }),
    failedAs("certificate-not-valid-at-time", NOT_IN_USE),
  ],
  [
    "the nearest of two failures, the other way round",
    certificate(leaf, [181n], { authorities: [authority({ chain: [root] }), authority()] }),
    failedAs("certificate-not-valid-at-time", NOT_IN_USE),
  ],
] as const)
  certificates(name, () => assert.is(outcome, expected));
certificates.run();

// ------------------------------------------------------------------------------------------------------------------- SCTs

const uint16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);
const sct = (log: number, signature = 1): Uint8Array =>
  join(Uint8Array.of(0), filled(32, log), new Uint8Array(8), uint16(0), Uint8Array.of(4, 3), uint16(1), Uint8Array.of(signature));
const withScts = (...scts: readonly Uint8Array[]): Certificate => {
  const body = join(...scts.map((each) => join(uint16(each.length), each)));
  const tbs = sequence(explicit(3, sequence()));
  return plainCertificate({
    tbs,
    extensions: [{ oid: "1.3.6.1.4.1.11129.2.4.2", critical: false, value: octets(join(uint16(body.length), body)) }],
  });
};
const ctLog: LogKey = {
  operator: "ct",
  baseUrl: "https://ct",
  host: "ct",
  logId: "07".repeat(32),
  keyId: "07070707",
  key: { family: "ed25519", bits: 256, fingerprint: "sha256:00", spki: new Uint8Array() },
  algorithm: "ed25519",
  validFor: { start: 0n },
};
function scts(
  given: Certificate,
  issuer: Certificate | undefined = root,
  ctLogs: readonly LogKey[] = [ctLog],
  asked = session({ root: { ctLogs } }),
): string {
  const { record, scts: facts } = runSct(given, issuer, asked);
  return `${brief(record)} > ${record.items.map(({ item, outcome, reason }) => [item, outcome, reason].filter((part) => part !== undefined).join(" ")).join(", ")} > ${facts.map(({ operator }) => operator).join()}`;
}
const sctSteps = suite("the sct step");
for (const [name, outcome, expected] of [
  ["one", scts(withScts(sct(7))), "sct | pass | ours | B18 > sct 0 pass > ct"],
  ["one of two", scts(withScts(sct(1), sct(7))), "sct | pass | ours | B18 > sct 0 fail sct-log-unknown, sct 1 pass > ct"],
  [
    "none of two",
    scts(withScts(sct(1), sct(2))),
    "sct | fail | sct-log-unknown | no CT log of this root issued it | ours | B18 > sct 0 fail sct-log-unknown, sct 1 fail sct-log-unknown > ",
  ],
  ["no list", scts(plainCertificate()), "sct | fail | sct-missing | the certificate carries none | ours | B18 >  > "],
  ["no CT log", scts(plainCertificate(), root, []), "sct | skipped | not-applicable | the root lists no CT log | ours >  > "],
] as const)
  sctSteps(name, () => assert.is(outcome, expected));
sctSteps("without an issuer nothing can be judged", () => {
  const { record } = runSct(leaf, undefined, session({ root: { ctLogs: [ctLog] } }));
  assert.is(brief(record), "sct | skipped | not-reached | ours");
});
sctSteps("what was found for a leaf and its issuer is remembered in this run, and for no others", () => {
  const asked = session({ root: { ctLogs: [ctLog] } });
  const given = withScts(sct(7));
  scts(given, root, undefined, asked);
  assert.is(asked.scts.size, 1);
  scts(given, root, undefined, asked);
  assert.is(asked.scts.size, 1);
  scts(given, issuing, undefined, asked);
  assert.is(asked.scts.size, 2);
  const [known] = asked.scts.keys();
  asked.scts.set(known as string, { ok: false, error: { reason: "sct-invalid", detail: "remembered" } });
  assert.match(scts(given, root, undefined, asked), /remembered/u);
});
sctSteps.run();

// -------------------------------------------------------------------------------------------------- tokens and log entries

const log: LogKey = { ...ctLog, operator: "log", host: "log", validFor: { start: 100n * 1_000_000_000n, end: 200n * 1_000_000_000n } };
const KEY = keyNamed("key");
const pem = `-----BEGIN PUBLIC KEY-----\n${base64(KEY)}\n-----END PUBLIC KEY-----\n`;
const body = canonicalJsonBytes({
  apiVersion: "0.0.1",
  kind: "dsse",
  spec: {
    payloadHash: { algorithm: "sha256", value: "01".repeat(32) },
    signatures: [{ signature: base64(filled(2)), verifier: base64(pem) }],
  },
});
const subject: EntrySubject = {
  signature: filled(2),
  signer: { kind: "key", key: { ...log.key, spki: KEY } },
  isEnvelope: true,
  payloadLength: 0,
  payloadHash: filled(32, 1),
  signedHash: filled(32, 2),
  signedHashByKey: filled(32, 3),
};
const promised: LogEntry = {
  logIndex: 1n,
  logId: filled(32),
  kind: "dsse",
  version: "0.0.1",
  integratedTime: 150n,
  promise: filled(3),
  body,
};
const checkpoint = `log\n5\n${base64(filled(32))}\n\n\u2014 log ${base64(filled(9))}\n`;
const { promise: dropped, ...bare } = promised;
assert.ok(dropped);
const proven: LogEntry = { ...bare, proof: { logIndex: 1n, rootHash: filled(32), treeSize: 5n, hashes: [], checkpoint } };
const materialOf = (entries: readonly LogEntry[], tokens: readonly Uint8Array[] = []): SignedMaterial => ({
  carrier: "sigstore-bundle",
  content: { kind: "dsse", envelope: { payloadType: "t", payload: new Uint8Array(), signatures: [{ sig: filled(2), keyid: "k" }] } },
  signer: { kind: "key", hint: "h" },
  entries,
  tokens,
  storedDigest: "sha256:ee",
});
function logged(entries: readonly LogEntry[], tokenTimes: readonly bigint[] = []): string {
  const { record, logs, times } = runLog(materialOf(entries), subject, tokenTimes.map(at), session({ root: { logs: [log] } }));
  const items = record.items
    .map(({ item, outcome, reason }) => [item, outcome, reason].filter((part) => part !== undefined).join(" "))
    .join(", ");
  return `${brief(record)} > ${items} > ${logs.map(({ kind, integratedTime }) => `${kind} ${integratedTime ?? "-"}`).join()} > ${times.map((time) => `${time.kind} ${time.operator} ${time.at}`).join()}`;
}
const SECOND = 1_000_000_000n;
const stranger = { ...promised, logId: filled(32, 1) };
const UNKNOWN = `log-unknown | no log of this root has the id ${"01".repeat(8)}…`;
const TIME = `log log ${150n * SECOND}`;
const logs = suite("the tlog step");
for (const [name, outcome, expected] of [
  ["none", logged([]), "tlog | skipped | not-applicable | it carries no log entry | ours >  >  > "],
  ["a promise", logged([promised]), `tlog | pass | ours+sv | B8B9B14 > entry 0 pass > promise ${150n * SECOND} > ${TIME}`],
  ["a proof", logged([proven]), "tlog | pass | ours+sv | B8B10B11B12B13B14 > entry 0 pass > proof - > "],
  [
    "both",
    logged([{ ...proven, promise: filled(3) }]),
    `tlog | pass | ours+sv | B8B9B10B11B12B13B14 > entry 0 pass > proof ${150n * SECOND} > ${TIME}`,
  ],
  [
    "one of each",
    logged([promised, { ...proven, logIndex: 2n }]),
    `tlog | pass | ours+sv | B8B9B10B11B12B13B14 > entry 0 pass, entry 1 pass > promise ${150n * SECOND},proof - > ${TIME}`,
  ],
  ["another log's", logged([stranger]), `tlog | fail | ${UNKNOWN} | ours+sv | B8B9B14 > entry 0 fail log-unknown >  > `],
  [
    "one of two",
    logged([stranger, promised]),
    `tlog | pass | ours+sv | B8B9B14 > entry 0 fail log-unknown, entry 1 pass > promise ${150n * SECOND} > ${TIME}`,
  ],
  [
    "a proof and a time inside the log's window",
    logged([proven], [150n * SECOND]),
    "tlog | pass | ours+sv | B8B10B11B12B13B14 > entry 0 pass > proof - > ",
  ],
  [
    "a proof and a time outside",
    logged([proven], [201n * SECOND]),
    "tlog | fail | log-key-not-valid | the log's key was not in use at any time that is proven | ours+sv | B8B10B11B12B13B14 > entry 0 fail log-key-not-valid >  > ",
  ],
  [
    "a promise and a token's time outside",
    logged([promised], [201n * SECOND]),
    `tlog | pass | ours+sv | B8B9B14 > entry 0 pass > promise ${150n * SECOND} > ${TIME}`,
  ],
  [
    "a proof beside a promise in the window",
    logged([proven, { ...promised, logIndex: 2n }], [201n * SECOND]),
    `tlog | pass | ours+sv | B8B9B10B11B12B13B14 > entry 0 pass, entry 1 pass > proof -,promise ${150n * SECOND} > ${TIME}`,
  ],
] as const)
  logs(name, () => assert.is(outcome, expected));
logs("tokens: none, and one that adds nothing", () => {
  const run = (tokens: readonly Uint8Array[]) => runTimestamp(materialOf([], tokens), filled(2), session());
  assert.is(brief(run([]).record), "timestamp | skipped | not-applicable | it carries no token | ours");
  const { record, times } = run([Uint8Array.of(0x30, 0)]);
  assert.is(brief(record), "timestamp | pass | ours+sv | T1T2T3T4T5T6T7");
  assert.equal(
    [record.items.map(({ item, outcome, reason }) => `${item} ${outcome} ${reason}`), times],
    [["token 0 fail token-malformed"], []],
  );
});
logs.run();

// ----------------------------------------------------------------------------------------------------------------- facts

const signed = { parts: [], signatures: [], payload: new Uint8Array(), payloadHash: filled(32, 1) };
const key = { family: "p256", bits: 256, fingerprint: "sha256:kk", spki: KEY } as const;
const attempted = (change: Partial<Attempt> = {}): Attempt => ({
  steps: [],
  session: undefined,
  accepted: [{ signature: { sig: filled(2), keyid: "" }, key, algorithm: "ecdsa-sha2-256-nistp256" }],
  times: [],
  logs: [],
  scts: [],
  san: undefined,
  issuance: "sigstore",
  ownPaths: undefined,
  statement: undefined,
  ...change,
});
const named = plainCertificate({ extensions: [...signing, claim(8, "https://issuer"), claim(12, "repo")] });
const certified: SignedMaterial = { ...materialOf([]), signer: { kind: "certificate", leaf: named, carried: [] } };
const SAN = { type: "email", value: "a@b" } as const;
const inRoot = session({ root: { ctLogs: [ctLog] } });
const facts = suite("facts");
facts("of a key alone", () => {
  assert.equal(toFacts(materialOf([]), signed, attempted()), {
    carrier: "sigstore-bundle",
    envelopeDigest: "sha256:ee",
    payloadDigest: `sha256:${"01".repeat(32)}`,
    payloadType: "t",
    signers: [{ kind: "key", fingerprint: "sha256:kk" }],
    times: [],
    logs: [],
    scts: [],
    sctsExpected: false,
    keyHints: ["h", "k"],
  });
});
facts("the root that vouches for a key's time is named, and no root that vouches for nothing", () => {
  const rootOf = (change: Partial<Attempt>, material = materialOf([])) =>
    toFacts(material, signed, attempted({ session: inRoot, ...change })).sigstoreRoot?.name;
  const logFact = { operator: "log", logIndex: 1n, logId: "00", kind: "proof", entryKind: "dsse 0.0.1" } as const;
  assert.equal([rootOf({}), rootOf({ times: [at(1n)] }), rootOf({ logs: [logFact] })], [undefined, "mine", "mine"]);
  assert.equal(
    [rootOf({ san: SAN }, certified), rootOf({ san: SAN, issuance: "own-authority", times: [at(1n)] }, certified)],
    ["mine", undefined],
  );
});
facts("the earliest time", () => {
  for (const order of [
    [3n, 5n],
    [5n, 3n],
    [5n, 3n, 4n],
  ])
    assert.is(toFacts(materialOf([]), signed, attempted({ times: order.map(at) })).signedAt, 3n);
});
facts("of a certificate", () => {
  const made = toFacts(certified, signed, attempted({ session: inRoot, san: SAN }));
  const [signer] = made.signers;
  assert.ok(signer?.kind === "certificate");
  assert.equal(
    [signer.fingerprint, signer.keyFingerprint, signer.san, signer.issuer, signer.issuerConflict, signer.notBefore, signer.notAfter],
    [named.fingerprint, "sha256:kk", SAN, "https://issuer", false, 100n, 200n],
  );
  assert.is(signer.claims.get("source-repository"), "repo");
  assert.is(made.sctsExpected, true);
  assert.equal(made.keyHints, ["k"]);
  assert.is(toFacts(certified, signed, attempted({ session: inRoot, san: SAN, issuance: "own-authority" })).sctsExpected, false);
  assert.is(toFacts(certified, signed, attempted({ session: session(), san: SAN })).sctsExpected, false);
  assert.equal(toFacts(certified, signed, attempted({ session: inRoot })).signers, [], "no name is proven");
  assert.equal(toFacts(certified, signed, attempted({ session: inRoot, san: SAN, accepted: [] })).signers, [], "no signature is proven");
  const paths = [{ authorities: "x", anchor: "sha256:aa", revocation: "good" }] as const;
  assert.equal(toFacts(certified, signed, attempted({ san: SAN, ownPaths: paths })).ownPaths, paths);
});
facts("a certificate whose claims cannot be read has none, and no conflict", () => {
  const unread = plainCertificate({ extensions: [{ oid: "1.3.6.1.4.1.57264.1.8", critical: false, value: Uint8Array.of(1) }] });
  const [signer] = toFacts(
    { ...certified, signer: { kind: "certificate", leaf: unread, carried: [] } },
    signed,
    attempted({ session: inRoot, san: SAN }),
  ).signers;
  assert.ok(signer?.kind === "certificate");
  assert.equal([signer.claims.size, signer.issuerConflict, signer.issuer], [0, false, undefined]);
});
facts("what a failed one claims", () => {
  const payloadDigest = `sha256:${"01".repeat(32)}`;
  assert.equal(toClaimed(materialOf([]), undefined, undefined), { keyids: ["h", "k"] });
  assert.equal(toClaimed(materialOf([]), signed, undefined), { keyids: ["h", "k"], payloadDigest });
  assert.equal(toClaimed(certified, signed, undefined), { keyids: ["k"], payloadDigest, issuer: "https://issuer", san: SAN });
  const nameless = { ...certified, signer: { kind: "certificate", leaf: plainCertificate(), carried: [] } } as const;
  assert.equal(toClaimed(nameless, undefined, undefined), { keyids: ["k"] });
  const message: SignedMaterial = {
    ...materialOf([]),
    content: { kind: "message", message: { digestAlgorithm: "sha256", digest: filled(32), signature: filled(2) } },
  };
  assert.equal(toClaimed(message, undefined, undefined), { keyids: ["h"] });
  assert.is(toFacts(message, signed, attempted()).payloadType, "");
});
facts.run();

// ---------------------------------------------------------------------------------------------------------------- deadlines

const deadlines = suite("the time of an envelope");
interface Clockwork {
  now: number;
}
function watchOf(clock: Clockwork, endMs?: number) {
  const calls: string[] = [];
  const port: SyncCrypto = {
    importPublic: () => (calls.push("import"), undefined),
    digest: () => (calls.push("digest"), new Uint8Array()),
    verify: () => (calls.push("verify"), true),
  };
  return { calls, watch: createWatch(port, { nowMs: () => clock.now, ...(endMs !== undefined && { endMs }) }, { envelopeTimeMs: 10 }) };
}
const job = { key, algorithm: "ed25519", parts: [], signature: new Uint8Array() } as const;
deadlines("nothing is begun behind the end, and reading keys is free", () => {
  const clock = { now: 100 };
  const { watch, calls } = watchOf(clock);
  watch.crypto.digest("sha256", []);
  watch.start();
  clock.now = 109;
  assert.equal([watch.crypto.verify(job), watch.isOver(), watch.wasHit()], [true, false, false]);
  clock.now = 110;
  assert.is(watch.isOver(), true);
  assert.throws(() => watch.crypto.verify(job), /10 ms have passed/u);
  assert.throws(() => watch.crypto.digest("sha256", []), /10 ms have passed/u);
  watch.crypto.importPublic(new Uint8Array());
  assert.equal([watch.wasHit(), calls], [true, ["digest", "verify", "import"]]);
  watch.start();
  assert.equal([watch.wasHit(), watch.isOver()], [false, false]);
});
deadlines("the run's end comes first where it is nearer", () => {
  const clock = { now: 100 };
  const { watch } = watchOf(clock, 105);
  watch.start();
  clock.now = 104;
  assert.is(watch.isOver(), false);
  clock.now = 105;
  assert.is(watch.isOver(), true);
});
const LATE = "it was not verified in the time that one envelope may take (envelopeTimeMs), or that was left of the run";
function timed(made: Verification, takesMs: number, hits: "hits" | "not"): Verification {
  const clock = { now: 0 };
  const { watch } = watchOf(clock);
  const inner: Verifier = {
    verify: () => {
      clock.now += takesMs;
      if (hits === "hits") assert.throws(() => watch.crypto.digest("sha256", []));
      return made;
    },
    verifyBlob: () => {
      clock.now += takesMs;
      return made;
    },
  };
  return inTime(inner, watch).verify(found("x"), 0n);
}
const bareRecord = { checks: [], items: [], by: "ours" } as const;
const steps: readonly StepRecord[] = [
  { step: "signature", outcome: "pass", ...bareRecord },
  { step: "statement", outcome: "pass", ...bareRecord },
];
const verified = { kind: "verified", facts: {}, statement: {}, steps } as unknown as Verification;
const rejected: Verification = {
  kind: "rejected",
  step: "signature",
  reason: "signature-invalid",
  detail: "d",
  steps,
  claimed: { keyids: ["k"] },
  signedBy: [],
};
deadlines("what took too long is not taken although it ended well", () => {
  assert.is(timed(verified, 9, "not"), verified);
  assert.equal(timed(verified, 10, "not"), {
    kind: "rejected",
    step: "statement",
    reason: "deadline-exceeded",
    detail: LATE,
    steps: [steps[0], { step: "statement", outcome: "error", reason: "deadline-exceeded", detail: LATE, ...bareRecord }],
    claimed: { keyids: [], predicateType: undefined, subjects: undefined, payloadDigest: undefined },
    signedBy: [],
  });
});
deadlines("a rejection keeps its reason, unless something was not begun", () => {
  assert.is(timed(rejected, 10, "not"), rejected);
  assert.equal(timed(rejected, 10, "hits"), { ...rejected, reason: "deadline-exceeded", detail: LATE });
});
deadlines.run();

// -------------------------------------------------------------------------------------------------- bundles that are written

const written = suite("bundles that are written");
const signer = (keyid: string) => ({ keyid, sign: () => Promise.resolve(Uint8Array.of(1, 2, 3)) });
const textOf = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
written("around an envelope of one key", async () => {
  const envelope = await signDsse("t", Uint8Array.of(9), [signer("")]);
  assert.equal(textOf(envelope), { payloadType: "t", payload: "CQ==", signatures: [{ sig: "AQID" }] });
  assert.equal(signatureOf(envelope), Uint8Array.of(1, 2, 3));
  const hint = base64(realCrypto.digest("sha256", [KEY]));
  const mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
  assert.equal(textOf(bundleOfKey(envelope, KEY, realCrypto)), {
    mediaType,
    verificationMaterial: { publicKey: { hint } },
    dsseEnvelope: textOf(envelope),
  });
  assert.equal(textOf(bundleOfKey(envelope, KEY, realCrypto, [Uint8Array.of(5), Uint8Array.of(6)])), {
    mediaType,
    verificationMaterial: {
      publicKey: { hint },
      timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: "BQ==" }, { signedTimestamp: "Bg==" }] },
    },
    dsseEnvelope: textOf(envelope),
  });
});
written("an envelope of two keys has no one signature", async () => {
  const envelope = await signDsse("t", Uint8Array.of(9), [signer("a"), signer("b")]);
  assert.equal((textOf(envelope) as { signatures: unknown }).signatures, [
    { keyid: "a", sig: "AQID" },
    { keyid: "b", sig: "AQID" },
  ]);
  assert.throws(() => signatureOf(envelope), /one signature/u);
});
written.run();

// --------------------------------------------------------------------------------------------------- roots and authorities

const own = await newAuthority("own");
const alice = await newLeaf({ by: own, san: { type: "email", value: "alice@acme.example" } });
const believing: SyncCrypto = {
  importPublic: (spki) => realCrypto.importPublic(spki),
  digest: (hash, parts) => realCrypto.digest(hash, parts),
  verify: () => true,
};
const statement = JSON.stringify({
  _type: "https://in-toto.io/Statement/v1",
  subject: [{ digest: { x: "y" } }],
  predicateType: "t",
  predicate: {},
});
const bundle = JSON.stringify({
  mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
  verificationMaterial: { certificate: { rawBytes: base64(alice.der) } },
  dsseEnvelope: {
    payload: base64(statement),
    payloadType: "application/vnd.in-toto+json",
    signatures: [{ sig: base64(Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1)) }],
  },
});
const sigstore = (name: string, change: Partial<SigstoreRoot> = {}): SigstoreRoot => ({ ...EMPTY, name, ...change });
const under = { certificateAuthorities: [{ operator: "ca", chain: [own.certificate], validFor: { start: 0n } }] };
function ask(roots: readonly SigstoreRoot[], sets: Parameters<typeof setOf>[0][], now = NOW): string {
  const verifier = createVerifier(
    { roots, keys: [], authorities: sets.map((holders) => setOf(holders)) },
    { crypto: believing },
    defaultLimits,
  );
  const made = verifier.verify(found(bundle), now);
  if (made.kind === "rejected") return `${made.step} · ${made.reason}`;
  const { signers, sigstoreRoot, ownPaths } = made.facts;
  return `${signers.length} ${sigstoreRoot?.name ?? "-"} ${ownPaths?.length ?? 0}`;
}
const who = suite("whom a certificate is asked of");
for (const [name, outcome, expected] of [
  ["nobody", ask([], []), "time · no-trusted-time"],
  ["own authorities", ask([], [[own]]), "1 - 1"],
  ["two sets of them", ask([], [[own], [own]]), "1 - 2"],
  ["a set that issued it and one that did not", ask([], [[await newAuthority("other")], [own]]), "1 - 1"],
  ["a set that did not", ask([], [[await newAuthority("other")]]), "certificate · certificate-chain-invalid"],
  ["a root alone, without a time", ask([sigstore("a", under)], []), "time · no-trusted-time"],
  ["a root, and then own authorities", ask([sigstore("a", under)], [[own]]), "1 - 1"],
  ["own authorities when it is over", ask([], [[own]], NOW * 2n), "certificate · certificate-not-valid-at-time"],
  ["two roots", ask([sigstore("a"), sigstore("b", under)], []), "time · no-trusted-time"],
] as const)
  who(name, () => assert.is(outcome, expected));
who("the record under own authorities", () => {
  const verifier = createVerifier({ roots: [], keys: [], authorities: [setOf([own])] }, { crypto: believing }, defaultLimits);
  const made = verifier.verify(found(bundle), NOW);
  assert.equal(made.steps.map(brief), [
    "decode | pass | ours | C1C2C3",
    "bundle | pass | ours+sv | B1B2B3B4B5",
    "envelope | pass | ours | D0D1D2",
    "signature | pass | ours | B7D3D6D7",
    "timestamp | skipped | not-applicable | no Sigstore root is asked | ours",
    "tlog | skipped | not-applicable | no Sigstore root is asked | ours",
    "time | skipped | not-applicable | time not proven: the certificate must be valid at the evaluation time | ours",
    "certificate | pass | time not proven: it is valid at the evaluation time | ours | X1X2X3X4X5X6X7X8X9X10",
    "sct | skipped | not-applicable | own authorities list no CT log | ours",
    "payload-type | pass | ours | D9",
    "statement | pass | ours | S1S2S3S4S5S6S7",
  ]);
});
who.run();
