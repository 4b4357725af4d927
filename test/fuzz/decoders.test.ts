/** Every reader of bytes from outside, over changed real and made inputs: an answer, never an exception, and never after long. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits, envelopeJsonLimits, isObject, parseJson, statementJsonLimits } from "../../src/base/index.ts";
import { loadKeys, loadSigstoreRoot, publicGoodRootBytes } from "../../src/trust/index.ts";
import { readDer } from "../../src/trust/der/der.ts";
import { readEnvelope } from "../../src/trust/dsse/envelope.ts";
import { readPem, writePem } from "../../src/trust/keys/pem.ts";
import { readStatement } from "../../src/trust/phase-a/read-statement.ts";
import { readCheckpoint } from "../../src/trust/sigstore/checkpoint.ts";
import { checkScts } from "../../src/trust/sigstore/sct.ts";
import { createRootSession } from "../../src/trust/sigstore/session.ts";
import { checkToken } from "../../src/trust/sigstore/token.ts";
import type { Certificate } from "../../src/trust/x509/certificate.ts";
import { readClaims } from "../../src/trust/x509/claims.ts";
import { checkLeafProfile } from "../../src/trust/x509/leaf-profile.ts";
import { parseCertificate } from "../../src/trust/x509/parse.ts";
import { findPath } from "../../src/trust/x509/path.ts";
import { oids } from "../../src/trust/x509/oids.ts";
import { createLinkMemo } from "../../src/trust/x509/signature.ts";
import { fuzz, fuzzSeed, type Target } from "../support/fuzz/fuzz.ts";
import type { Seeds } from "../support/fuzz/mutate-bytes.ts";
import { statementText } from "../support/trust/signing.ts";
import { harvest } from "../support/fuzz/harvest.ts";
import { crypto, publicGood } from "../support/trust/run.ts";

const harvested = harvest();
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const seedsOf = (real: readonly Uint8Array[], ...made: readonly [Uint8Array, ...Uint8Array[]]): Seeds =>
  [...made, ...real] as unknown as Seeds;

const authorities = publicGood.certificateAuthorities.flatMap(({ chain }) => chain);
const [anyAuthority] = authorities as [Certificate];
const authorityDer = authorities.map(({ der }) => der) as [Uint8Array, ...Uint8Array[]];
const session = createRootSession(publicGood, crypto, createLinkMemo(crypto), defaultLimits);

const note = "log.example\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 log.example AAAAAAAAAAAA\n";

const json: Target = {
  name: "JSON",
  share: 0.08,
  form: "json",
  seeds: seedsOf(harvested.statements, text(statementText()), publicGoodRootBytes()),
  judge(input) {
    const read = parseJson(input, statementJsonLimits(defaultLimits));
    // What is accepted is what everybody else reads there too.
    if (read.ok) JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(input));
  },
};

const der: Target = {
  name: "DER",
  share: 0.08,
  form: "bytes",
  seeds: seedsOf([...harvested.certificates, ...harvested.tokens], ...authorityDer),
  judge: (input) => void readDer(input, defaultLimits.derDepth, () => true),
};

const pem: Target = {
  name: "PEM and keys",
  share: 0.06,
  form: "text",
  seeds: seedsOf(
    [],
    text(writePem("CERTIFICATE", anyAuthority.der)),
    text(writePem("PUBLIC KEY", anyAuthority.spki)),
    text('{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","x":"AA","y":"AA"}]}'),
  ),
  judge(input) {
    readPem(new TextDecoder().decode(input));
    loadKeys("fuzzed", input, crypto);
  },
};

const certificate: Target = {
  name: "certificate",
  share: 0.14,
  form: "bytes",
  seeds: seedsOf(harvested.certificates, ...authorityDer),
  judge(input, original) {
    const read = parseCertificate(input, crypto, defaultLimits.derDepth);
    if (!read.ok) return;
    readClaims(read.value);
    checkLeafProfile(read.value, crypto);
    checkScts(read.value, anyAuthority, publicGood.ctLogs, crypto, defaultLimits);
    const path = findPath(
      {
        leaf: read.value,
        intermediates: authorities,
        anchors: authorities,
        times: [],
        purpose: oids.codeSigning,
        maxLength: 8,
        maxChecks: 64,
      },
      session.links,
    );
    if (path.ok) assert.ok(isSameTbs(read.value, original), "a certificate with another signed part has a path");
  },
};

function isSameTbs(read: Certificate, original: Uint8Array): boolean {
  const was = parseCertificate(original, crypto, defaultLimits.derDepth);
  const known = [...(was.ok ? [was.value] : []), ...authorities];
  return known.some(({ tbs }) => Buffer.from(tbs).equals(read.tbs)) || isHarvested(read.tbs);
}

const harvestedTbs = new Set(
  harvested.certificates.flatMap((bytes) => {
    const read = parseCertificate(bytes, crypto, defaultLimits.derDepth);
    return read.ok ? [Buffer.from(read.value.tbs).toString("base64")] : [];
  }),
);

function isHarvested(tbs: Uint8Array): boolean {
  return harvestedTbs.has(Buffer.from(tbs).toString("base64"));
}

const token: Target = {
  name: "timestamp token",
  share: 0.1,
  form: "bytes",
  seeds: seedsOf(harvested.tokens, text("0\u0003\u0002\u0001\u0000")),
  judge(input, original) {
    const signature = harvested.signatureOfToken.get(Buffer.from(original).toString("base64")) ?? new Uint8Array();
    const outcome = checkToken(input, signature, session);
    if (!outcome.ok) return assert.is.not(outcome.error.reason, "internal-error", outcome.error.detail);
    const was = checkToken(original, signature, session);
    assert.ok(was.ok && was.value.at === outcome.value.at, "a token says another time than what was signed");
  },
};

const checkpoint: Target = {
  name: "checkpoint",
  share: 0.06,
  form: "text",
  seeds: seedsOf(harvested.checkpoints, text(note)),
  judge(input) {
    const read = readCheckpoint(new TextDecoder().decode(input), defaultLimits);
    if (read.ok) assert.ok(read.value.rootHash.length === 32 && read.value.signatures.length > 0);
  },
};

const statement: Target = {
  name: "statement",
  share: 0.08,
  form: "json",
  seeds: seedsOf(harvested.statements, text(statementText())),
  judge(input) {
    const read = readStatement(input, defaultLimits);
    if (read.ok) assert.ok(read.value.subjects.length > 0 && read.value.subjects.every(({ digests }) => digests.size > 0));
  },
};

const envelope: Target = {
  name: "envelope",
  share: 0.06,
  form: "json",
  seeds: seedsOf(
    harvested.envelopes,
    text(JSON.stringify({ payloadType: "x", payload: "AAAA", signatures: [{ sig: "AAAA", keyid: "" }] })),
  ),
  judge(input) {
    const read = parseJson(input, envelopeJsonLimits(defaultLimits));
    if (read.ok && isObject(read.value)) readEnvelope(read.value, defaultLimits);
  },
};

const root: Target = {
  name: "Sigstore root",
  share: 0.02,
  form: "json",
  seeds: seedsOf([], publicGoodRootBytes()),
  judge: (input) => void loadSigstoreRoot("fuzzed", input, crypto),
};

const tests = suite("fuzzed decoders");
let judged = 0;
for (const target of [json, der, pem, certificate, token, checkpoint, statement, envelope, root])
  tests(target.name, () => {
    judged += fuzz(target);
  });
tests.after(() => console.log(`FUZZ_SEED=${fuzzSeed}: ${judged} changed inputs were read`));
tests.run();
