/** What `proviso.lock` holds of one policy that compiled. */
import type { Hasher } from "../../base/index.ts";
import type { CheckedPolicy, Declarations, TrustRoot } from "../checked/index.ts";
import type { Lock } from "../declarations/index.ts";
import { meaningHashes } from "../meaning/index.ts";
import { moduleMeaning } from "./module-meaning.ts";

export interface LockInput {
  readonly policy: CheckedPolicy;
  readonly declared: Pick<Declarations, "main" | "imports">;
  /** The name of the main file in the lock's folder. */
  readonly file: string;
}

export function lockEntries({ policy, declared, file }: LockInput, hasher: Hasher): Lock {
  const scopes = [declared.main, ...declared.imports.map(({ scope }) => scope)];
  const roots = scopes.flatMap(({ trustRoots }) => [...trustRoots.values()]);
  return {
    imports: declared.imports.map(({ specifier, digest, sizeBytes, scope }) => ({
      specifier,
      digest,
      size: sizeBytes,
      meaning: moduleMeaning(scope, hasher),
    })),
    sigstoreRoots: namedBy(roots).flatMap(({ sigstore, trustedRoot }) =>
      sigstore === undefined || trustedRoot === undefined ? [] : [{ name: sigstore, digest: trustedRoot.digest }],
    ),
    policies: [{ file, version: policy.version, meaning: meaningHashes(policy, hasher).policy() }],
  };
}

function namedBy(roots: readonly TrustRoot[]): readonly Pick<TrustRoot, "sigstore" | "trustedRoot">[] {
  return [...roots, ...roots.flatMap(({ provenBy }) => provenBy ?? [])];
}

/** Of several policies of one folder; what two of them use stands there once. */
export function mergeLocks(locks: readonly Lock[]): Lock {
  const unique = <T>(items: readonly T[], key: (item: T) => string) => [...new Map(items.map((item) => [key(item), item])).values()];
  return {
    imports: unique(
      locks.flatMap(({ imports }) => imports),
      ({ specifier }) => specifier,
    ),
    sigstoreRoots: unique(
      locks.flatMap(({ sigstoreRoots }) => sigstoreRoots),
      ({ name }) => name,
    ),
    policies: unique(
      locks.flatMap(({ policies }) => policies),
      ({ file }) => file,
    ),
  };
}
