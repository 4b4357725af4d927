/** The text of a checkpoint: C2SP signed note and tlog checkpoint, B10. The signature itself is checked elsewhere. */
import { decodeBase64, encodeHex, encodeUtf8, err, ok, type Limits, type Result } from "../../base/index.ts";

export interface NoteSignature {
  readonly name: string;
  /** Four bytes, lower-case hex. */
  readonly keyId: string;
  readonly signature: Uint8Array;
  /** The whole line as it stands there, its line feed included. */
  readonly line: string;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly rootHash: Uint8Array;
  /** What is signed, the last line feed included. */
  readonly note: Uint8Array;
  readonly signatures: readonly NoteSignature[];
}

const SIZE = /^(?:0|[1-9][0-9]{0,18})$/u;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/u;
const SIGNATURE_LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)$/u;

export function readCheckpoint(text: string, limits: Limits): Result<Checkpoint, string> {
  if (CONTROL.test(text)) return err("it holds control characters");
  const split = text.lastIndexOf("\n\n");
  if (split < 0) return err("no empty line stands before the signatures");
  if (text.indexOf("\n\n") !== split) return err("an empty line stands inside the note");
  const note = text.slice(0, split + 1);
  const [origin, size, root] = note.split("\n");
  if (origin === undefined || origin === "") return err("the origin is missing");
  if (size === undefined || !SIZE.test(size)) return err("the size is missing or malformed");
  const rootHash = decodeBase64(root ?? "");
  if (!rootHash.ok || rootHash.value.length !== 32) return err("the root hash is missing or malformed");
  const signatures = readSignatures(text.slice(split + 2), limits);
  if (!signatures.ok) return signatures;
  return ok({ origin, size: BigInt(size), rootHash: rootHash.value, note: encodeUtf8(note), signatures: signatures.value });
}

function readSignatures(text: string, limits: Limits): Result<readonly NoteSignature[], string> {
  if (text === "" || !text.endsWith("\n")) return err("no signature line is there");
  const lines = text.slice(0, -1).split("\n");
  if (lines.length > limits.checkpointLines) return err(`it has ${lines.length} signature lines, at most ${limits.checkpointLines}`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const match = SIGNATURE_LINE.exec(line);
    const bytes = decodeBase64(match?.[2] ?? "");
    if (match === null || !bytes.ok || bytes.value.length < 5) return err("a signature line is malformed");
    const [keyId, signature] = [encodeHex(bytes.value.subarray(0, 4)), bytes.value.subarray(4)];
    signatures.push({ name: match[1] ?? "", keyId, signature, line: `${line}\n` });
  }
  return ok(signatures);
}
