/** From a plan to bytes: certificate, signature, log entries, tokens, bundle. */
import { encodeBase64, encodeUtf8, type Hasher } from "../../base/index.ts";
import { bundleJson, envelopeJson, layerAnnotations, type Made } from "./bundle-json.ts";
import { issueLeaf } from "./certificate-authority.ts";
import { join } from "./der.ts";
import { entryBody, type Recorded } from "./entry-body.ts";
import { editAt } from "./json-edit.ts";
import type { EntryPlan, IdentityPlan, Plan } from "./plan.ts";
import { issueToken } from "./timestamp-authority.ts";
import { record, type EntryParts } from "./transparency-log.ts";
import { sha256, type WorldPorts } from "./world-key.ts";

/** Evidence as it is stored, in both forms. */
export interface Attestation {
  /** A Sigstore bundle, UTF-8 JSON. */
  readonly bundle: Uint8Array;
  /** A layer of cosign's `.att` image. */
  readonly layer: { readonly bytes: Uint8Array; readonly annotations: Readonly<Record<string, string>> };
  /** The plan it was made from and what was made: for mutations that borrow from another attestation. */
  readonly plan: Plan;
  readonly made: Made;
}

/** DSSE's pre-authentication encoding, over byte lengths. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = encodeUtf8(payloadType);
  return join(encodeUtf8(`DSSEv1 ${type.length} `), type, encodeUtf8(` ${payload.length} `), payload);
}

export async function makeAttestation(plan: Plan, serial: string, ports: WorldPorts): Promise<Attestation> {
  const signed = plan.content === "message" ? plan.payload : preAuthEncoding(plan.payloadType, plan.payload);
  const encoded = plan.encoding?.(plan.payloadType, plan.payload) ?? signed;
  const raw = await plan.signer.key.sign([encoded]);
  const signature = plan.signature?.(raw) ?? raw;
  const certificates = await certificatesOf(plan, serial, ports);
  const envelope = encodeUtf8(JSON.stringify(envelopeJson(plan, signature)));
  const [leaf] = certificates;
  const recorded: Recorded = {
    signature,
    signer: leaf === undefined ? { kind: "key", der: plan.signer.key.spki } : { kind: "certificate", der: leaf },
    algorithm: plan.signer.key.algorithm,
    payloadType: plan.payloadType,
    payload: plan.payload,
    signed,
    envelope,
  };
  const entries: EntryParts[] = [];
  for (const entry of plan.entries) entries.push(await logEntry(plan, entry, recorded, ports));
  const tokens = await Promise.all(plan.tokens.map((token) => issueToken(signature, plan.at, token, ports)));
  return written(plan, { signature, certificates, entries, tokens }, ports.hasher);
}

async function certificatesOf({ signer }: Plan, serial: string, ports: WorldPorts): Promise<readonly Uint8Array[]> {
  if (signer.kind === "key") return [];
  const issued = signer.issued ?? (await issueFor(signer, serial, ports)).issued;
  return [issued, ...signer.carried];
}

export async function issueFor(
  signer: IdentityPlan,
  serial: string,
  ports: WorldPorts,
): Promise<IdentityPlan & { readonly issued: Uint8Array }> {
  const { der } = await issueLeaf({ ...signer, at: signer.certificateFrom, serial }, ports);
  return { ...signer, issued: der };
}

function logEntry(plan: Plan, entry: EntryPlan, subject: Recorded, ports: WorldPorts): Promise<EntryParts> {
  const body = entryBody(entry.kind, entry.recorded?.(subject) ?? subject, ports.hasher);
  return record(entry.log, { ...entry, body: entry.body?.(body) ?? body, at: entry.at ?? plan.at }, ports);
}

function written(plan: Plan, made: Made, hasher: Hasher): Attestation {
  const json = bundleJson(plan, made, sha256(hasher, plan.payload));
  const changed = plan.envelope === undefined || plan.content === "message" ? json : editAt(json, "dsseEnvelope", plan.envelope);
  const bundle = encodeText(plan, plan.bundle?.(changed) ?? changed);
  let layer: Attestation["layer"] | undefined;
  return {
    bundle,
    // Evidence is mostly wanted in one form.
    get layer() {
      return (layer ??= layerOf(plan, made));
    },
    plan,
    made,
  };
}

function layerOf(plan: Plan, made: Made): Attestation["layer"] {
  const annotations = layerAnnotations(made);
  const envelope = envelopeJson(plan, made.signature);
  return {
    bytes: encodeText(plan, plan.envelope?.(envelope) ?? envelope),
    annotations: plan.annotations?.(annotations) ?? annotations,
  };
}

function encodeText(plan: Plan, json: unknown): Uint8Array {
  const text = JSON.stringify(json);
  const changed = plan.text?.(text) ?? text;
  return typeof changed === "string" ? encodeUtf8(changed) : changed;
}

/** What verifiers read the hint of a key as: base64 of the SHA-256 of its SPKI. */
export function keyHint(hasher: Hasher, spki: Uint8Array): string {
  return encodeBase64(sha256(hasher, spki));
}
