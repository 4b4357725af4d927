/** Asking a timestamp authority, RFC 3161 §2.4: the request, and what must hold of the answer before a bundle carries it. */
import { err, ok, type Hasher, type Limits, type Result } from "../../base/index.ts";
import { bytesEqual, joinBytes } from "../bytes.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { tagged } from "../keys/pkcs1.ts";
import type { Fault } from "../steps.ts";
import { createLinkMemo } from "../x509/signature.ts";
import type { SigstoreRoot } from "./root.ts";
import { createRootSession } from "./session.ts";
import { checkImprint, checkToken, readToken } from "./token.ts";

interface TimestampQuestion {
  /** The raw signature bytes, which is what a bundle's token speaks about. */
  readonly signature: Uint8Array;
  /** Of random bytes, so that no older answer passes for this one's. */
  readonly nonce: Uint8Array;
}

const VERSION_1 = new Uint8Array([0x02, 0x01, 0x01]);
const TRUE = new Uint8Array([0x01, 0x01, 0xff]);
/** SHA-256 with NULL parameters, which every authority reads. */
const SHA256 = new Uint8Array([0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00]);

/** A DER TimeStampReq over the SHA-256 of the signature, with the nonce, that asks for the certificate. */
export function timestampRequest({ signature, nonce }: TimestampQuestion, hasher: Hasher): Uint8Array {
  const imprint = tagged(0x30, joinBytes([SHA256, tagged(0x04, hasher.digest("sha256", [signature]))]));
  return tagged(0x30, joinBytes([VERSION_1, imprint, tagged(0x02, positive(nonce)), TRUE]));
}

interface TimestampPorts {
  readonly crypto: SyncCrypto;
  readonly limits: Limits;
}

/**
 * The time, once the answer is granted, about this signature and to this question. With a root, also everything that a verifier under
 * this root will ask of the token: T1 to T6. Without one, who issued it is not known.
 */
export function checkTimestamp(
  answer: Uint8Array,
  question: TimestampQuestion,
  root: SigstoreRoot | undefined,
  { crypto, limits }: TimestampPorts,
): Result<bigint, Fault> {
  if (answer.length > limits.tokenBytes) return err({ reason: "too-large", detail: `it has more than ${limits.tokenBytes} bytes` });
  const read = readToken(answer, limits);
  if (!read.ok) return read;
  const imprint = checkImprint(read.value, question.signature, crypto);
  if (imprint !== undefined) return err(imprint);
  const { nonce } = read.value;
  if (nonce === undefined || !bytesEqual(nonce, positive(question.nonce)))
    return err({ reason: "token-malformed", detail: "it does not repeat the number that was sent with the question" });
  if (root === undefined) return ok(read.value.genTime);
  const session = createRootSession(root, crypto, createLinkMemo(crypto), limits);
  const checked = checkToken(answer, question.signature, session);
  return checked.ok ? ok(checked.value.at) : checked;
}

/** The content of an INTEGER for bytes that are a magnitude, in its shortest form. */
function positive(magnitude: Uint8Array): Uint8Array {
  const from = magnitude.findIndex((byte) => byte !== 0);
  const digits = from < 0 ? new Uint8Array([0]) : magnitude.subarray(from);
  return (digits[0] as number) >= 0x80 ? joinBytes([new Uint8Array([0]), digits]) : digits;
}
