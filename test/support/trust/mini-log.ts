/** A transparency log that only promises: enough for key-signed cosign layers, and under a root of its own. */
import { canonicalJson, encodeHex, instantToSeconds } from "../../../src/base/index.ts";
import type { FoundEnvelope, SigstoreRoot } from "../../../src/trust/index.ts";
import { crypto, found, loadRoot, sha256 } from "./run.ts";
import { web, type EnvelopeJson, type TestSigner } from "./signing.ts";

const pair = await web.generate("ecdsa-sha2-256-nistp256");
const logId = encodeHex(crypto.digest("sha256", [pair.spki]));

export const logRoot: SigstoreRoot = loadRoot(
  "own-log",
  new TextEncoder().encode(
    JSON.stringify({
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [
        {
          baseUrl: "https://log.example",
          hashAlgorithm: "SHA2_256",
          publicKey: {
            rawBytes: Buffer.from(pair.spki).toString("base64"),
            keyDetails: "PKIX_ECDSA_P256_SHA_256",
            validFor: { start: "2020-01-01T00:00:00Z" },
          },
          logId: { keyId: Buffer.from(logId, "hex").toString("base64") },
        },
      ],
    }),
  ),
);

const base64 = (text: string): string => Buffer.from(text).toString("base64");

function dsseBody(envelope: EnvelopeJson, index: number, signer: TestSigner): string {
  const payload = Buffer.from(envelope.payload, "base64");
  const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(signer.pair.spki).toString("base64")}\n-----END PUBLIC KEY-----\n`;
  const hash = (of: Uint8Array): object => ({ algorithm: "sha256", value: sha256(of).slice("sha256:".length) });
  const signatures = [{ signature: envelope.signatures[index]?.sig ?? "", verifier: base64(pem) }];
  const spec = { envelopeHash: hash(Buffer.from(JSON.stringify(envelope))), payloadHash: hash(payload), signatures };
  return JSON.stringify({ apiVersion: "0.0.1", kind: "dsse", spec });
}

/** The envelope as a layer whose annotation promises that signature `index`, made by `signer`, was there at that time. */
export async function logged(envelope: EnvelopeJson, index: number, signer: TestSigner, at: bigint): Promise<FoundEnvelope> {
  const Payload = { body: base64(dsseBody(envelope, index, signer)), integratedTime: instantToSeconds(at), logID: logId, logIndex: 7 };
  const promise = await web.sign(pair.privateKey, [new TextEncoder().encode(canonicalJson(Payload))]);
  const annotation = JSON.stringify({ SignedEntryTimestamp: Buffer.from(promise).toString("base64"), Payload });
  return found(JSON.stringify(envelope), { "dev.sigstore.cosign/bundle": annotation });
}
