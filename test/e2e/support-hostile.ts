/**
 * What an adversary has at hand: layouts byte by byte, keys of their own, envelopes signed by the rules of DSSE and with every lie in them. Made
 * with Node alone, so that nothing of the product decides what the product is shown.
 */
import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const inToto = "application/vnd.in-toto+json";
export const provenanceType = "https://slsa.dev/provenance/v1";
export const approvalType = "https://acme.example/attestation/approval/v1";
export const cosignSignType = "https://sigstore.dev/cosign/sign/v1";

const ociManifest = "application/vnd.oci.image.manifest.v1+json";
const ociIndex = "application/vnd.oci.image.index.v1+json";
const dsseType = "application/vnd.dsse.envelope.v1+json";

export interface Key {
  readonly pem: string;
  readonly privatePem: string;
  readonly privateKey: KeyObject;
}

export function newKey(): Key {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    pem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privatePem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    privateKey,
  };
}

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  annotations?: Record<string, string>;
  platform?: { os: string; architecture: string; variant?: string };
}

export const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
export const bytesOf = (value: unknown): Buffer => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

/** A folder that will hold an image layout; nothing in it is checked. */
export class HostileLayout {
  readonly folder: string;
  readonly entries: Descriptor[] = [];

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "proviso-hostile-"));
    mkdirSync(join(this.folder, "blobs/sha256"), { recursive: true });
    writeFileSync(join(this.folder, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
    this.writeIndex();
  }

  get subject(): string {
    return `oci-layout:${this.folder}`;
  }

  blob(value: unknown): Omit<Descriptor, "mediaType"> {
    const bytes = Buffer.isBuffer(value) ? value : bytesOf(value);
    const hex = sha256(bytes);
    writeFileSync(this.blobPath(`sha256:${hex}`), bytes);
    return { digest: `sha256:${hex}`, size: bytes.length };
  }

  blobPath(digest: string): string {
    return join(this.folder, "blobs", digest.replace(":", "/"));
  }

  list(...entries: readonly Descriptor[]): void {
    this.entries.push(...entries);
    this.writeIndex();
  }

  writeIndex(value: unknown = { schemaVersion: 2, mediaType: ociIndex, manifests: this.entries }): void {
    writeFileSync(join(this.folder, "index.json"), bytesOf(value));
  }

  /** A small image; `name` makes it another one. */
  image(name = "app", platform = { os: "linux", architecture: "amd64" }): Descriptor {
    const layer = { mediaType: "application/vnd.oci.image.layer.v1.tar", ...this.blob(`layer of ${name}`) };
    const config = { ...platform, config: { Cmd: [name] }, rootfs: { type: "layers", diff_ids: [layer.digest] } };
    return this.manifest({ config: { mediaType: "application/vnd.oci.image.config.v1+json", ...this.blob(config) }, layers: [layer] });
  }

  manifest(parts: object): Descriptor {
    return { mediaType: ociManifest, ...this.blob({ schemaVersion: 2, mediaType: ociManifest, ...parts }) };
  }

  index(manifests: readonly Descriptor[]): Descriptor {
    return { mediaType: ociIndex, ...this.blob({ schemaVersion: 2, mediaType: ociIndex, manifests }) };
  }

  /** A referrer of `subject` with one layer; listed. */
  attach(subject: Descriptor, content: unknown, mediaType = dsseType): Descriptor {
    const layer = { mediaType, ...this.blob(content) };
    const config = { mediaType: "application/vnd.oci.empty.v1+json", ...this.blob("{}") };
    const referrer = this.manifest({ artifactType: mediaType, config, layers: [layer], subject });
    this.list(referrer);
    return referrer;
  }
}

export interface StatementParts {
  readonly subjects?: readonly { readonly name?: string; readonly digest: Readonly<Record<string, string>> }[];
  readonly about?: string;
  readonly type?: string;
  readonly predicate?: unknown;
}

export function statement({ subjects, about, type = provenanceType, predicate = provenance() }: StatementParts): object {
  const [algorithm = "", hex = ""] = (about ?? "").split(":");
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: subjects ?? [{ digest: { [algorithm]: hex } }],
    predicateType: type,
    predicate,
  };
}

export function provenance(builder = "https://builder.example/trusted"): object {
  return {
    buildDefinition: {
      buildType: "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
      externalParameters: {
        workflow: { ref: "refs/heads/main", repository: "https://github.com/acme/app", path: ".github/workflows/release.yml" },
      },
      resolvedDependencies: [
        { uri: "git+https://github.com/acme/app@refs/heads/main", digest: { gitCommit: "0123456789abcdef0123456789abcdef01234567" } },
      ],
    },
    runDetails: { builder: { id: builder } },
  };
}

export interface EnvelopeParts {
  readonly payload: unknown;
  readonly keys: readonly Key[];
  readonly payloadType?: string;
  /** What the signature is over, when it lies. */
  readonly signedType?: string;
  readonly keyid?: string;
}

export function envelope({ payload, keys, payloadType = inToto, signedType, keyid }: EnvelopeParts): {
  payloadType: string;
  payload: string;
  signatures: { keyid?: string; sig: string }[];
} {
  const bytes = Buffer.isBuffer(payload) ? payload : bytesOf(payload);
  const type = signedType ?? payloadType;
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${bytes.length} `), bytes]);
  const signatures = keys.map((key) => ({
    ...(keyid === undefined ? {} : { keyid }),
    sig: sign("sha256", signed, key.privateKey).toString("base64"),
  }));
  return { payloadType, payload: bytes.toString("base64"), signatures };
}

/** Files in a new folder; gives the folder. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "proviso-hostile-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A policy of one control that asks for provenance by `key`, or what `parts` say instead. Gives the path of the policy file. */
export function policyOf(
  keys: Readonly<Record<string, Key>>,
  parts: { readonly trust?: string; readonly evidence?: string; readonly requirement?: string; readonly extra?: string } = {},
): string {
  const listed = Object.keys(keys).map((name) => `  key "keys/${name}.pub"`);
  const text = `policy hostile version 1

use slsa from "std/slsa@1"
${parts.extra ?? ""}
trust builder {
${listed.join("\n")}
${parts.trust ?? ""}
}

control C-01 "Built by us" {
  statement "Every image was built by our builder."
  severity high
  owner "security@acme.example"

  evidence build: ${parts.evidence ?? "any slsa.provenance signed by builder"}
  ${parts.requirement ?? 'require builder: build.builder is "https://builder.example/trusted"\n    else "built by {build.builder}"'}
}

gate deploy {
  enforce C-01
}
`;
  const files = Object.fromEntries(Object.entries(keys).map(([name, key]) => [`keys/${name}.pub`, key.pem]));
  return join(folderWith({ ...files, "hostile.policy": text }), "hostile.policy");
}
