/** The claims of a Fulcio certificate, `verification.md` §4.3. */
import { decodeUtf8, err, ok, type Result } from "../../base/index.ts";
import { readDer } from "../der/der.ts";
import type { Certificate } from "./certificate.ts";
import { utf8 } from "./extensions.ts";
import { oids } from "./oids.ts";

/** By the last arc of the identifier; up to 6 raw bytes, from 8 on a DER UTF8String. */
const claimNames: Readonly<Record<number, string>> = {
  1: "legacy-issuer",
  2: "legacy-trigger",
  3: "legacy-sha",
  4: "legacy-workflow-name",
  5: "legacy-repository",
  6: "legacy-ref",
  8: "issuer",
  9: "build-signer",
  10: "build-signer-digest",
  11: "runner-environment",
  12: "source-repository",
  13: "source-repository-digest",
  14: "source-repository-ref",
  15: "source-repository-id",
  16: "source-owner",
  17: "source-owner-id",
  18: "build-config",
  19: "build-config-digest",
  20: "build-trigger",
  21: "run-invocation",
  22: "source-visibility",
};

export interface Claims {
  readonly claims: ReadonlyMap<string, string>;
  /** The issuer claim; the old one stands in only where the new one is absent. */
  readonly issuer?: string;
  /** Both are there and differ: neither is believed. */
  readonly issuerConflict: boolean;
}

/** Every name a policy may put in a `claim` clause. */
export const knownClaims: readonly string[] = Object.values(claimNames);

const prefix = `${oids.fulcio}.`;

/** An error where a known claim is not a text. Unknown claims are ignored. */
export function readClaims(certificate: Certificate): Result<Claims, string> {
  const claims = new Map<string, string>();
  for (const extension of certificate.extensions) {
    if (!extension.oid.startsWith(prefix)) continue;
    const arc = Number(extension.oid.slice(prefix.length));
    const name = claimNames[arc];
    if (name === undefined) continue;
    const text = readClaim(arc, extension.value);
    if (text === undefined) return err(`the claim \`${name}\` is not a text`);
    claims.set(name, text);
  }
  const current = claims.get("issuer");
  const legacy = claims.get("legacy-issuer");
  const issuerConflict = current !== undefined && legacy !== undefined && current !== legacy;
  const issuer = issuerConflict ? undefined : (current ?? legacy);
  return ok(issuer === undefined ? { claims, issuerConflict } : { claims, issuer, issuerConflict });
}

function readClaim(arc: number, value: Uint8Array): string | undefined {
  if (arc <= 6) return decodeUtf8(value);
  const text = readDer(value, 1, utf8);
  return text.ok ? text.value : undefined;
}
