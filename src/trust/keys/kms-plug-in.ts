/**
 * Signing with a key of a service through a Sigstore KMS plug-in, protocol version 1 (sigstore/sigstore `pkg/signature/kms/cliplugin`): a
 * program gets the version and JSON as arguments and the message on standard input, and answers JSON on standard output.
 */
import {
  decodeBase64,
  decodeUtf8,
  defaultLimits,
  envelopeJsonLimits,
  err,
  ok,
  parseJson,
  type Json,
  type Result,
} from "../../base/index.ts";
import { joinBytes } from "../bytes.ts";
import type { KeyFamily, SyncCrypto } from "../crypto-provider.ts";
import { readObject, readString } from "../json-read.ts";
import { readPem } from "./pem.ts";
import type { ProgramRunner, RemoteKey, RemoteKeyFault } from "./program-runner.ts";
import { checkedSignature, complaint, readRemotePublic, RemoteKeyError } from "./remote-key.ts";

const PROTOCOL = "1";

/** Go's `crypto.Hash`, as the protocol writes it. */
const SHA256 = 5;
const hashes: Readonly<Record<KeyFamily, number>> = { p256: SHA256, p384: 6, p521: 7, ed25519: 7, rsa: SHA256 };

export interface PlugInPorts {
  readonly run: ProgramRunner;
  readonly crypto: SyncCrypto;
}

/** `program` is an absolute path out of the user's or the system's configuration; `reference` goes to it whole, `awskms:///alias/release`. */
export async function openPlugInKey(reference: string, program: string, ports: PlugInPorts): Promise<Result<RemoteKey, RemoteKeyFault>> {
  const ask = (hash: number, method: Method, stdin: Uint8Array) => call(ports.run, program, { reference, hash, method }, stdin);
  const answer = await ask(SHA256, { name: "publicKey", args: { publicKeyOptions: { rpcOptions: {} } } }, new Uint8Array());
  const pem = answer.ok ? bytesAt(answer.value, "publicKey", "publicKeyPEM") : answer;
  if (!pem.ok) return pem;
  const blocks = readPem(decodeUtf8(pem.value) ?? "");
  const [block] = blocks.ok ? blocks.value : [];
  if (block?.label !== "PUBLIC KEY") return err({ reason: "key-unreadable", detail: "the plug-in gives no public key in PEM" });
  const found = readRemotePublic(block.der, ports.crypto);
  if (!found.ok) return found;
  const hash = hashes[found.value.key.family as KeyFamily];
  const sign = async (parts: readonly Uint8Array[]): Promise<Uint8Array> => {
    const options = { signOptions: { rpcOptions: {}, messageOptions: { hashFunc: hash } } };
    const signed = await ask(hash, { name: "signMessage", args: options }, joinBytes(parts));
    const signature = signed.ok ? bytesAt(signed.value, "signMessage", "signature") : signed;
    const checked = signature.ok ? checkedSignature(found.value, parts, signature.value, ports.crypto) : signature;
    if (checked.ok) return checked.value;
    throw new RemoteKeyError(checked.error);
  };
  return ok({ spki: found.value.key.spki, algorithm: found.value.algorithm, sign });
}

interface Method {
  readonly name: "publicKey" | "signMessage";
  readonly args: unknown;
}

interface Question {
  readonly reference: string;
  readonly hash: number;
  readonly method: Method;
}

async function call(run: ProgramRunner, program: string, question: Question, stdin: Uint8Array): Promise<Result<Json, RemoteKeyFault>> {
  const { reference, hash, method } = question;
  const initOptions = { protocolVersion: PROTOCOL, keyResourceID: reference, hashFunc: hash };
  const args = [PROTOCOL, JSON.stringify({ initOptions, methodName: method.name, [method.name]: method.args })];
  const answer = await run({ program, args, stdin });
  if (!answer.ok) {
    const isMissing = answer.error === "not-installed";
    return err({
      reason: isMissing ? "program-missing" : "program-failed",
      detail: isMissing ? `there is no program \`${program}\`` : `\`${program}\`: ${answer.error}`,
    });
  }
  // The protocol ignores the exit code: a failure is said in the answer.
  const json = parseJson(answer.value.stdout, envelopeJsonLimits(defaultLimits));
  if (!json.ok) return failed(`it answers no JSON: ${complaint(answer.value)}`);
  const message = readString(json.value, "errorMessage");
  if (typeof message === "string" && message !== "") return failed(message.slice(0, 300));
  return ok(json.value);
}

function failed(detail: string): Result<never, RemoteKeyFault> {
  return err({ reason: "program-failed", detail });
}

function bytesAt(json: Json, method: string, name: string): Result<Uint8Array, RemoteKeyFault> {
  const answer = readObject(json, method);
  const text = typeof answer === "object" ? readString(answer, name) : undefined;
  const decoded = typeof text === "string" ? decodeBase64(text) : undefined;
  return decoded?.ok === true && decoded.value.length > 0 ? ok(decoded.value) : failed(`its answer has no \`${method}.${name}\``);
}
