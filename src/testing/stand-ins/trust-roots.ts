/** The trust roots inside a checked policy, wherever they stand. */
import type { CheckedPolicy, TrustRoot } from "../../language/index.ts";
import { rewrite } from "../rewrite.ts";

export function isTrustRoot(node: object): node is TrustRoot {
  return "threshold" in node && "acceptsClaimedTime" in node && "authorities" in node && "keys" in node;
}

/** Every trust root of the policy, and those that its tests name besides. */
export function replaceRoots<T extends CheckedPolicy>(policy: T, replacement: (root: TrustRoot) => TrustRoot): T {
  return rewrite(policy, (node) => (isTrustRoot(node) ? replacement(node) : undefined));
}

export function rootsIn(tree: unknown): readonly TrustRoot[] {
  const found = new Set<TrustRoot>();
  rewrite(tree, (node) => {
    if (isTrustRoot(node)) found.add(node);
    return isTrustRoot(node) ? node : undefined;
  });
  return [...found];
}
