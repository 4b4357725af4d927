/** Hostile bytes: a verdict with a reason, never a throw and never an internal error. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits } from "../../src/base/index.ts";
import type { FoundEnvelope } from "../../src/trust/index.ts";
import { readCheckpoint } from "../../src/trust/sigstore/checkpoint.ts";
import { checkProperty, fc } from "../support/property.ts";
import { withRealdata } from "../support/realdata.ts";
import { found, NOW, publicGood, realEnvelopes, verifierOf } from "../support/trust/run.ts";

const verifier = verifierOf([publicGood]);

function judge(envelope: FoundEnvelope): void {
  const outcome = verifier.verify(envelope, NOW);
  if (outcome.kind === "rejected") assert.is.not(outcome.reason, "internal-error", outcome.detail);
}

const tests = suite("fuzz");
tests("any bytes", () => checkProperty(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => judge(found(bytes)))));
tests("any JSON", () => checkProperty(fc.property(fc.json(), (text) => judge(found(text)))));
tests("bundles and envelopes of any parts", () => {
  const names = ["mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature", "payload", "payloadType", "signatures", "_type"];
  const inner = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(fc.constantFrom("certificate", "tlogEntries", "publicKey", "payload", "signatures"), fc.jsonValue()),
  );
  checkProperty(fc.property(fc.dictionary(fc.constantFrom(...names), inner), (json) => judge(found(JSON.stringify(json)))));
});
tests("any annotations", () => {
  const envelope = JSON.stringify({ payload: "", payloadType: "x", signatures: [{ sig: "" }] });
  const name = fc.constantFrom("bundle", "certificate", "rfc3161timestamp").map((last) => `dev.sigstore.cosign/${last}`);
  checkProperty(fc.property(fc.dictionary(name, fc.oneof(fc.string(), fc.json())), (annotations) => judge(found(envelope, annotations))));
});
tests("any checkpoint", () => {
  checkProperty(
    fc.property(fc.string(), fc.string(), (a, b) =>
      assert.type(readCheckpoint(`${a}\n1\n\n\u2014 ${b} AAAA\n`, defaultLimits).ok, "boolean"),
    ),
  );
});
withRealdata(tests)("a real bundle with one value replaced", () => {
  const real = realEnvelopes("evidence", "wrangle", "good-default-signed.bundle.jsonl")[1] as FoundEnvelope;
  const text = new TextDecoder().decode(real.bytes);
  const strings = [...text.matchAll(/:"([^"]*)"/gu)].map((match) => [match.index + 1, match[0].length - 1] as const);
  checkProperty(
    fc.property(fc.constantFrom(...strings), fc.oneof(fc.jsonValue(), fc.base64String()), ([at, length], value) => {
      judge(found(`${text.slice(0, at)}${JSON.stringify(value)}${text.slice(at + length)}`));
    }),
  );
});
withRealdata(tests)("a real bundle with one byte of a token replaced", () => {
  const real = realEnvelopes("evidence", "wrangle", "good-default-signed.bundle.jsonl")[1] as FoundEnvelope;
  const text = new TextDecoder().decode(real.bytes);
  const token = /"signedTimestamp":"([^"]*)"/u.exec(text)?.[1] ?? "";
  const bytes = Buffer.from(token, "base64");
  checkProperty(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
      const outcome = verifier.verify(found(text.replace(token, changed.toString("base64"))), NOW);
      if (outcome.kind === "rejected") assert.is(`${outcome.step} · ${outcome.reason}`, "bundle · der-invalid");
      else
        assert.is(
          outcome.facts.times.some(({ kind }) => kind === "timestamp") ? "counted" : "skipped",
          isCovered(outcome.steps) ? "counted" : "skipped",
        );
    }),
  );
});

/** The embedded certificate and unsigned parts may change without the signature noticing: the token then passes whole. */
function isCovered(steps: readonly { readonly step: string; readonly items: readonly { readonly outcome: string }[] }[]): boolean {
  return steps.some(({ step, items }) => step === "timestamp" && items.every(({ outcome }) => outcome === "pass"));
}
tests.run();
