/** Checkpoints as signed notes: C2SP signed-note and tlog-checkpoint. */
import { encodeBase64, encodeUtf8, type Hasher } from "../../base/index.ts";
import { join } from "./der.ts";
import { sha256, type WorldKey } from "./world-key.ts";

const ED25519_SPKI_PREFIX = 12;
const ED25519 = 0x01;
const COSIGNATURE = 0x04;

function typedKeyId(hasher: Hasher, name: string, type: number, key: WorldKey): Uint8Array {
  return sha256(hasher, encodeUtf8(`${name}\n`), new Uint8Array([type]), key.spki.subarray(ED25519_SPKI_PREFIX));
}

/** The whole digest; a signature line carries its first four bytes. */
export function noteKeyId(hasher: Hasher, name: string, key: WorldKey): Uint8Array {
  return key.algorithm === "ed25519" ? typedKeyId(hasher, name, ED25519, key) : sha256(hasher, key.spki);
}

/** Makes one signature line, with its line feed, for the text of a note. */
export type NoteLine = (note: string) => Promise<string>;

function line(name: string, keyId: Uint8Array, signature: Uint8Array): string {
  return `\u2014 ${name} ${encodeBase64(join(keyId.subarray(0, 4), signature))}\n`;
}

export function signatureLine(name: string, keyId: Uint8Array, key: WorldKey): NoteLine {
  return async (note) => line(name, keyId, await key.sign([encodeUtf8(note)]));
}

/** The line of a witness, C2SP tlog-cosignature: an Ed25519 key, a time in seconds in front of the signature. */
export function witnessLine(name: string, key: WorldKey, seconds: number, hasher: Hasher): NoteLine {
  return async (note) => {
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
    const signature = await key.sign([encodeUtf8(`cosignature/v1\ntime ${seconds}\n${note}`)]);
    return line(name, typedKeyId(hasher, name, COSIGNATURE, key), join(time, signature));
  };
}

export interface NoteContent {
  readonly origin: string;
  readonly size: bigint | number;
  readonly rootHash: Uint8Array;
  /** Further lines of the text, without line feeds. */
  readonly others?: readonly string[];
}

export function noteText({ origin, size, rootHash, others = [] }: NoteContent): string {
  return [origin, String(size), encodeBase64(rootHash), ...others, ""].join("\n");
}

export async function signNote(note: string, lines: readonly NoteLine[]): Promise<string> {
  const signatures = await Promise.all(lines.map((make) => make(note)));
  return `${note}\n${signatures.join("")}`;
}
