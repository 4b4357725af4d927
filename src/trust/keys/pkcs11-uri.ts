/** `pkcs11:` URIs, RFC 7512: which key on which token. */
import { err, ok, type Result } from "../../base/index.ts";

export interface Pkcs11Reference {
  /** Absolute path of the module; absent: the environment says. */
  readonly modulePath?: string;
  readonly token?: string;
  readonly slotId?: string;
  /** The key by its label, by its id in lower-case hex, or by both. */
  readonly object?: string;
  readonly id?: string;
}

/** What follows `pkcs11:`. Attributes that would be left out silently are refused, a PIN among them: it would stand in logs. */
export function parsePkcs11Uri(text: string): Result<Pkcs11Reference, string> {
  const [path = "", query = "", more] = text.split("?");
  if (more !== undefined) return err("it has two question marks");
  const attributes = new Map<string, Uint8Array>();
  for (const part of [...path.split(";"), ...query.split("&")].filter((each) => each !== "")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(0, at));
    const value = percentDecode(part.slice(at + 1));
    if (value === undefined) return err(`\`${name}\` is not percent-encoded as it should be`);
    if (attributes.has(name)) return err(`\`${name}\` stands twice`);
    attributes.set(name, value);
  }
  return toReference(attributes);
}

const readers: Readonly<Record<string, keyof Pkcs11Reference>> = {
  "module-path": "modulePath",
  token: "token",
  "slot-id": "slotId",
  object: "object",
  id: "id",
};
const ignored: ReadonlySet<string> = new Set(["type", "serial", "manufacturer", "model"]);

function toReference(attributes: ReadonlyMap<string, Uint8Array>): Result<Pkcs11Reference, string> {
  const found: Partial<Record<keyof Pkcs11Reference, string>> = {};
  for (const [name, value] of attributes) {
    if (name === "pin-value" || name === "pin-source") return err("the PIN comes from the environment, never from the reference");
    const member = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (member === undefined && !ignored.has(name)) return err(`\`${name}\` is not read`);
    if (member === undefined) continue;
    const decoded = member === "id" ? hex(value) : utf8(value);
    if (decoded === undefined || decoded === "") return err(`\`${name}\` is no text`);
    found[member] = decoded;
  }
  if (found.object === undefined && found.id === undefined) return err("it names no key: `object` or `id` is needed");
  if (found.slotId !== undefined && !/^\d{1,10}$/u.test(found.slotId)) return err("`slot-id` is no number");
  if (found.modulePath !== undefined && !found.modulePath.startsWith("/")) return err("`module-path` is not absolute");
  return ok(found);
}

function percentDecode(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (text[i] !== "%") {
      if (code < 0x21 || code > 0x7e) return undefined;
      bytes.push(code);
      continue;
    }
    const pair = text.slice(i + 1, i + 3);
    if (!/^[0-9A-Fa-f]{2}$/u.test(pair)) return undefined;
    bytes.push(Number.parseInt(pair, 16));
    i += 2;
  }
  return Uint8Array.from(bytes);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Control characters have no place in a name that becomes an argument. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /^[^\p{Cc}]*$/u.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
