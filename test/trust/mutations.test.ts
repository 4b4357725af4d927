/** One good envelope of each carrier, one thing changed: never accepted, and for the reason the change is about. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { FoundEnvelope } from "../../src/trust/index.ts";
import { checkProperty, fc } from "../support/property.ts";
import { withRealdata } from "../support/realdata.ts";
import { outcomeOf, stepOf } from "../support/trust/expect.ts";
import { found, NOW, publicGood, realEnvelopes, realLayers, verifierOf } from "../support/trust/run.ts";

const verifier = verifierOf([publicGood]);

type Json = { [name: string]: Json } & Json[] & string;

function bundle(line: number): Json {
  const envelope = realEnvelopes("evidence", "wrangle", "good-default-signed.bundle.jsonl")[line] as FoundEnvelope;
  return JSON.parse(new TextDecoder().decode(envelope.bytes)) as Json;
}

/** The bundle of the VSA: promise, proof and token. */
const VSA = 1;

function changed(change: (json: Json) => void, line = VSA): string {
  const json = bundle(line);
  change(json);
  return outcomeOf(verifier.verify(found(JSON.stringify(json)), NOW));
}

function flip(base64: string, at = -3): string {
  const bytes = Buffer.from(base64, "base64");
  const index = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  return bytes.toString("base64");
}

/** Of a signature line: name and key id stay as they are. */
function flipSignature(line: string): string {
  const at = line.lastIndexOf(" ") + 1;
  return line.slice(0, at) + flip(line.slice(at));
}

function entry(json: Json): Json {
  return json["verificationMaterial"]?.["tlogEntries"]?.[0] as Json;
}

function part(json: Json, ...path: readonly string[]): Json {
  return path.reduce<Json>((at, name) => (at as Record<string, unknown>)[name] as Json, json);
}

/** `undefined` leaves the member out when the text is written. */
function set(json: Json, name: string, value: unknown): void {
  (json as Record<string, unknown>)[name] = value;
}

function rewrite(json: Json, name: string, change: (text: string) => unknown): void {
  set(json, name, change((json as Record<string, unknown>)[name] as string));
}

const checkpoint = (json: Json): Json => part(entry(json), "inclusionProof", "checkpoint");
const inVsa = (change: (json: Json) => void): string => changed(change);

const bundleRows: readonly (readonly [name: string, change: (json: Json) => void, outcome: string])[] = [
  ["the twin", () => undefined, "good"],
  ["dsse-01 payload", (json) => rewrite(part(json, "dsseEnvelope"), "payload", (text) => flip(text)), "signature · signature-invalid"],
  ["dsse-01 payload type", (json) => set(part(json, "dsseEnvelope"), "payloadType", "text/plain"), "signature · signature-invalid"],
  [
    "dsse-01 signature",
    (json) => rewrite(part(json, "dsseEnvelope", "signatures", "0"), "sig", (text) => flip(text)),
    "signature · signature-invalid",
  ],
  [
    "bundle-01 version",
    (json) => set(json, "mediaType", "application/vnd.dev.sigstore.bundle+json;version=0.4"),
    "bundle · bundle-version-unsupported",
  ],
  ["bundle-01 absent", (json) => set(json, "mediaType", undefined), "bundle · bundle-version-unsupported"],
  ["bundle-02 two contents", (json) => set(json, "messageSignature", {}), "bundle · bundle-ambiguous"],
  ["bundle-02 two keys", (json) => set(part(json, "verificationMaterial"), "publicKey", { hint: "x" }), "bundle · bundle-ambiguous"],
  ["bundle-03 snake case", (json) => rename(json, "verificationMaterial", "verification_material"), "bundle · bundle-malformed"],
  ["bundle-03 negative index", (json) => set(entry(json), "logIndex", "-1"), "bundle · bundle-malformed"],
  ["bundle-03 index 2^63", (json) => set(entry(json), "logIndex", "9223372036854775808"), "bundle · bundle-malformed"],
  ["bundle-03 index abc", (json) => set(entry(json), "logIndex", "abc"), "bundle · bundle-malformed"],
  [
    "bundle-03 chain in 0.3",
    (json) => rename(part(json, "verificationMaterial"), "certificate", "x509CertificateChain"),
    "bundle · bundle-malformed",
  ],
  [
    "bundle-03 empty certificate",
    (json) => set(part(json, "verificationMaterial"), "certificate", { rawBytes: "" }),
    "bundle · bundle-malformed",
  ],
  ["bundle-04 no proof", (json) => set(entry(json), "inclusionProof", undefined), "bundle · proof-missing"],
  ["bundle-04 no checkpoint", (json) => set(part(entry(json), "inclusionProof"), "checkpoint", undefined), "bundle · proof-missing"],
  [
    "bundle-04 version 0.1 without promise",
    (json) => {
      set(json, "mediaType", "application/vnd.dev.sigstore.bundle+json;version=0.1");
      set(entry(json), "inclusionPromise", undefined);
    },
    "bundle · promise-missing",
  ],
  ["bundle-06 two signatures", (json) => twice(part(json, "dsseEnvelope", "signatures")), "bundle · signature-count"],
  ["bundle-07 entry twice", (json) => twice(part(json, "verificationMaterial", "tlogEntries")), "bundle · duplicate-item"],
  [
    "bundle-07 token twice",
    (json) => twice(part(json, "verificationMaterial", "timestampVerificationData", "rfc3161Timestamps")),
    "bundle · duplicate-item",
  ],
  ["bundle-08 33 entries", (json) => many(part(json, "verificationMaterial", "tlogEntries"), 33), "bundle · too-many"],
  ["bundle-08 65 hashes", (json) => many(part(entry(json), "inclusionProof", "hashes"), 65), "bundle · too-many"],
  [
    "bundle-08 certificate of 33 KiB",
    (json) => set(part(json, "verificationMaterial", "certificate"), "rawBytes", Buffer.alloc(33 * 1024, 0x30).toString("base64")),
    "bundle · too-large",
  ],
  [
    "bundle-09 trailing byte",
    (json) =>
      rewrite(part(json, "verificationMaterial", "certificate"), "rawBytes", (text) =>
        Buffer.concat([Buffer.from(text, "base64"), Buffer.from([0])]).toString("base64"),
      ),
    "bundle · der-invalid",
  ],
  [
    "bundle-09 indefinite length",
    (json) => set(part(json, "verificationMaterial", "certificate"), "rawBytes", Buffer.from("30800000", "hex").toString("base64")),
    "bundle · der-invalid",
  ],
  ["log-12 unknown log", (json) => rewrite(part(entry(json), "logId"), "keyId", (text) => flip(text)), "tlog · log-unknown"],
  [
    "log-05 promise",
    (json) => rewrite(part(entry(json), "inclusionPromise"), "signedEntryTimestamp", (text) => flip(text)),
    "tlog · set-invalid",
  ],
  ["log-05 time", (json) => rewrite(entry(json), "integratedTime", (text) => String(Number(text) + 1)), "tlog · set-invalid"],
  ["log-05 index", (json) => rewrite(entry(json), "logIndex", (text) => String(Number(text) + 1)), "tlog · set-invalid"],
  ["log-05 body", (json) => rewrite(entry(json), "canonicalizedBody", (text) => flip(text, 100)), "tlog · set-invalid"],
  ["log-06 checkpoint signature", (json) => rewrite(checkpoint(json), "envelope", flipLastLine), "tlog · checkpoint-signature-invalid"],
  [
    "log-07 no origin",
    (json) => rewrite(checkpoint(json), "envelope", (text) => text.slice(text.indexOf("\n") + 1)),
    "tlog · checkpoint-malformed",
  ],
  ["log-07 size +5", (json) => rewrite(checkpoint(json), "envelope", (text) => text.replace(/\n/u, "\n+")), "tlog · checkpoint-malformed"],
  ["log-07 size 007", (json) => rewrite(checkpoint(json), "envelope", (text) => text.replace(/\n/u, "\n0")), "tlog · checkpoint-malformed"],
  ["log-07 control character", (json) => rewrite(checkpoint(json), "envelope", (text) => `\u0001${text}`), "tlog · checkpoint-malformed"],
  [
    "log-07 33 lines",
    (json) => rewrite(checkpoint(json), "envelope", (text) => text + (text.split("\n\n")[1] ?? "").repeat(32)),
    "tlog · checkpoint-malformed",
  ],
  [
    "log-11 signed under another name",
    (json) => rewrite(checkpoint(json), "envelope", (text) => text.replace("\u2014 rekor.sigstore.dev", "\u2014 sigstore.dev")),
    "tlog · log-name-mismatch",
  ],
  [
    "log-11 a line that holds under a part of the name, before one that does not hold",
    (json) =>
      rewrite(checkpoint(json), "envelope", (text) => {
        const line = (text.split("\n\n")[1] ?? "").split("\n")[0] ?? "";
        return text.replace(line, `${line.replace("rekor.sigstore.dev", "sigstore.dev")}\n${flipSignature(line)}`);
      }),
    "tlog · checkpoint-signature-invalid",
  ],
  [
    "log-07 an empty line inside the note",
    (json) => rewrite(checkpoint(json), "envelope", (text) => text.replace("\n\n", "\n\n\u2014 x AAAAAAAA\n\n")),
    "tlog · checkpoint-malformed",
  ],
  [
    "log-11 a name full of pattern characters",
    (json) => rewrite(checkpoint(json), "envelope", (text) => text.replace("\u2014 rekor.sigstore.dev", "\u2014 (.*)*$")),
    "tlog · log-name-mismatch",
  ],
  ["log-08 hash", (json) => rewrite(part(entry(json), "inclusionProof", "hashes"), "0", (text) => flip(text)), "tlog · inclusion-invalid"],
  ["log-08 one hash too many", (json) => twice(part(entry(json), "inclusionProof", "hashes")), "tlog · inclusion-invalid"],
  [
    "log-08 index",
    (json) => rewrite(part(entry(json), "inclusionProof"), "logIndex", (text) => String(Number(text) - 1)),
    "tlog · inclusion-invalid",
  ],
  [
    "log-09 root hash",
    (json) => rewrite(part(entry(json), "inclusionProof"), "rootHash", (text) => flip(text)),
    "tlog · inclusion-inconsistent",
  ],
  [
    "log-09 tree size",
    (json) => rewrite(part(entry(json), "inclusionProof"), "treeSize", (text) => String(Number(text) + 1)),
    "tlog · inclusion-inconsistent",
  ],
  ["log-04 kind", (json) => set(entry(json), "kindVersion", { kind: "intoto", version: "0.0.1" }), "tlog · log-entry-unsupported"],
  ["log-04 version", (json) => set(entry(json), "kindVersion", { kind: "dsse", version: "9.9.9" }), "tlog · log-entry-malformed"],
  [
    "log-01 entry of another bundle",
    (json) => set(part(json, "verificationMaterial"), "tlogEntries", bundle(2)["verificationMaterial"]?.["tlogEntries"]),
    "tlog · log-entry-mismatch",
  ],
];

function rename(json: Json, from: string, to: string): void {
  set(json, to, json[from]);
  set(json, from, undefined);
}

function twice(list: Json): void {
  list.push(list[0] as Json);
}

function many(list: Json, count: number): void {
  while (list.length < count) list.push(list[0] as Json);
}

function flipLastLine(text: string): string {
  const at = text.trimEnd().lastIndexOf(" ") + 1;
  return `${text.slice(0, at)}${flip(text.slice(at).trim())}\n`;
}

const bundles = suite("changed bundles");
const realBundles = withRealdata(bundles);
for (const [name, change, outcome] of bundleRows) realBundles(name, () => assert.is(inVsa(change), outcome));
realBundles("time-01 and time-02: without a promise of its own entry there is no time", () => {
  const drop = (json: Json): void => set(entry(json), "inclusionPromise", undefined);
  assert.is(changed(drop, 0), "time · no-trusted-time");
  const borrow = (json: Json): void => {
    drop(json);
    part(json, "verificationMaterial", "tlogEntries").push(entry(bundle(2)));
  };
  assert.is(changed(borrow, 0), "time · no-trusted-time ← log-entry-mismatch");
});
realBundles("time-06 a token about another signature adds nothing", () => {
  const foreign = part(bundle(2), "verificationMaterial", "timestampVerificationData");
  const json = bundle(0);
  set(part(json, "verificationMaterial"), "timestampVerificationData", foreign);
  const outcome = verifier.verify(found(JSON.stringify(json)), NOW);
  assert.is(outcomeOf(outcome), "good");
  assert.is(stepOf(outcome, "timestamp").items[0]?.reason, "token-imprint-mismatch");
  assert.equal(outcome.kind === "verified" && outcome.facts.times.map(({ kind }) => kind), ["log"]);
});
realBundles("time-10 a token whose signature is broken", () => {
  const json = bundle(VSA);
  rewrite(part(json, "verificationMaterial", "timestampVerificationData", "rfc3161Timestamps", "0"), "signedTimestamp", (text) =>
    flip(text, -1),
  );
  const outcome = verifier.verify(found(JSON.stringify(json)), NOW);
  assert.is(outcomeOf(outcome), "good");
  assert.is(stepOf(outcome, "timestamp").items[0]?.reason, "token-signature-invalid");
});
realBundles("another certificate of the same signer does not fit the signature", () => {
  const other = part(bundle(0), "verificationMaterial", "certificate");
  assert.is(
    inVsa((json) => set(part(json, "verificationMaterial"), "certificate", other)),
    "signature · signature-invalid",
  );
});
realBundles("bundle-10 a message signature is no attestation", () => {
  const bytes = realEnvelopes("conformance", "bundle-verify", "happy-path-v0.3", "bundle.sigstore.json")[0] as FoundEnvelope;
  assert.is(outcomeOf(verifier.verify(bytes, NOW)), "bundle · not-an-attestation");
});
realBundles("a surplus entry that does not verify changes nothing: R5", () => {
  const json = bundle(VSA);
  part(json, "verificationMaterial", "tlogEntries").push(entry(bundle(2)));
  const outcome = verifier.verify(found(JSON.stringify(json)), NOW);
  assert.is(outcomeOf(outcome), "good");
  assert.is(outcome.kind === "verified" && outcome.facts.logs.length, 1);
  assert.equal(
    stepOf(outcome, "tlog").items.map((item) => item.reason ?? item.outcome),
    ["pass", "log-entry-mismatch"],
  );
});
realBundles("every defect is recorded, the first one is the reason", () => {
  const json = bundle(VSA);
  rewrite(part(json, "dsseEnvelope", "signatures", "0"), "sig", (text) => flip(text));
  rewrite(part(entry(json), "inclusionPromise"), "signedEntryTimestamp", (text) => flip(text));
  const outcome = verifier.verify(found(JSON.stringify(json)), NOW);
  assert.is(outcomeOf(outcome), "signature · signature-invalid");
  assert.is(stepOf(outcome, "tlog").reason, "set-invalid");
  assert.is(stepOf(outcome, "certificate").outcome, "pass");
});
realBundles("law: a changed byte anywhere in signature, certificate, promise or body is never accepted", () => {
  const places: readonly (readonly string[])[] = [
    ["dsseEnvelope", "payload"],
    ["verificationMaterial", "certificate", "rawBytes"],
    ["verificationMaterial", "tlogEntries", "0", "canonicalizedBody"],
    ["verificationMaterial", "tlogEntries", "0", "inclusionPromise", "signedEntryTimestamp"],
    ["dsseEnvelope", "signatures", "0", "sig"],
  ];
  checkProperty(
    fc.property(
      fc.constantFrom(...places),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      (path, where, mask) => {
        const json = bundle(0);
        const holder = part(json, ...path.slice(0, -1));
        const name = path.at(-1) as string;
        const bytes = Buffer.from(holder[name] as string, "base64");
        const at = Math.floor(where * bytes.length);
        bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
        set(holder, name, bytes.toString("base64"));
        const outcome = verifier.verify(found(JSON.stringify(json)), NOW);
        assert.is(outcome.kind, "rejected");
        assert.is.not(outcome.kind === "rejected" && outcome.reason, "internal-error");
      },
    ),
  );
});
bundles.run();

const layers = suite("changed layers");
const realLayersTest = withRealdata(layers);
const BUNDLE = "dev.sigstore.cosign/bundle";
const layer = (): FoundEnvelope => realLayers("slsa-verifier-v1.4.0")[0] as FoundEnvelope;

function inAnnotation(change: (json: Json) => void): string {
  const envelope = layer();
  const json = JSON.parse(envelope.annotations?.[BUNDLE] ?? "") as Json;
  change(json);
  return outcomeOf(verifier.verify({ ...envelope, annotations: { ...envelope.annotations, [BUNDLE]: JSON.stringify(json) } }, NOW));
}

realLayersTest("log-03 for intoto 0.0.1: the stored bytes are bound, a space more is another envelope", () => {
  const { bytes, annotations } = layer();
  assert.is(outcomeOf(verifier.verify(found(bytes, annotations), NOW)), "good");
  assert.is(outcomeOf(verifier.verify(found(Buffer.concat([bytes, Buffer.from(" ")]), annotations), NOW)), "tlog · log-entry-mismatch");
});
realLayersTest("log-05 for intoto 0.0.1, whose promise we check ourselves", () => {
  assert.is(
    inAnnotation(() => undefined),
    "good",
  );
  assert.is(
    inAnnotation((json) => rewrite(json, "SignedEntryTimestamp", (text) => flip(text))),
    "tlog · set-invalid",
  );
  for (const name of ["integratedTime", "logIndex"])
    assert.is(
      inAnnotation((json) => rewrite(part(json, "Payload"), name, (value) => Number(value) + 1)),
      "tlog · set-invalid",
    );
});
layers.run();
