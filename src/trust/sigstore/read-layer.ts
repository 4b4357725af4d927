/** A layer of cosign's `.att` image: a DSSE envelope whose log entry, certificate and token stand in annotations (L3, L4). */
import {
  decodeHex,
  defaultLimits,
  encodeUtf8,
  envelopeJsonLimits,
  isObject,
  member,
  parseJson,
  type Json,
  type Limits,
  type Result,
} from "../../base/index.ts";
import type { DsseEnvelope } from "../dsse/envelope.ts";
import { readInt64, readObject, readString, wrong, type Read } from "../json-read.ts";
import { readPem, type PemBlock } from "../keys/pem.ts";
import type { LogEntry, MaterialFault, SignedMaterial, SignerMaterial } from "../signed-material.ts";
import { base64, certificateSigner, checkTokens, collectFault, fail, type BundleContext } from "./read-bundle.ts";

const BUNDLE = "dev.sigstore.cosign/bundle";
const CERTIFICATE = "dev.sigstore.cosign/certificate";
const CHAIN = "dev.sigstore.cosign/chain";
const TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";

type Annotations = Readonly<Record<string, string>>;

export function hasCosignAnnotations(annotations: Annotations | undefined): annotations is Annotations {
  return (
    annotations !== undefined &&
    [BUNDLE, CERTIFICATE, TIMESTAMP].some((name) => Object.hasOwn(annotations, name) && annotations[name] !== "")
  );
}

export function readLayer(envelope: DsseEnvelope, annotations: Annotations, context: BundleContext): Result<SignedMaterial, MaterialFault> {
  return collectFault(() => {
    const signer = readSigner(annotations, context);
    const { signatures } = envelope;
    if (signer.kind === "certificate" && signatures.length !== 1)
      fail("signature-count", `${signatures.length} signatures beside one certificate`);
    const entry = annotation(annotations, BUNDLE);
    const token = annotation(annotations, TIMESTAMP);
    return {
      carrier: "cosign-layer" as const,
      content: { kind: "dsse" as const, envelope },
      signer,
      entries: entry === undefined ? [] : [readEntry(entry, context.limits)],
      tokens: token === undefined ? [] : checkTokens([readToken(token, context.limits)], context.limits),
      storedDigest: context.storedDigest,
    };
  });
}

function annotation(annotations: Annotations, name: string): string | undefined {
  const value = Object.hasOwn(annotations, name) ? annotations[name] : undefined;
  return value === "" ? undefined : value;
}

function malformed(name: string, detail: string): never {
  return fail("annotation-malformed", `\`${name}\`: ${detail}`);
}

function readSigner(annotations: Annotations, context: BundleContext): SignerMaterial {
  const text = annotation(annotations, CERTIFICATE);
  if (text === undefined) return { kind: "key" };
  const blocks = text.length > 4 * context.limits.certificateBytes ? undefined : readPem(text);
  if (blocks === undefined) fail("too-large", "the certificate annotation");
  if (!blocks.ok) malformed(CERTIFICATE, blocks.error);
  if (blocks.value.some((block) => block.label !== "CERTIFICATE")) malformed(CERTIFICATE, "it holds something else");
  if (blocks.value.length > context.limits.certificatesCarried) fail("too-many", "certificates in an annotation");
  const carried = readChain(annotations, context.limits);
  return certificateSigner([...blocks.value, ...carried].slice(0, context.limits.certificatesCarried).map(derOf), context);
}

function derOf({ der }: PemBlock): Uint8Array {
  return der;
}

/** What lies beside the certificate proves nothing; what cannot be read there is left out, and so is what is too large. */
function readChain(annotations: Annotations, limits: Limits): readonly PemBlock[] {
  const text = annotation(annotations, CHAIN);
  if (text === undefined || text.length > 2 * limits.certificatesCarried * limits.certificateBytes) return [];
  const blocks = readPem(text);
  return blocks.ok ? blocks.value.filter(({ label, der }) => label === "CERTIFICATE" && der.length <= limits.certificateBytes) : [];
}

function parseAnnotation(name: string, text: string, limits: Limits): Json {
  const json = parseJson(encodeUtf8(text), envelopeJsonLimits(limits));
  if (!json.ok) return malformed(name, `${json.error.kind}: ${json.error.detail}`);
  return isObject(json.value) ? json.value : malformed(name, "it is no object");
}

function need<T>(value: Read<T>, where: string): T {
  if (value === undefined || value === wrong) malformed(BUNDLE, `\`${where}\` is missing or malformed`);
  return value;
}

function readEntry(text: string, limits: Limits): LogEntry {
  const json = parseAnnotation(BUNDLE, text, limits);
  const payload = need(readObject(json, "Payload"), "Payload");
  const logId = decodeHex(need(readString(payload, "logID"), "Payload.logID"));
  if (logId === undefined) malformed(BUNDLE, "`Payload.logID` is no lower-case hex");
  const body = base64(need(readString(payload, "body"), "Payload.body"), "Payload.body");
  const { kind, version } = kindOf(body);
  return {
    logIndex: need(readInt64(payload, "logIndex"), "Payload.logIndex"),
    logId,
    kind,
    version,
    integratedTime: need(readInt64(payload, "integratedTime"), "Payload.integratedTime"),
    promise: base64(need(readString(json, "SignedEntryTimestamp"), "SignedEntryTimestamp"), "SignedEntryTimestamp"),
    body,
  };
}

/** The annotation does not repeat kind and version; what the body says is judged where the body is. */
function kindOf(body: Uint8Array): { kind: string; version: string } {
  const json = parseJson(body, envelopeJsonLimits(defaultLimits));
  const kind = json.ok ? member(json.value, "kind") : undefined;
  const version = json.ok ? member(json.value, "apiVersion") : undefined;
  return { kind: typeof kind === "string" ? kind : "", version: typeof version === "string" ? version : "" };
}

function readToken(text: string, limits: Limits): Uint8Array {
  const json = parseAnnotation(TIMESTAMP, text, limits);
  const token = readString(json, "SignedRFC3161Timestamp");
  return typeof token === "string" ? base64(token, "SignedRFC3161Timestamp") : malformed(TIMESTAMP, "it holds no token");
}
