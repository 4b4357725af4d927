/** What a bundle or envelope says is signed, read as loosely as can be: serves to tell whether a changed one is still about the same. */
import { createHash } from "node:crypto";

export interface SignedParts {
  /** `sha256:` and hex; absent for a message signature. */
  readonly payloadDigest?: string;
  /** Base64, standard alphabet. */
  readonly signatures: readonly string[];
}

interface Loose {
  readonly dsseEnvelope?: Loose;
  readonly messageSignature?: Loose;
  readonly payload?: unknown;
  readonly signature?: unknown;
  readonly signatures?: readonly { readonly sig?: unknown }[];
}

export function signedParts(bytes: Uint8Array): SignedParts {
  const root = JSON.parse(Buffer.from(bytes).toString()) as Loose;
  if (root.messageSignature !== undefined) return { signatures: again([root.messageSignature.signature]) };
  const envelope = root.dsseEnvelope ?? root;
  const payload = Buffer.from(typeof envelope.payload === "string" ? envelope.payload : "", "base64");
  const payloadDigest = `sha256:${createHash("sha256").update(payload).digest("hex")}`;
  return { payloadDigest, signatures: again((envelope.signatures ?? []).map(({ sig }) => sig)) };
}

function again(texts: readonly unknown[]): readonly string[] {
  return texts.flatMap((text) => (typeof text === "string" ? [Buffer.from(text, "base64").toString("base64")] : []));
}
