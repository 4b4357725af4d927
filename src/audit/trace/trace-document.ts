/** The document as a whole: `audit.md` §3.1. */
import type { ControlPart } from "./control.ts";
import type { DiscoveryPart } from "./discovery.ts";
import type { PolicyPart } from "./policy.ts";
import type { RequestPart } from "./request.ts";
import type { RunPart } from "./run.ts";
import type { TrustPart } from "./trust.ts";
import type { VerdictPart } from "./verdict.ts";
import type { WaiverPart } from "./waiver.ts";

export interface TraceDocument {
  readonly format: "proviso/trace/1";
  readonly profile: "plain";
  readonly run: RunPart;
  readonly inputsDigest: string;
  readonly evaluationDigest: string;
  readonly workingsDigest: string;
  readonly request: RequestPart;
  readonly policy: PolicyPart;
  readonly trust: TrustPart;
  readonly discovery: DiscoveryPart;
  readonly controls: readonly ControlPart[];
  readonly notInGate: readonly string[];
  readonly waivers: readonly WaiverPart[];
  readonly warnings: readonly { readonly code: string; readonly text: string }[];
  readonly limits: Readonly<Record<string, number>>;
  readonly verdict: VerdictPart;
}
