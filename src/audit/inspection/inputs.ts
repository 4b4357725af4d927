/** What a verification summary names as its inputs, and what became of them in this run: `verification.md` §4.13 W4. */
import type { ResolvedInput } from "../../evidence/index.ts";
import { defined } from "../trace/defined.ts";

export interface InputsPart {
  readonly named: number;
  /** Of those: found, byte for byte, and verified. */
  readonly verified: number;
  readonly each: readonly InputPart[];
}

export interface InputPart {
  /** In the statement. */
  readonly pointer: string;
  /** SHA-256 of the stored bytes; absent where the summary gives none. */
  readonly digest?: string;
  readonly state: "verified" | "not-verified" | "not-found" | "undecided";
  /** The attestation that it is, where it was found. */
  readonly attestation?: string;
}

export function inputsPart(inputs: readonly ResolvedInput[] | undefined): InputsPart | undefined {
  if (inputs === undefined) return undefined;
  const each = inputs.map(inputPart);
  return { named: each.length, verified: each.filter(({ state }) => state === "verified").length, each };
}

function inputPart({ pointer, digest, stored }: ResolvedInput): InputPart {
  const attestation = "attestation" in stored ? stored.attestation : undefined;
  return defined({ pointer, digest, state: stored.kind === "refused" ? ("not-verified" as const) : stored.kind, attestation });
}
