import { byCodeUnit } from "../../base/index.ts";
import type { Judged } from "../../engine/index.ts";
import type { TrustRoot } from "../../language/index.ts";
import { everyView } from "../../trust/index.ts";
import { defined } from "./defined.ts";
import type { TracePorts } from "./ports.ts";
import { trustTerms } from "./trust-terms.ts";

export interface TrustPart {
  readonly roots: readonly RootPart[];
  /** The Sigstore instances that vouched for something. */
  readonly instances: readonly { readonly name: string; readonly digest: string; readonly asOf?: string }[];
}

export interface RootPart {
  readonly name: string;
  readonly kind: "keys" | "sigstore" | "certificates";
  readonly hash: string;
  /** Fingerprints of the keys, or of the authorities' certificates. */
  readonly material?: readonly string[];
  readonly files?: readonly string[];
  readonly threshold: number;
  readonly instance?: string;
  /** Lines of a `trust` block that says the same. */
  readonly terms?: readonly string[];
}

export function trustPart(judged: Judged, ports: TracePorts): TrustPart {
  const instances = new Map<string, string>();
  for (const verification of judged.attestations.flatMap((attestation) => everyView(attestation.verification))) {
    if (verification.kind !== "verified" || verification.facts.sigstoreRoot === undefined) continue;
    instances.set(verification.facts.sigstoreRoot.name, verification.facts.sigstoreRoot.digest);
  }
  return {
    roots: judged.policy.trustRoots.map((root) => rootPart(root, ports)).sort((a, b) => byCodeUnit(a.name, b.name)),
    instances: [...instances].map(([name, digest]) => ({ name, digest })).sort((a, b) => byCodeUnit(a.name, b.name)),
  };
}

const kinds = { keys: "keys", sigstore: "sigstore", authority: "certificates" } as const;

function rootPart(root: TrustRoot, ports: TracePorts): RootPart {
  const material = { keys: root.keys, authority: root.authorities, sigstore: undefined }[root.kind];
  return defined({
    name: root.name,
    kind: kinds[root.kind],
    hash: ports.hashes.root(root),
    material: material?.map(({ fingerprint }) => fingerprint),
    files: material?.map(({ file }) => file),
    threshold: root.threshold,
    instance: root.sigstore,
    terms: trustTerms(root),
  });
}
