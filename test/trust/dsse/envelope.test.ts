/** DSSE envelopes with keys, by the rows of the attack corpus; every row starts from a good envelope and changes one thing. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits } from "../../../src/base/index.ts";
import { ecdsaToRaw, type KeyFamily, type SignatureAlgorithm } from "../../../src/trust/index.ts";
import { preAuthEncoding } from "../../../src/trust/dsse/pae.ts";
import { outcomeOf, stepOf } from "../../support/trust/expect.ts";
import { found, NOW, verifierOf } from "../../support/trust/run.ts";
import { IN_TOTO, newSigner, signedJson, statementText, web, type EnvelopeJson, type TestSigner } from "../../support/trust/signing.ts";

const alice = await newSigner("ecdsa-sha2-256-nistp256", "alice");
const bob = await newSigner("ecdsa-sha2-256-nistp256", "bob");
const good = await signedJson(statementText(), [alice]);
const verifier = verifierOf([], [alice.entry]);

function judge(envelope: unknown): string {
  return outcomeOf(verifier.verify(found(typeof envelope === "string" ? envelope : JSON.stringify(envelope)), NOW));
}

function withSig(sig: string): EnvelopeJson {
  return { ...good, signatures: [{ sig }] };
}

function flipped(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 3) ^ 1, bytes.length - 3);
  return bytes.toString("base64");
}

async function signedParts(signer: TestSigner, ...parts: readonly Uint8Array[]): Promise<string> {
  return Buffer.from(await web.sign(signer.pair.privateKey, parts)).toString("base64");
}

const invalid = "signature · signature-invalid";
const sig = good.signatures[0]?.sig ?? "";
const other = await signedJson(statementText({ predicateType: "https://example.com/other/v1" }), [alice]);

const tests = suite("dsse");
tests("the unchanged twin is good", () => assert.is(judge(good), "good"));
tests("the encoding counts bytes, not characters", () => {
  const text = new TextDecoder().decode(preAuthEncoding("http://example.com/HelloWorld", new TextEncoder().encode("hello world"))[0]);
  assert.is(text, "DSSEv1 29 http://example.com/HelloWorld 11 ");
  assert.is(new TextDecoder().decode(preAuthEncoding("é", new Uint8Array(0))[0]), "DSSEv1 2 é 0 ");
});

const rows: readonly (readonly [name: string, envelope: unknown, outcome: string])[] = [
  ["dsse-01 payload", { ...good, payload: flipped(good.payload) }, invalid],
  ["dsse-01 type", { ...good, payloadType: "application/vnd.in-toto.x+json" }, invalid],
  ["dsse-01 swapped signatures", { ...good, signatures: other.signatures }, invalid],
  ["dsse-04 empty", withSig(""), invalid],
  ["dsse-04 r and s are 0", withSig(Buffer.from("3006020100020100", "hex").toString("base64")), invalid],
  ["dsse-04 64 zero bytes", withSig(Buffer.alloc(64).toString("base64")), invalid],
  ["dsse-04 trailing byte", withSig(Buffer.concat([Buffer.from(sig, "base64"), Buffer.from([0])]).toString("base64")), invalid],
  ["dsse-04 long-form length", withSig(longForm(Buffer.from(sig, "base64")).toString("base64")), invalid],
  ["dsse-06 the bare payload", withSig(await signedParts(alice, Buffer.from(good.payload, "base64"))), invalid],
  ["dsse-06 the base64 text", withSig(await signedParts(alice, Buffer.from(good.payload))), invalid],
  ["dsse-06 the envelope", withSig(await signedParts(alice, Buffer.from(JSON.stringify(good)))), invalid],
  ["dsse-16 line feed", { ...good, payload: `${good.payload.slice(0, 4)}\n${good.payload.slice(4)}` }, "decode · base64-invalid"],
  ["dsse-16 trailing junk", { ...good, payload: `${good.payload}!` }, "decode · base64-invalid"],
  ["dsse-16 wrong padding", withSig(`${sig.replace(/=+$/u, "")}===`), "decode · base64-invalid"],
  ["dsse-16 both alphabets", withSig(`+_${sig.slice(2)}`), "decode · base64-invalid"],
  ["dsse-16 trailing bits", { ...good, payload: "QUJDRB==" }, "decode · base64-invalid"],
  ["dsse-17 two payloads", `{"payload":"","payload":"",${JSON.stringify(good).slice(1)}`, "decode · duplicate-key"],
  ["dsse-17 byte order mark", `\ufeff${JSON.stringify(good)}`, "decode · utf8-invalid"],
  ["dsse-17 cut off", JSON.stringify(good).slice(0, -1), "decode · json-malformed"],
  ["dsse-17 depth", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "decode · too-deep"],
  ["dsse-18 array", [good], "envelope · envelope-malformed"],
  ["dsse-18 signatures no array", { ...good, signatures: {} }, "envelope · envelope-malformed"],
  ["dsse-18 sig a number", { ...good, signatures: [{ sig: 1 }] }, "envelope · envelope-malformed"],
  ["dsse-18 keyid a number", { ...good, signatures: [{ sig, keyid: 1 }] }, "envelope · envelope-malformed"],
  ["dsse-18 payload absent", { payloadType: IN_TOTO, signatures: good.signatures }, "envelope · envelope-malformed"],
  ["dsse-18 type absent", { payload: good.payload, signatures: good.signatures }, "envelope · envelope-malformed"],
  ["dsse-18 no signatures", { ...good, signatures: [] }, "envelope · no-signatures"],
  ["dsse-19 flood", { ...good, signatures: Array.from({ length: 65 }, () => ({ sig })) }, "envelope · too-many"],
  ["an object of another kind", { hello: "world" }, "bundle · not-an-attestation"],
  ["pass-01 keyid absent", withSig(sig), "good"],
  ["pass-01 keyid of another key", { ...good, signatures: [{ sig, keyid: "bob" }] }, "good"],
  ["pass-03 URL-safe with padding", withSig(urlSafe(sig)), "good"],
  ["pass-03 URL-safe without padding", withSig(urlSafe(sig).replace(/=+$/u, "")), "good"],
  ["unknown members are ignored", { ...good, extra: 1 }, "good"],
];
for (const [name, envelope, outcome] of rows) tests(name, () => assert.is(judge(envelope), outcome));

function longForm(der: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x30, 0x81, der.length - 2]), der.subarray(2)]);
}

/** A signature without `+` and `/` looks the same in both alphabets, which is as good. */
function urlSafe(text: string): string {
  return text.replaceAll("+", "-").replaceAll("/", "_");
}

tests("dsse-17 bytes that are not UTF-8", () => {
  const bytes = Buffer.concat([Buffer.from('{"payload":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  assert.is(outcomeOf(verifier.verify(found(bytes), NOW)), "decode · utf8-invalid");
});
tests("dsse-02 a foreign payload type, correctly signed", async () => {
  assert.is(judge(await signedJson(statementText(), [alice], "text/plain")), "payload-type · payload-type-unsupported");
  assert.is(judge(await signedJson(statementText(), [alice], "application/vnd.in-toto.link+json")), "good");
});
tests("dsse-03 a type with a letter of two bytes", async () => {
  assert.is(judge(await signedJson(statementText(), [alice], "application/é")), "payload-type · payload-type-unsupported");
  const payload = Buffer.from(statementText());
  const byCharacters = await signedParts(alice, Buffer.from(`DSSEv1 13 application/é ${payload.length} `), payload);
  const envelope = { payloadType: "application/é", payload: payload.toString("base64"), signatures: [{ sig: byCharacters }] };
  assert.is(judge(envelope), invalid);
});
tests("dsse-05 a keyid that names a listed key, a signature by an unknown one", async () => {
  const byBob = await signedJson(statementText(), [bob]);
  const { hints } = alice.entry;
  assert.is(judge({ ...byBob, signatures: byBob.signatures.map((one) => ({ ...one, keyid: hints[0] })) }), invalid);
});
tests("pass-04 one valid and one foreign signature", async () => {
  const both = await signedJson(statementText(), [bob, alice]);
  const outcome = verifier.verify(found(JSON.stringify(both)), NOW);
  assert.is(outcomeOf(outcome), "good");
  assert.equal(
    stepOf(outcome, "signature").items.map((item) => item.reason ?? item.outcome),
    ["signature-invalid", "pass"],
  );
  assert.equal(outcome.kind === "verified" && outcome.facts.signers, [{ kind: "key", fingerprint: alice.entry.key.fingerprint }]);
});
tests("one key that signs twice is one signer", async () => {
  const twice = await signedJson(statementText(), [alice, alice]);
  const outcome = verifier.verify(found(JSON.stringify(twice)), NOW);
  assert.is(outcome.kind === "verified" && outcome.facts.signers.length, 1);
});
tests("without a listed key there is no candidate", () => {
  assert.is(outcomeOf(verifierOf([]).verify(found(JSON.stringify(good)), NOW)), "signature · no-candidate-key");
});
tests("signatures times keys are bounded before the first is checked", () => {
  const keys = Array.from({ length: 65 }, () => bob.entry);
  const signatures = Array.from({ length: 64 }, () => ({ sig }));
  assert.ok(65 * 64 > defaultLimits.signatureChecks);
  assert.is(outcomeOf(verifierOf([], keys).verify(found(JSON.stringify({ ...good, signatures })), NOW)), "signature · too-many");
});

const families: readonly (readonly [SignatureAlgorithm, KeyFamily])[] = [
  ["ecdsa-sha2-256-nistp256", "p256"],
  ["ecdsa-sha2-384-nistp384", "p384"],
  ["ecdsa-sha2-512-nistp521", "p521"],
  ["ecdsa-sha2-256-nistp384", "p384"],
  ["ecdsa-sha2-256-nistp521", "p521"],
  ["ed25519", "ed25519"],
  ["rsa-sign-pss-sha256", "rsa"],
  ["rsa-sign-pkcs1-sha256", "rsa"],
];
for (const [algorithm, family] of families)
  tests(`pass-19 and pass-02: ${algorithm}`, async () => {
    const signer = await newSigner(algorithm);
    const signed = await signedJson(statementText(), [signer]);
    const outcome = (envelope: EnvelopeJson, entry = signer.entry): string =>
      outcomeOf(verifierOf([], [entry]).verify(found(JSON.stringify(envelope)), NOW));
    assert.is(outcome(signed), "good");
    const raw = ecdsaToRaw(Buffer.from(signed.signatures[0]?.sig ?? "", "base64"), family);
    if (family.startsWith("p")) {
      assert.is(outcome({ ...signed, signatures: [{ sig: Buffer.from(raw ?? []).toString("base64") }] }), "good");
    } else assert.is(raw, undefined);
    const confused: Partial<Record<SignatureAlgorithm, SignatureAlgorithm>> = {
      "rsa-sign-pss-sha256": "rsa-sign-pkcs1-sha256",
      "rsa-sign-pkcs1-sha256": "rsa-sign-pss-sha256",
      "ecdsa-sha2-256-nistp384": "ecdsa-sha2-384-nistp384",
      "ecdsa-sha2-256-nistp256": "ed25519",
    };
    const wrong = confused[algorithm];
    if (wrong !== undefined) assert.is(outcome(signed, { ...signer.entry, algorithm: wrong }), invalid, "dsse-14");
  });
tests.run();
