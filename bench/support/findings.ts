/** A scan with 200 findings, as a scanner states it, and the control that asks whether one is at least critical. */
import type { GateVerdict } from "../../src/evaluate/index.ts";
import { checkedPolicy } from "../../test/support/compile-policy.ts";
import { aRequest, searchOf } from "../../test/evaluate/support/world.ts";
import { judgeGate } from "../../src/evaluate/index.ts";

export interface Finding {
  readonly id: string;
  /** Absent where nobody rated it. */
  readonly severity?: string;
  readonly package: { readonly name: string; readonly version: string };
}

const LEVELS = ["negligible", "low", "medium", "high"];

/** Rated below critical, all of them, so that every one has to be looked at; `last` is put behind them. */
export function findings(last: readonly Finding[] = []): readonly Finding[] {
  const quiet = Array.from({ length: 200 - last.length }, (_, index): Finding => ({
    id: `CVE-2026-${10_000 + index}`,
    severity: LEVELS[index % LEVELS.length],
    package: { name: `package-${index % 40}`, version: `1.${index}.0` },
  }));
  return [...quiet, ...last];
}

export const UNRATED: Finding = { id: "CVE-2026-99999", package: { name: "odd", version: "1.0.0" } };

const POLICY = checkedPolicy(`policy bench version 1
use vuln from "std/vuln@1"
trust scanner { key "keys/a.pub" }
control C "no criticals" {
  evidence scan: vuln.report signed by scanner
  require no-criticals: no finding f in scan.findings where (f.severity otherwise critical) is at least critical
    else "{f.id} ({f.severity otherwise "not rated"}) in {f.package.name otherwise "an unnamed package"}"
}
gate prod { enforce C }
`);

/** Judges the gate over a report that was verified and read before, writing the whole trace. */
export function judgeFindings(held: readonly Finding[]): () => GateVerdict {
  const [gate] = POLICY.gates;
  const [evidence] = POLICY.controls[0]?.body.evidence ?? [];
  if (!gate || !evidence) throw new Error("the policy has one gate and one evidence");
  const search = searchOf(evidence, [{ predicate: reportOf(held), type: "https://in-toto.io/attestation/vulns/v0.2" }]);
  return () => judgeGate({ policy: POLICY, gate, request: aRequest, search: () => search });
}

function reportOf(held: readonly Finding[]): unknown {
  return {
    scanner: {
      uri: "https://scanner.example",
      result: held.map(({ id, severity, package: at }) => ({
        id,
        severity: severity === undefined ? [] : [{ method: "scanner", score: severity }],
        annotations: [{ "package-name": at.name, "package-version": at.version }],
      })),
    },
    metadata: { scanStartedOn: "2026-01-09T00:00:00Z", scanFinishedOn: "2026-01-09T00:00:00Z" },
  };
}
