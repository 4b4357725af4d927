/** `threshold`, the part that each envelope answers for itself: logs, timestamps and SCTs, counted by operator (R6). */
import type { SignerFacts } from "../facts.ts";
import type { Fault } from "../steps.ts";
import type { TrustRoot } from "../trust-root.ts";

function operators(items: readonly { readonly operator: string }[]): number {
  return new Set(items.map((item) => item.operator)).size;
}

export function demandFault(facts: SignerFacts, root: TrustRoot): Fault | undefined {
  const logs = operators(facts.logs);
  if (root.logged.required && logs < Math.max(1, root.logged.atLeast))
    return {
      reason: "log-threshold-not-met",
      detail: `${logs} log operators vouch for it, ${Math.max(1, root.logged.atLeast)} are needed`,
    };
  const stamps = operators(facts.times.filter((time) => time.kind === "timestamp"));
  if (root.timestamped.required && stamps < Math.max(1, root.timestamped.atLeast))
    return {
      reason: "timestamp-threshold-not-met",
      detail: `${stamps} timestamp authorities vouch for it, ${Math.max(1, root.timestamped.atLeast)} are needed`,
    };
  const scts = operators(facts.scts);
  if (root.kind === "sigstore" && facts.sctsExpected && scts < root.scts)
    return { reason: "sct-threshold-not-met", detail: `${scts} CT log operators vouch for the certificate, ${root.scts} are needed` };
  return undefined;
}
