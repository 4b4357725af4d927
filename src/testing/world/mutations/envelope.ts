/** Section 1 of the attack corpus: envelope, signatures, encoding. */
import { decodeUtf8, encodeBase64, encodeUtf8 } from "../../../base/index.ts";
import { preAuthEncoding } from "../attest.ts";
import { envelopeJson } from "../bundle-json.ts";
import { integer, join, sequence, unsigned } from "../der.ts";
import type { Surroundings } from "../mutation.ts";
import type { Plan } from "../plan.ts";
import { flipped, gone, inEnvelope, inText, list, text, theSignature, to } from "./plan-edits.ts";

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Signed again, with the key that signed it. */
async function signAgain(plan: Plan): Promise<string> {
  return encodeBase64(await plan.signer.key.sign([preAuthEncoding(plan.payloadType, plan.payload)]));
}

function withSignatures(plan: Plan, ...signatures: readonly object[]): Plan {
  return inEnvelope(
    "signatures",
    list((own) => [...own, ...signatures]),
  )(plan);
}

async function signatureOfAnother(plan: Plan, world: Surroundings): Promise<Plan> {
  const other = await world.make({ ...plan, payload: join(plan.payload, encodeUtf8(" ")) });
  return inEnvelope("signatures.0.sig", to(encodeBase64(other.made.signature)))(plan);
}

/** Base64 text with bits below the last byte that no encoder writes. */
const withTrailingBits = text((value) => {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const at = value.replace(/=+$/u, "").length - 1;
  return `${value.slice(0, at)}${digits[digits.indexOf(value[at] ?? "A") | 1] ?? ""}${value.slice(at + 1)}`;
});

const payload = { ...base64Edits("payload") };
const sig = { ...base64Edits("signatures.0.sig") };

function base64Edits(path: string) {
  return {
    lineFeed: inEnvelope(
      path,
      text((value) => `${value.slice(0, 8)}\n${value.slice(8)}`),
    ),
    junk: inEnvelope(
      path,
      text((value) => `${value}!`),
    ),
    mixed: inEnvelope(
      path,
      text((value) => `-/${value.slice(2)}`),
    ),
    padding: inEnvelope(
      path,
      text((value) => `${value.replace(/=+$/u, "")}===`),
    ),
  };
}

export const envelopeMutations = {
  "payload-flipped": inEnvelope("payload", flipped),
  "payload-type-changed": inEnvelope("payloadType", to("text/plain")),
  "signature-of-another": signatureOfAnother,
  "type-length-in-characters": (plan: Plan): Plan => ({
    ...plan,
    encoding: (type, bytes) => encodeUtf8(`DSSEv1 ${type.length} ${type} ${bytes.length} ${decodeUtf8(bytes) ?? ""}`),
  }),
  "signature-empty": theSignature(() => new Uint8Array()),
  "signature-zero": theSignature(() => sequence(integer(0), integer(0))),
  "signature-r-is-the-order": theSignature(() => sequence(integer(ORDER), integer(1))),
  "signature-64-zeros": theSignature(() => new Uint8Array(64)),
  "signature-trailing-byte": theSignature((signature) => join(signature, new Uint8Array([0]))),
  "signature-long-length": theSignature((signature) => join(signature.subarray(0, 1), new Uint8Array([0x81]), signature.subarray(1))),
  "signature-padded-integer": theSignature((signature) => {
    const r = signature.subarray(2, 4 + (signature[3] ?? 0));
    const padded = join(new Uint8Array([0x02, (r[1] ?? 0) + 1, 0]), r.subarray(2));
    const rest = signature.subarray(2 + r.length);
    return join(new Uint8Array([0x30, padded.length + rest.length]), padded, rest);
  }),
  "bare-payload-signed": (plan: Plan): Plan => ({ ...plan, encoding: (_type, bytes) => bytes }),
  "envelope-signed": (plan: Plan): Plan => ({
    ...plan,
    encoding: () => encodeUtf8(JSON.stringify(envelopeJson(plan, new Uint8Array()))),
  }),
  "base64-signed": (plan: Plan): Plan => ({
    ...plan,
    encoding: (type, bytes) => preAuthEncoding(type, encodeUtf8(encodeBase64(bytes))),
  }),
  "signed-twice": async (plan: Plan): Promise<Plan> => withSignatures(plan, { sig: await signAgain(plan) }),
  "signed-twice-under-two-names": async (plan: Plan): Promise<Plan> =>
    withSignatures(inEnvelope("signatures.0.keyid", to("first"))(plan), { keyid: "second", sig: await signAgain(plan) }),
  "foreign-signature-beside": async (plan: Plan, world: Surroundings): Promise<Plan> => {
    const key = await world.newKey();
    return withSignatures(plan, { sig: encodeBase64(await key.sign([preAuthEncoding(plan.payloadType, plan.payload)])) });
  },
  "payload-with-line-feed": payload.lineFeed,
  "payload-with-junk": payload.junk,
  "payload-in-mixed-alphabets": payload.mixed,
  "payload-badly-padded": payload.padding,
  "payload-with-trailing-bits": inEnvelope("payload", withTrailingBits),
  "signature-with-line-feed": sig.lineFeed,
  "signature-with-junk": sig.junk,
  "signature-in-mixed-alphabets": sig.mixed,
  "signature-badly-padded": sig.padding,
  "payload-member-twice": inText((json) => json.replace('"payload":', '"payload":"","payload":')),
  "text-not-utf8": inText((json) => join(encodeUtf8(json.slice(0, -1)), new Uint8Array([0xff]), encodeUtf8("}"))),
  "text-with-byte-order-mark": inText((json) => `\ufeff${json}`),
  "text-cut-off": inText((json) => json.slice(0, -10)),
  "text-nested-deep": inText((json) => `${json.slice(0, -1)},"extra":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
  "text-an-array": inText((json) => `[${json}]`),
  "signatures-no-array": inEnvelope("signatures", to({ sig: "" })),
  "signature-a-number": inEnvelope("signatures.0.sig", to(7)),
  "payload-absent": inEnvelope("payload", gone),
  "signatures-empty": inEnvelope("signatures", to([])),
  "signatures-65": inEnvelope(
    "signatures",
    list((own) => Array.from({ length: 65 }, () => own[0])),
  ),
  "signatures-100000": inEnvelope(
    "signatures",
    list(() => Array.from({ length: 100_000 }, () => ({ sig: "" }))),
  ),
  // These are good: they only look wrong.
  "keyid-of-nobody": inEnvelope("signatures.0.keyid", to("somebody else")),
  "url-safe-base64": (plan: Plan): Plan => inEnvelope("signatures.0.sig", urlSafe)(inEnvelope("payload", urlSafe)(plan)),
  "url-safe-base64-unpadded": (plan: Plan): Plan => inEnvelope("signatures.0.sig", unpadded)(inEnvelope("payload", unpadded)(plan)),
  "signature-raw": theSignature(toRaw),
} as const;

const urlSafe = text((value) => value.replaceAll("+", "-").replaceAll("/", "_"));
const unpadded = text((value) => (urlSafe(value) as string).replace(/=+$/u, ""));

const FIELD_SIZES = [32, 48, 66];

/** r‖s of a DER signature, each as long as its curve's field. */
function toRaw(signature: Uint8Array): Uint8Array {
  const long = (signature[1] ?? 0) > 0x80 ? 1 : 0;
  const read = (at: number): Uint8Array => signature.subarray(at + 2, at + 2 + (signature[at + 1] ?? 0));
  const r = read(2 + long);
  const numbers = [r, read(4 + long + r.length)].map((number) => unsigned(number).subarray(2)).map(withoutSign);
  const longest = Math.max(...numbers.map((number) => number.length));
  const size = FIELD_SIZES.find((candidate) => longest <= candidate && longest > candidate - 12) ?? 0;
  return join(...numbers.flatMap((number) => [new Uint8Array(size - number.length), number]));
}

function withoutSign(number: Uint8Array): Uint8Array {
  return number[0] === 0 ? number.subarray(1) : number;
}
