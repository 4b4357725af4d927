/** Key pairs and signed envelopes made on the spot. Made once in a process: nothing depends on which key it is. */
import { loadWebCrypto } from "../../../src/platform/crypto/index.ts";
import {
  loadKeys,
  signDsse,
  type DsseSigner,
  type KeyPair,
  type PublicKeyEntry,
  type SignatureAlgorithm,
} from "../../../src/trust/index.ts";
import { crypto } from "./run.ts";

export const web = await loadWebCrypto();

export interface TestSigner {
  readonly pair: KeyPair;
  readonly entry: PublicKeyEntry;
  readonly signer: DsseSigner;
}

export async function newSigner(algorithm: SignatureAlgorithm = "ecdsa-sha2-256-nistp256", keyid = ""): Promise<TestSigner> {
  const pair = await web.generate(algorithm);
  const loaded = loadKeys("made in a test", pair.spki, crypto);
  if (!loaded.ok) throw new Error(loaded.error.detail);
  const [entry] = loaded.value.keys;
  if (entry === undefined) throw new Error("no key");
  return { pair, entry: { ...entry, algorithm }, signer: { keyid, sign: (parts) => web.sign(pair.privateKey, parts) } };
}

export const IN_TOTO = "application/vnd.in-toto+json";

export function statementText(change: Readonly<Record<string, unknown>> = {}): string {
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "image", digest: { sha256: "a".repeat(64) } }],
    predicateType: "https://example.com/reviewed/v1",
    predicate: { by: "alice" },
  };
  return JSON.stringify({ ...statement, ...change });
}

export interface EnvelopeJson {
  payloadType: string;
  payload: string;
  signatures: { keyid?: string; sig: string }[];
}

export async function signedJson(
  text: string,
  signers: readonly [TestSigner, ...TestSigner[]],
  payloadType: string = IN_TOTO,
): Promise<EnvelopeJson> {
  const [first, ...others] = signers.map(({ signer }) => signer) as [DsseSigner, ...DsseSigner[]];
  const bytes = await signDsse(payloadType, new TextEncoder().encode(text), [first, ...others]);
  return JSON.parse(new TextDecoder().decode(bytes)) as EnvelopeJson;
}
