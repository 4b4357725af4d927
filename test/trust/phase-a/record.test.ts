/** Phase A's own rules, alone: the record of every step, who is asked, what is taken for a signature, and each reason's sentence. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits, encodeUtf8, InvariantError, type Limits } from "../../../src/base/index.ts";
import { ecdsaForm, ecdsaToRaw } from "../../../src/trust/dsse/ecdsa-form.ts";
import { preAuthEncoding } from "../../../src/trust/dsse/pae.ts";
import { createVerifier, type PublicKeyEntry, type SignatureJob, type Verification } from "../../../src/trust/index.ts";
import { readInt64, readObject, readString, wrong } from "../../../src/trust/json-read.ts";
import { DeadlineExceeded, failed, guarded, hasFailed, item, passed, skipped } from "../../../src/trust/phase-a/record.ts";
import { readStatement } from "../../../src/trust/phase-a/read-statement.ts";
import { digestBytes, hashOf } from "../../../src/trust/phase-a/signed-bytes.ts";
import { runTime, type TimeQuestion } from "../../../src/trust/phase-a/time-steps.ts";
import type { StepRecord } from "../../../src/trust/steps.ts";
import { JsonNumber } from "../../../src/base/index.ts";
import { fakeCrypto, keyNamed } from "../../support/trust/plain-certificate.ts";
import { found } from "../../support/trust/run.ts";

const hexOf = (bytes: Uint8Array | undefined): string => (bytes === undefined ? "-" : Buffer.from(bytes).toString("hex"));
const filled = (length: number, byte = 7): Uint8Array => new Uint8Array(length).fill(byte);
const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64");

// ---------------------------------------------------------------------------------------------------------------- records

const records = suite("records of steps");
records("a passed, a failed and a skipped step, and an item", () => {
  const bare = { step: "time", outcome: "pass", checks: [], items: [], by: "ours" } as const;
  assert.equal(passed("time"), bare);
  const parts = { checks: ["M1"], items: [item("token 0", undefined)], by: "ours+sv", detail: "x" } as const;
  assert.equal(passed("time", parts), { ...bare, ...parts });
  assert.equal(failed("time", { reason: "no-trusted-time", detail: "d" }, { checks: ["M1"] }), {
    ...bare,
    outcome: "fail",
    reason: "no-trusted-time",
    detail: "d",
    checks: ["M1"],
  });
  assert.equal(skipped("sct", "not-reached"), { ...bare, step: "sct", outcome: "skipped", reason: "not-reached" });
  assert.equal(skipped("sct", "not-reached", "d"), { ...bare, step: "sct", outcome: "skipped", reason: "not-reached", detail: "d" });
  assert.equal(item("token 0", undefined), { item: "token 0", outcome: "pass" });
  assert.equal(item("token 0", { reason: "set-invalid", detail: "d" }), {
    item: "token 0",
    outcome: "fail",
    reason: "set-invalid",
    detail: "d",
  });
});
records("what has failed", () => {
  const fault = { reason: "internal-error", detail: "d" } as const;
  assert.equal(
    [passed("time"), skipped("time", "not-reached"), failed("time", fault), { ...failed("time", fault), outcome: "error" as const }].map(
      hasFailed,
    ),
    [false, false, true, true],
  );
});
records("an exception fails the step that it happened in, and a mistake of ours goes on", () => {
  const caught = (thrown: unknown): string =>
    guarded(
      "sct",
      () => {
        throw thrown;
      },
      ({ step, outcome, reason, detail }) => [step, outcome, reason, detail].join(" "),
    );
  assert.is(caught(new RangeError("secret")), "sct error internal-error RangeError in this step");
  assert.is(caught("text"), "sct error internal-error an exception in this step");
  assert.match(caught(new DeadlineExceeded("x")), /^sct error deadline-exceeded it was not verified in the time/u);
  assert.throws(() => caught(new InvariantError("ours")), /ours/u);
  assert.is(
    guarded(
      "sct",
      () => "fine",
      () => "not",
    ),
    "fine",
  );
});
records.run();

// ------------------------------------------------------------------------------------------------------------------- time

const SKEW = 300_000_000_000n;
const time = (change: Partial<TimeQuestion>): string => {
  const { outcome, reason, detail, checks } = runTime({ times: [], needed: "never", now: 1000n, items: [], ...change });
  return [outcome, reason, detail, checks.join("")].filter((part) => part !== undefined && part !== "").join(" | ");
};
const at = (...times: readonly bigint[]): Pick<TimeQuestion, "times"> => ({
  times: times.map((each) => ({ kind: "log", operator: "o", at: each })),
});
const M = "M1M2M3M4M5";
const times = suite("the time step");
for (const [name, outcome, expected] of [
  ["one", time(at(1000n)), `pass | ${M}`],
  ["as far ahead as is allowed", time(at(1000n + SKEW)), `pass | ${M}`],
  ["farther", time(at(1000n + SKEW + 1n)), `fail | time-in-future | a proven time lies after the evaluation time | ${M}`],
  [
    "one of two farther",
    time({ ...at(5n, 1000n + SKEW + 1n), needed: "always" }),
    `fail | time-in-future | a proven time lies after the evaluation time | ${M}`,
  ],
  ["none, for a key", time({}), "skipped | not-applicable | no time is proven, and the key needs none"],
  [
    "none, for an own certificate",
    time({ needed: "if-not-valid-now" }),
    "skipped | not-applicable | time not proven: the certificate must be valid at the evaluation time",
  ],
  ["none, for Sigstore", time({ needed: "always" }), `fail | no-trusted-time | nothing vouches for a time | ${M}`],
  [
    "none, because",
    time({ needed: "always", items: [item("token 0", undefined), item("entry 0", { reason: "set-invalid", detail: "d" })] }),
    `fail | no-trusted-time | nothing vouches for a time ← set-invalid | ${M}`,
  ],
] as const)
  times(name, () => assert.is(outcome, expected));
times.run();

// ---------------------------------------------------------------------------------------------------- forms of signatures

const ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));
const minus1 = ORDER.replace(/1$/u, "0");
const one = `${"00".repeat(31)}01`;
const integer = (hex: string): string => `02${(hex.length / 2).toString(16).padStart(2, "0")}${hex}`;
const der = (...numbers: readonly string[]): string => {
  const body = numbers.join("");
  return `30${(body.length / 2).toString(16).padStart(2, "0")}${body}`;
};
const form = (hex: string, family: "p256" | "p384" | "p521" | "rsa" = "p256"): string => {
  const read = ecdsaForm(bytes(hex), family);
  return read === undefined ? "neither" : `${read.form} ${hexOf(read.der)}`;
};
const forms = suite("forms of ECDSA signatures");
for (const [name, outcome, expected] of [
  ["1 and 1", form(der("020101", "020101")), `der ${der("020101", "020101")}`],
  ["1 and 1, raw", form(one + one), `raw ${der("020101", "020101")}`],
  ["n - 1, raw", form(minus1 + one), `raw ${der(integer(`00${minus1}`), "020101")}`],
  ["n - 1", form(der(integer(`00${minus1}`), "020101")), `der ${der(integer(`00${minus1}`), "020101")}`],
  ["n, raw", form(ORDER + one), "neither"],
  ["n, raw, second", form(one + ORDER), "neither"],
  ["n", form(der(integer(`00${ORDER}`), "020101")), "neither"],
  ["n, second", form(der("020101", integer(`00${ORDER}`))), "neither"],
  ["above n in an early byte", form("ffffffff00000001".padEnd(64, "0") + one), "neither"],
  ["below n in an early byte", form(`fffffffe${"ff".repeat(28)}${one}`), `raw ${der(integer(`00fffffffe${"ff".repeat(28)}`), "020101")}`],
  ["0", form(der("020100", "020101")), "neither"],
  ["0, second", form(der("020101", "020100")), "neither"],
  ["0, raw", form("00".repeat(32) + one), "neither"],
  ["0, raw, second", form(one + "00".repeat(32)), "neither"],
  ["negative", form(der("020180", "020101")), "neither"],
  ["128, raw", form(`${"00".repeat(31)}80${one}`), `raw ${der("02020080", "020101")}`],
  ["127, raw", form(`${"00".repeat(31)}7f${one}`), `raw ${der("02017f", "020101")}`],
  ["one number", form(der("020101")), "neither"],
  ["three numbers", form(der("020101", "020101", "020101")), "neither"],
  ["a byte short, raw", form((one + one).slice(2)), "neither"],
  ["a byte long, raw", form(`${one + one}00`), "neither"],
  ["nothing", form(""), "neither"],
  ["a longer number", form(der(integer(`01${"00".repeat(32)}`), "020101")), "neither"],
  ["another family", form(der("020101", "020101"), "rsa"), "neither"],
  ["P-384, raw", form("01".repeat(96), "p384"), `raw ${der(integer("01".repeat(48)), integer("01".repeat(48)))}`],
  ["P-521, raw", form(`00${"01".repeat(65)}`.repeat(2), "p521").slice(0, 20), "raw 30818602410101010101".slice(0, 20)],
  ["P-384 of P-256's length", form(one + one, "p384"), "neither"],
] as const)
  forms(name, () => assert.is(outcome, expected));
forms("to r and s of fixed length", () => {
  assert.is(hexOf(ecdsaToRaw(bytes(der("020101", integer(`00${minus1}`))), "p256")), one + minus1);
  assert.is(ecdsaToRaw(bytes(one + one), "p256"), undefined);
  assert.is(ecdsaToRaw(bytes(der("020100", "020101")), "p256"), undefined);
  assert.is(ecdsaToRaw(bytes(der("020101", "020101")), "ed25519"), undefined);
  assert.is(ecdsaToRaw(bytes(der("020101", "020101")), "p521")?.length, 132);
});
forms("what is signed, over byte lengths", () => {
  const head = (type: string, length: number): string => new TextDecoder().decode(preAuthEncoding(type, filled(length))[0]);
  assert.equal(
    [head("", 0), head("~\x7f", 9), head("\x80", 10), head("aé€", 1)],
    ["DSSEv1 0  0 ", "DSSEv1 2 ~\x7f 9 ", "DSSEv1 2 \x80 10 ", "DSSEv1 6 aé€ 1 "],
  );
});
forms("which hash an algorithm uses", () => {
  const expected = {
    "ecdsa-sha2-256-nistp256": "sha256",
    "ecdsa-sha2-256-nistp384": "sha256",
    "ecdsa-sha2-256-nistp521": "sha256",
    "ecdsa-sha2-384-nistp384": "sha384",
    "ecdsa-sha2-384-nistp256": "sha384",
    "ecdsa-sha2-512-nistp521": "sha512",
    "ecdsa-sha2-512-nistp384": "sha512",
    "rsa-sign-pkcs1-sha256": "sha256",
    "rsa-sign-pkcs1-sha384": "sha384",
    "rsa-sign-pkcs1-sha512": "sha512",
    "rsa-sign-pss-sha256": "sha256",
    ed25519: "sha512",
  } as const;
  for (const [algorithm, hash] of Object.entries(expected)) assert.is(hashOf(algorithm as keyof typeof expected), hash, algorithm);
  assert.is(hexOf(digestBytes("sha256:0aff")), "0aff");
  assert.is(hexOf(digestBytes("sha256:xx")), "");
});
forms.run();

// ------------------------------------------------------------------------------------------------------------ JSON members

const numbers = suite("64-bit numbers of JSON");
for (const [value, outcome] of [
  ["0", 0n],
  ["9223372036854775807", 2n ** 63n - 1n],
  ["9223372036854775808", wrong],
  ["99999999999999999999", wrong],
  ["-1", wrong],
  ["01", wrong],
  ["1.0", wrong],
  ["1 ", wrong],
  [" 1", wrong],
  ["", wrong],
  [12, 12n],
  [1.5, wrong],
  [-1, wrong],
  [null, undefined],
  [undefined, undefined],
  [true, wrong],
  [[], wrong],
] as const)
  numbers(String(JSON.stringify(value)), () => assert.is(readInt64({ n: value } as never, "n"), outcome));
numbers("a number whose digits are kept", () => {
  const kept = (source: string): unknown => readInt64({ n: new JsonNumber(source) }, "n");
  assert.equal([kept("9007199254740993"), kept("1e3")], [9007199254740993n, wrong]);
});
numbers("null is absent, another type is wrong", () => {
  const json = { s: "a", o: {}, n: null } as never;
  assert.equal(
    [readString(json, "s"), readString(json, "o"), readString(json, "n"), readString(json, "x"), readString(undefined, "x")],
    ["a", wrong, undefined, undefined, undefined],
  );
  assert.equal([readObject(json, "o"), readObject(json, "s"), readObject(json, "n")], [{}, wrong, undefined]);
});
numbers.run();

// -------------------------------------------------------------------------------------------------------------- statements

const HEX = "0123456789abcdef";
const digestOf = (length: number): string => HEX.repeat(20).slice(0, length);
const statement = (change: object = {}): string =>
  JSON.stringify({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ digest: { sha256: digestOf(64) } }],
    predicateType: "t",
    predicate: {},
    ...change,
  });
const readText = (text: string, limits: Partial<Limits> = {}): string => {
  const read = readStatement(encodeUtf8(text), { ...defaultLimits, ...limits });
  return read.ok
    ? read.value.subjects.map(({ name, digests }) => [name ?? [], ...digests].flat().join(" ")).join(" | ")
    : `${read.error.reason}: ${read.error.detail}`;
};
const withDigest = (algorithm: string, length: number): string =>
  readText(statement({ subject: [{ digest: { [algorithm]: digestOf(length) } }] }));
const statements = suite("statements");
const lengths: Readonly<Record<string, readonly number[]>> = {
  sha224: [56],
  sha256: [64],
  sha384: [96],
  sha512: [128],
  sha512_224: [56],
  sha512_256: [64],
  sha3_224: [56],
  sha3_256: [64],
  sha3_384: [96],
  sha3_512: [128],
  sha1: [40],
  md5: [32],
  gitCommit: [40, 64],
  gitTree: [40, 64],
  gitBlob: [40, 64],
  gitTag: [40, 64],
};
for (const [algorithm, good] of Object.entries(lengths))
  statements(`digests of ${algorithm}`, () => {
    for (const length of [32, 40, 56, 64, 96, 128])
      assert.is(
        withDigest(algorithm, length),
        good.includes(length) ? `${algorithm} ${digestOf(length)}` : `digest-malformed: subject 0, \`${algorithm}\``,
        String(length),
      );
  });
for (const [name, outcome, expected] of [
  ["an unknown algorithm", withDigest("constructor", 5), `constructor ${digestOf(5)}`],
  ["upper case", readText(statement({ subject: [{ digest: { sha1: "A".repeat(40) } }] })), "digest-malformed: subject 0, `sha1`"],
  [
    "something before the digits",
    readText(statement({ subject: [{ digest: { sha1: `x${"a".repeat(39)}` } }] })),
    "digest-malformed: subject 0, `sha1`",
  ],
  [
    "something behind the digits",
    readText(statement({ subject: [{ digest: { sha1: `${"a".repeat(39)}x` } }] })),
    "digest-malformed: subject 0, `sha1`",
  ],
  ["a digest that is no text", readText(statement({ subject: [{ digest: { other: 1 } }] })), "digest-malformed: subject 0, `other`"],
  ["a name", readText(statement({ subject: [{ name: "n", digest: { x: "y" } }] })), "n x y"],
  ["a name that is null", readText(statement({ subject: [{ name: null, digest: { x: "y" } }] })), "x y"],
  [
    "a name that is no text",
    readText(statement({ subject: [{ name: 1, digest: { x: "y" } }] })),
    "statement-invalid: subject 0 has a `name` that is no text",
  ],
  ["the second subject", readText(statement({ subject: [{ digest: { x: "y" } }, {}] })), "statement-invalid: subject 1 has no `digest`"],
  ["an empty digest", readText(statement({ subject: [{ digest: {} }] })), "statement-invalid: subject 0 has an empty `digest`"],
  ["as many subjects as are allowed", readText(statement(), { subjects: 1 }), `sha256 ${digestOf(64)}`],
  ["one more", readText(statement(), { subjects: 0 }), "too-many: 1 subjects, at most 0"],
  ["as many digests as are allowed", readText(statement(), { digestsPerSubject: 1 }), `sha256 ${digestOf(64)}`],
  ["one more digest", readText(statement(), { digestsPerSubject: 0 }), "too-many: 1 digests, at most 0"],
  ["no subject", readText(statement({ subject: {} })), "statement-invalid: `subject` is missing, empty or no array"],
  ["a list", readText("[]"), "statement-malformed: it is of type array"],
  ["a text", readText('"x"'), "statement-malformed: it is of type string"],
  ["another type", readText(statement({ _type: "x" })), "statement-type-unsupported: `_type` names no statement that is read"],
  ["no predicate type", readText(statement({ predicateType: "" })), "statement-invalid: `predicateType` is missing or no text"],
] as const)
  statements(name, () => assert.is(outcome, expected));
statements.run();

// --------------------------------------------------------------------------------------------------------- whole envelopes

const entry = (name: string, hints: readonly string[] = []): PublicKeyEntry => ({
  source: `${name}.pub`,
  key: { family: "ed25519", bits: 256, fingerprint: `sha256:${name}`, spki: keyNamed("ed25519") },
  algorithm: "ed25519",
  hints,
});
interface EnvelopeWorld {
  readonly keys?: readonly PublicKeyEntry[];
  readonly sigs?: readonly { readonly sig: string; readonly keyid?: string }[];
  readonly payloadType?: string;
  readonly payload?: string;
  readonly json?: unknown;
  readonly limits?: Partial<Limits>;
}
/** The first byte of a signature says whose it is. */
const owners: Readonly<Record<number, string>> = { 1: "sha256:alice", 2: "sha256:bob" };
function verify(world: EnvelopeWorld, jobs: SignatureJob[] = []): Verification {
  const crypto = fakeCrypto((job) => (jobs.push(job), owners[job.signature[0] ?? 0] === job.key.fingerprint));
  const { keys = [entry("alice"), entry("bob")], sigs = [{ sig: "AQ==" }] } = world;
  const verifier = createVerifier({ roots: [], keys }, { crypto }, { ...defaultLimits, ...world.limits });
  const json = world.json ?? {
    payload: base64(world.payload ?? statement()),
    payloadType: world.payloadType ?? "application/vnd.in-toto+json",
    signatures: sigs,
  };
  return verifier.verify(found(JSON.stringify(json)), 1000n);
}
const brief = ({ step, outcome, reason, detail }: StepRecord): string =>
  [step, outcome, reason, detail].filter((part) => part !== undefined).join(" ");
const outcome = (verification: Verification): string =>
  verification.kind === "verified" ? "verified" : `${verification.step} · ${verification.reason}: ${verification.detail}`;

const envelopes = suite("whole envelopes");
envelopes("the record of one that holds", () => {
  const verification = verify({});
  assert.equal(verification.steps.map(brief), [
    "decode pass",
    "bundle skipped not-applicable",
    "envelope pass",
    "signature pass",
    "timestamp skipped not-applicable no Sigstore root is asked",
    "tlog skipped not-applicable no Sigstore root is asked",
    "time skipped not-applicable no time is proven, and the key needs none",
    "certificate skipped not-applicable no certificate",
    "sct skipped not-applicable no certificate",
    "payload-type pass",
    "statement pass",
  ]);
  assert.equal(
    verification.steps.map(({ checks }) => checks.join("")),
    ["C1C2C3", "", "D0D1D2", "D3D5D6D7D8", "", "", "", "", "", "D9", "S1S2S3S4S5S6S7"],
  );
  assert.equal(verification.steps[3]?.items, [{ item: "signature 0", outcome: "pass" }]);
  assert.ok(verification.kind === "verified");
  const { facts } = verification;
  assert.equal(
    [facts.carrier, facts.signers, facts.times, facts.logs, facts.scts, facts.sctsExpected, facts.keyHints],
    ["dsse", [{ kind: "key", fingerprint: "sha256:alice" }], [], [], [], false, []],
  );
  assert.equal(
    ["sigstoreRoot", "ownPaths", "signedAt"].filter((name) => name in facts),
    [],
  );
});
envelopes("the record of one whose signature does not hold: its payload is read, and claimed", () => {
  const verification = verify({ sigs: [{ sig: "CQ==", keyid: "k" }] });
  assert.is(outcome(verification), "signature · signature-invalid: no listed key made it");
  assert.equal(verification.steps.slice(3).map(brief), [
    "signature fail signature-invalid no listed key made it",
    "timestamp skipped not-applicable no Sigstore root is asked",
    "tlog skipped not-applicable no Sigstore root is asked",
    "time skipped not-applicable no time is proven, and the key needs none",
    "certificate skipped not-applicable no certificate",
    "sct skipped not-applicable no certificate",
    "payload-type pass",
    "statement pass",
  ]);
  assert.ok(verification.kind === "rejected");
  assert.equal(
    [verification.claimed.predicateType, verification.claimed.keyids, verification.claimed.subjects?.length, verification.signedBy],
    ["t", ["k"], 1, []],
  );
  assert.match(verification.claimed.payloadDigest ?? "", /^sha256:[0-9a-f]{64}$/u);
});
envelopes("the record of one that cannot be opened: what comes after was not reached", () => {
  const steps = (json: unknown): readonly string[] => verify({ json }).steps.map(brief);
  const later = ["signature", "timestamp", "tlog", "time", "certificate", "sct", "payload-type", "statement"].map(
    (step) => `${step} skipped not-reached`,
  );
  assert.equal(steps([]), ["decode pass", "bundle pass", "envelope fail envelope-malformed it is no object", ...later]);
  assert.equal(steps({ x: 1 }), [
    "decode pass",
    "bundle fail not-an-attestation it is neither a bundle nor an envelope nor a statement",
    "envelope skipped not-reached",
    ...later,
  ]);
  assert.equal(
    steps({ payload: "*", payloadType: "t", signatures: [{ sig: "" }] })
      .slice(0, 3)
      .map((text) => text.split(" ").slice(0, 3).join(" ")),
    ["decode fail base64-invalid", "bundle skipped not-reached", "envelope skipped not-reached"],
  );
});
envelopes("what is recognised by its members", () => {
  const of = (json: unknown): string => outcome(verify({ json }));
  const BUNDLE = "bundle · bundle-version-unsupported: the media type names no version that is read";
  for (const name of ["verificationMaterial", "dsseEnvelope", "messageSignature"]) assert.is(of({ [name]: {} }), BUNDLE, name);
  assert.is(of({ mediaType: "application/vnd.dev.sigstore.bundle.v9+json" }), BUNDLE);
  assert.is(of({ mediaType: "x application/vnd.dev.sigstore.bundle" }).split(":")[0], "bundle · not-an-attestation");
  assert.is(of({ mediaType: 1 }).split(":")[0], "bundle · not-an-attestation");
  for (const name of ["payload", "payloadType", "signatures"])
    assert.is(of({ [name]: [] }).split(":")[0], "envelope · envelope-malformed", name);
  assert.is(of({ _type: "x" }), "decode · not-signed: it is a bare statement");
  const bare = verify({ json: JSON.parse(statement()) });
  assert.ok(bare.kind === "rejected");
  assert.equal([bare.notSigned, bare.claimed.predicateType, bare.claimed.subjects?.length, bare.claimed.keyids], [true, "t", 1, []]);
  const other = verify({ json: { x: 1 } });
  assert.is(other.kind === "rejected" && other.notSigned, undefined);
});
for (const [name, world, expected] of [
  ["no key", { keys: [] }, "signature · no-candidate-key: no key is listed"],
  ["as many checks as are allowed", { limits: { signatureChecks: 2 } }, "verified"],
  ["one more", { limits: { signatureChecks: 1 } }, "signature · too-many: signatures times keys"],
  ["another payload type", { payloadType: "text/plain" }, "payload-type · payload-type-unsupported: the payload is of another type"],
  ["a named in-toto type", { payloadType: "application/vnd.in-toto.provenance+json" }, "verified"],
  [
    "a named type with something before it",
    { payloadType: "xapplication/vnd.in-toto.provenance+json" },
    "payload-type · payload-type-unsupported: the payload is of another type",
  ],
  [
    "a named type with something behind it",
    { payloadType: "application/vnd.in-toto.provenance+jsonx" },
    "payload-type · payload-type-unsupported: the payload is of another type",
  ],
  [
    "a named type without name",
    { payloadType: "application/vnd.in-toto.+json" },
    "payload-type · payload-type-unsupported: the payload is of another type",
  ],
  ["a payload that is no statement", { payload: "[]" }, "statement · statement-malformed: it is of type array"],
  ["a payload that is too deep", { payload: `${"[".repeat(9)}${"]".repeat(9)}`, limits: { predicateDepth: 5 } }, /^statement · too-deep/u],
] as const)
  envelopes(name, () => {
    const told = outcome(verify(world));
    if (typeof expected === "string") assert.is(told, expected);
    else assert.match(told, expected);
  });
envelopes("each key once, in the order of the signatures, whoever signs twice", () => {
  const verification = verify({ sigs: [{ sig: "AgE=" }, { sig: "CQ==" }, { sig: "AQE=" }, { sig: "AgI=" }] });
  assert.ok(verification.kind === "verified");
  assert.equal(verification.facts.signers, [
    { kind: "key", fingerprint: "sha256:bob" },
    { kind: "key", fingerprint: "sha256:alice" },
  ]);
  assert.equal(
    verification.steps[3]?.items.map(({ item: name, outcome: each, detail }) => [name, each, detail].join(" ")),
    ["signature 0 pass ", "signature 1 fail no listed key made it", "signature 2 pass ", "signature 3 pass "],
  );
});
envelopes("the key that the hint names is asked first, and a wrong hint costs nothing else", () => {
  const asked = (keyid: string | undefined, sig: string): readonly string[] => {
    const jobs: SignatureJob[] = [];
    const verification = verify(
      { keys: [entry("alice", ["a"]), entry("bob", ["b"])], sigs: [{ sig, ...(keyid !== undefined && { keyid }) }] },
      jobs,
    );
    assert.is(verification.kind, "verified");
    return jobs.map(({ key }) => key.fingerprint);
  };
  assert.equal(asked(undefined, "Ag=="), ["sha256:alice", "sha256:bob"]);
  assert.equal(asked("b", "Ag=="), ["sha256:bob"]);
  assert.equal(asked("b", "AQ=="), ["sha256:bob", "sha256:alice"]);
  assert.equal(asked("x", "Ag=="), ["sha256:alice", "sha256:bob"]);
});
envelopes("hints are told once each, without empty ones", () => {
  const verification = verify({
    sigs: [
      { sig: "AQ==", keyid: "k" },
      { sig: "Ag==", keyid: "k" },
      { sig: "AQE=", keyid: "" },
      { sig: "AQI=", keyid: "l" },
    ],
  });
  assert.equal(verification.kind === "verified" && verification.facts.keyHints, ["k", "l"]);
});
envelopes("an exception in the port is that step's, and no pass", () => {
  const crypto = fakeCrypto(() => {
    throw new TypeError("broken");
  });
  const verifier = createVerifier({ roots: [], keys: [entry("alice")] }, { crypto }, defaultLimits);
  const text = JSON.stringify({ payload: base64(statement()), payloadType: "application/vnd.in-toto+json", signatures: [{ sig: "AQ==" }] });
  const verification = verifier.verify(found(text), 1000n);
  assert.is(outcome(verification), "signature · internal-error: TypeError in this step");
  assert.is(verification.steps.find(hasFailed)?.outcome, "error");
});
envelopes("a blob: its bytes are what is signed, and the digest in the bundle must agree", () => {
  const artifact = encodeUtf8("artifact");
  const jobs: SignatureJob[] = [];
  const crypto = fakeCrypto((job) => (jobs.push(job), owners[job.signature[0] ?? 0] === job.key.fingerprint));
  const verifier = createVerifier({ roots: [], keys: [entry("alice")] }, { crypto }, defaultLimits);
  const blob = (digest: Uint8Array, signature = "AQ=="): string => {
    const json = {
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { publicKey: { hint: "h" } },
      messageSignature: { messageDigest: { algorithm: "SHA2_256", digest: base64(digest) }, signature },
    };
    const made = verifier.verifyBlob(found(JSON.stringify(json)), artifact, 1000n);
    return made.kind === "verified"
      ? `verified ${made.facts.payloadType}${made.facts.keyHints.join()} ${made.steps.map(({ step }) => step).join()}`
      : `${made.step} · ${made.reason}: ${made.detail}`;
  };
  const right = crypto.digest("sha256", [artifact]);
  assert.is(blob(right), "verified h decode,bundle,envelope,signature,timestamp,tlog,time,certificate,sct");
  assert.equal(jobs[0]?.parts, [artifact]);
  assert.is(blob(filled(32)), "signature · message-digest-mismatch: the artifact has another digest than the bundle says");
  assert.is(blob(right, "CQ=="), "signature · signature-invalid: no listed key made it");
  const asAttestation = {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: { publicKey: { hint: "h" } },
    messageSignature: { messageDigest: { algorithm: "SHA2_256", digest: base64(right) }, signature: "AQ==" },
  };
  assert.is(outcome(verify({ json: asAttestation })), "bundle · not-an-attestation: it signs a blob");
});
envelopes.run();
