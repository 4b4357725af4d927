/** Bytes to signed material: `decode`, `bundle`, `envelope`. The carrier is recognised by content alone (R8). */
import {
  envelopeJsonLimits,
  err,
  isObject,
  member,
  ok,
  parseJsonApart,
  type JsonObject,
  type Limits,
  type Result,
} from "../../base/index.ts";
import type { SyncCrypto } from "../crypto-provider.ts";
import { readEnvelope } from "../dsse/envelope.ts";
import type { MaterialFault, SignedMaterial } from "../signed-material.ts";
import { readBundle, type BundleContext } from "../sigstore/read-bundle.ts";
import { hasCosignAnnotations, readLayer } from "../sigstore/read-layer.ts";
import type { FoundEnvelope } from "../verification.ts";

const bundleMembers = ["verificationMaterial", "dsseEnvelope", "messageSignature"];
const envelopeMembers = ["payload", "payloadType", "signatures"];

function hasAny(json: JsonObject, names: readonly string[]): boolean {
  return names.some((name) => member(json, name) !== undefined);
}

export function openEnvelope(found: FoundEnvelope, crypto: SyncCrypto, limits: Limits): Result<SignedMaterial, MaterialFault> {
  const read = parseJsonApart(found.bytes, "payload", envelopeJsonLimits(limits));
  if (!read.ok) return err({ step: "decode", reason: read.error.kind, detail: read.error.detail });
  const { json: value, apart } = read.value;
  if (!isObject(value)) return err({ step: "envelope", reason: "envelope-malformed", detail: "it is no object" });
  const context: BundleContext = { crypto, limits, storedDigest: found.digest, apart };
  if (hasAny(value, bundleMembers) || isBundleType(value)) return readBundle(value, context);
  if (hasAny(value, envelopeMembers)) return openDsse(value, found, context);
  if (member(value, "_type") !== undefined) return err({ step: "decode", reason: "not-signed", detail: "it is a bare statement" });
  return err({ step: "bundle", reason: "not-an-attestation", detail: "it is neither a bundle nor an envelope nor a statement" });
}

function isBundleType(json: JsonObject): boolean {
  const mediaType = member(json, "mediaType");
  return typeof mediaType === "string" && mediaType.startsWith("application/vnd.dev.sigstore.bundle");
}

function openDsse(json: JsonObject, found: FoundEnvelope, context: BundleContext): Result<SignedMaterial, MaterialFault> {
  const envelope = readEnvelope(json, context.limits, context.apart);
  if (!envelope.ok) return envelope;
  if (hasCosignAnnotations(found.annotations)) return readLayer(envelope.value, found.annotations, context);
  return ok({
    carrier: "dsse",
    content: { kind: "dsse", envelope: envelope.value },
    signer: { kind: "key" },
    entries: [],
    tokens: [],
    storedDigest: found.digest,
  });
}
