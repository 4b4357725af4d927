/** Keys and envelopes that come out the same in every run, so that what is said about them can be held by a golden file: Ed25519, seeds from names. */
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { join } from "node:path";
import { folderWith, inToto, statement, type StatementParts } from "./support-hostile.ts";

export interface FixedKey {
  readonly pem: string;
  readonly sign: (bytes: Buffer) => Buffer;
}

/** PKCS #8 of an Ed25519 key, up to its 32 bytes. */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

export function fixedKey(name: string): FixedKey {
  const seed = createHash("sha256").update(`the test key of ${name}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
  const pem = createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
  return { pem, sign: (bytes) => sign(null, bytes, key) };
}

/** A DSSE envelope over a statement. */
export function signed(parts: StatementParts, key: FixedKey): object {
  const payload = Buffer.from(JSON.stringify(statement(parts)));
  const bytes = Buffer.concat([Buffer.from(`DSSEv1 ${inToto.length} ${inToto} ${payload.length} `), payload]);
  return { payloadType: inToto, payload: payload.toString("base64"), signatures: [{ sig: key.sign(bytes).toString("base64") }] };
}

/** Of the payload. */
export function statementDigest(parts: StatementParts): string {
  return createHash("sha256")
    .update(JSON.stringify(statement(parts)))
    .digest("hex");
}

/** A policy in a folder of its own, with these keys as `keys/NAME.pub`. Gives its path. */
export function policyFile(name: string, text: string, keys: Readonly<Record<string, FixedKey>>): string {
  const files = Object.fromEntries(Object.entries(keys).map(([file, key]) => [`keys/${file}.pub`, key.pem]));
  return join(folderWith({ ...files, [name]: text }), name);
}
