/** Files that a trust root names and that stand beside the policy: certificates, trusted roots. `language.md` §5.6. */
import type { ProvenByClause, SigstoreClause, StringLiteral, Trust } from "../../../grammar/index.ts";
import { error } from "../../diagnostics/index.ts";
import { didYouMean } from "../nearest.ts";
import type { ProvenBy, TrustedAuthority } from "../checked/index.ts";
import type { Declaring } from "./declaring.ts";
import { resolveInside } from "./specifier.ts";

interface TrustFile {
  /** Relative to the folder of the main file. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A key, certificate or trusted-root file beside the policy; `E4021` when it is not there. */
export function readTrustFile(declaring: Declaring, { value, span }: StringLiteral): TrustFile | undefined {
  const { module, input } = declaring;
  const path = module.isStandard ? undefined : resolveInside(module.root, module.folder, value);
  if (path === undefined) {
    declaring.report(
      error("E4021", span, `\`${value}\` is no file in the policy's folder`, {
        notes: ["who may sign is reviewed together with the policy, so the files stand beside it"],
      }),
    );
    return undefined;
  }
  const bytes = input.ports.readFile(path);
  if (bytes !== undefined) return { path, bytes };
  declaring.report(error("E4021", span, `there is no file \`${value}\``));
  return undefined;
}

/** Of every `authority` clause; one certificate in two files is one. `undefined` when a file cannot be used. */
export function lowerAuthorities(declaring: Declaring, trust: Trust): readonly TrustedAuthority[] | undefined {
  const files = trust.clauses.flatMap((clause) => (clause.kind === "authority" ? clause.files : []));
  const lowered = files.map((file) => lowerAuthority(declaring, file));
  if (lowered.includes(undefined)) return undefined;
  const byFingerprint = new Map<string, TrustedAuthority>();
  for (const authority of lowered.flatMap((found) => found ?? []))
    if (!byFingerprint.has(authority.fingerprint)) byFingerprint.set(authority.fingerprint, authority);
  return [...byFingerprint.values()];
}

function lowerAuthority(declaring: Declaring, literal: StringLiteral): readonly TrustedAuthority[] | undefined {
  const file = readTrustFile(declaring, literal);
  if (file === undefined) return undefined;
  const loaded = declaring.input.ports.loadCertificates(file.bytes);
  if (loaded.ok && loaded.value.length > 0) return loaded.value.map(({ fingerprint, der }) => ({ file: file.path, fingerprint, der }));
  const label = loaded.ok ? "it holds no certificate" : loaded.error;
  declaring.report(error("E4021", literal.span, `\`${literal.value}\` cannot be used as a certificate authority`, { label }));
  return undefined;
}

/** The instance that is built in, and that proves when keys and own authorities signed unless they say otherwise. */
export const PUBLIC_GOOD = "public-good";

/** A name that the run knows, or a file that it can use. `undefined` when it is neither; that has been reported. */
export function lowerSigstore(
  declaring: Declaring,
  clause: SigstoreClause | ProvenByClause | undefined,
): ProvenBy | Record<never, never> | undefined {
  if (clause === undefined) return {};
  const { instance } = clause;
  if (instance.kind === "string") return lowerTrustedRoot(declaring, instance);
  if (instance.text === PUBLIC_GOOD || declaring.input.ports.hasSigstoreInstance(instance.text)) return { sigstore: instance.text };
  declaring.report(
    error("E2003", instance.span, `no Sigstore instance is called \`${instance.text}\``, {
      ...didYouMean(instance.text, instance.span, [PUBLIC_GOOD]),
      notes: [`\`${PUBLIC_GOOD}\` is built in; others are named in the lock file or in the configuration`],
    }),
  );
  return undefined;
}

function lowerTrustedRoot(declaring: Declaring, literal: StringLiteral): ProvenBy | undefined {
  const file = readTrustFile(declaring, literal);
  if (file === undefined) return undefined;
  const loaded = declaring.input.ports.loadTrustedRoot(file.bytes);
  if (loaded.ok) return { sigstore: asPath(file.path), trustedRoot: { digest: loaded.value.digest, bytes: file.bytes } };
  declaring.report(error("E4021", literal.span, `\`${literal.value}\` cannot be used as a trusted root`, { label: loaded.error }));
  return undefined;
}

/** A file called `public-good` is not the instance of that name. */
function asPath(path: string): string {
  return /[./]/u.test(path) ? path : `./${path}`;
}
