/** Textual encoding of keys and certificates, RFC 7468, read strictly. */
import { decodeBase64, encodeBase64, err, ok, type Result } from "../../base/index.ts";

export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

const BLOCK = /^-----BEGIN ([A-Z0-9][A-Z0-9 ]{0,40})-----\r?\n([A-Za-z0-9+/=\r\n]*)-----END \1-----[ \t]*(?:\r?\n|$)/u;

/** All blocks of a text in order. Anything between them but empty lines is an error; so is a text without a block. */
export function readPem(text: string): Result<readonly PemBlock[], string> {
  const blocks: PemBlock[] = [];
  let rest = text.trimStart();
  while (rest !== "") {
    const match = BLOCK.exec(rest);
    if (match === null) return err(blocks.length === 0 ? "it is no PEM block" : `something follows block ${blocks.length}`);
    const der = decodeBase64((match[2] ?? "").replace(/\r?\n/gu, ""));
    if (!der.ok) return err(`block ${blocks.length + 1} is not base64`);
    blocks.push({ label: match[1] ?? "", der: der.value });
    rest = rest.slice(match[0].length).trimStart();
  }
  return blocks.length === 0 ? err("it is empty") : ok(blocks);
}

export function writePem(label: string, der: Uint8Array): string {
  const lines = encodeBase64(der).match(/.{1,64}/gu) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
