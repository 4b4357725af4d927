/** The parts of the real bundles, each once, as seeds. Empty where the real data is not there. */
import { realBundles } from "../trust/real-bundles.ts";

export interface Harvest {
  readonly certificates: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
  /** The signature that a token is about, by the token in base64. */
  readonly signatureOfToken: ReadonlyMap<string, Uint8Array>;
  readonly checkpoints: readonly Uint8Array[];
  readonly envelopes: readonly Uint8Array[];
  readonly statements: readonly Uint8Array[];
}

interface Loose {
  readonly [name: string]: Loose | undefined;
}

export function harvest(): Harvest {
  const found = {
    certificates: new Set<string>(),
    tokens: new Set<string>(),
    checkpoints: new Set<string>(),
    envelopes: new Set<string>(),
    statements: new Set<string>(),
  };
  const signatureOfToken = new Map<string, Uint8Array>();
  for (const { bytes } of realBundles()) {
    const bundle = parsed(bytes);
    const material = bundle?.["verificationMaterial"];
    add(
      found.certificates,
      material?.["certificate"]?.["rawBytes"] ?? material?.["x509CertificateChain"]?.["certificates"]?.["0"]?.["rawBytes"],
    );
    add(found.checkpoints, material?.["tlogEntries"]?.["0"]?.["inclusionProof"]?.["checkpoint"]?.["envelope"]);
    const envelope = bundle?.["dsseEnvelope"];
    if (envelope !== undefined) found.envelopes.add(JSON.stringify(envelope));
    add(found.statements, envelope?.["payload"]);
    const token = material?.["timestampVerificationData"]?.["rfc3161Timestamps"]?.["0"]?.["signedTimestamp"] as unknown;
    const signature = (envelope?.["signatures"]?.["0"]?.["sig"] ?? bundle?.["messageSignature"]?.["signature"]) as unknown;
    if (typeof token !== "string" || typeof signature !== "string") continue;
    found.tokens.add(token);
    signatureOfToken.set(token, Buffer.from(signature, "base64"));
  }
  const plain = (texts: ReadonlySet<string>): Uint8Array[] => [...texts].map((each) => Buffer.from(each));
  const decoded = (texts: ReadonlySet<string>): Uint8Array[] =>
    [...texts].map((each) => Buffer.from(each, "base64")).filter((each) => each.length > 0);
  return {
    certificates: decoded(found.certificates),
    tokens: decoded(found.tokens),
    signatureOfToken,
    checkpoints: plain(found.checkpoints),
    envelopes: plain(found.envelopes),
    statements: decoded(found.statements),
  };
}

function add(to: Set<string>, value: unknown): void {
  if (typeof value === "string" && value !== "") to.add(value);
}

function parsed(bytes: Uint8Array): Loose | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as Loose;
  } catch {
    return undefined;
  }
}
