/** The instance as verifiers know it: one `trusted_root.json`. */
import { encodeBase64, formatInstant, type Instant } from "../../base/index.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import type { CtLog } from "./ct-log.ts";
import type { Instance } from "./instance.ts";
import type { TimestampAuthority } from "./timestamp-authority.ts";
import type { TransparencyLog } from "./transparency-log.ts";
import { schemeOf, type WorldKey } from "./world-key.ts";

/** One generation of one part, and when it was in use. */
export interface Listed<Part> {
  readonly part: Part;
  readonly start: Instant;
  /** Absent: it still is. */
  readonly end?: Instant;
}

/** Oldest generations first. */
export interface Listing {
  readonly certificateAuthorities: readonly Listed<CertificateAuthority>[];
  readonly timestampAuthorities: readonly Listed<TimestampAuthority>[];
  readonly logs: readonly Listed<TransparencyLog>[];
  readonly ctLogs: readonly Listed<CtLog>[];
}

/** Every part of an instance, in use since then. */
export function listingOf(instance: Instance, start: Instant): Listing {
  const list = <Part>(parts: Readonly<Record<string, Part>>): readonly Listed<Part>[] =>
    Object.values(parts).map((part) => ({ part, start }));
  return {
    certificateAuthorities: list({ own: instance.certificateAuthority }),
    timestampAuthorities: list({ ...instance.timestampAuthorities }),
    logs: list({ ...instance.logs }),
    ctLogs: list({ ...instance.ctLogs }),
  };
}

function windowJson({ start, end }: Listed<unknown>): object {
  return { start: formatInstant(start), ...(end !== undefined && { end: formatInstant(end) }) };
}

function logJson(baseUrl: string, operator: string, key: WorldKey, logId: Uint8Array, window: Listed<unknown>): object {
  return {
    baseUrl,
    hashAlgorithm: "SHA2_256",
    publicKey: { rawBytes: encodeBase64(key.spki), keyDetails: schemeOf(key.algorithm).details, validFor: windowJson(window) },
    logId: { keyId: encodeBase64(logId) },
    operator,
  };
}

function authorityJson(
  { uri, operator }: { readonly uri: string; readonly operator: string },
  chain: readonly Uint8Array[],
  window: Listed<unknown>,
): object {
  return {
    subject: { organization: operator, commonName: operator },
    uri,
    certChain: { certificates: chain.map((der) => ({ rawBytes: encodeBase64(der) })) },
    validFor: windowJson(window),
    operator,
  };
}

export function trustedRootJson(listing: Listing): object {
  return {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: listing.logs.map((listed) => {
      const { host, operator, key, logId } = listed.part;
      return logJson(`https://${host}`, operator, key, logId, listed);
    }),
    certificateAuthorities: listing.certificateAuthorities.map((listed) =>
      authorityJson(listed.part, [listed.part.intermediate.der, listed.part.root.der], listed),
    ),
    ctlogs: listing.ctLogs.map((listed) => {
      const { baseUrl, operator, key, logId } = listed.part;
      return logJson(baseUrl, operator, key, logId, listed);
    }),
    timestampAuthorities: listing.timestampAuthorities.map((listed) =>
      authorityJson(listed.part, [listed.part.leaf.der, listed.part.root.der], listed),
    ),
  };
}
