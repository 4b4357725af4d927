import type { Result } from "../../base/index.ts";
import type { SignatureAlgorithm } from "../crypto-provider.ts";

export interface ProgramCall {
  /** Absolute path, or a name that the system looks up. Never from what is being judged. */
  readonly program: string;
  readonly args: readonly string[];
  readonly stdin: Uint8Array;
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProgramAnswer {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  /** The beginning, as text. */
  readonly stderr: string;
}

/** Runs a program without a shell, with bounds on time and output. */
export type ProgramRunner = (call: ProgramCall) => Promise<Result<ProgramAnswer, "not-installed" | "timeout" | "too-large" | "failed">>;

/** A key that signs elsewhere. */
export interface RemoteKey {
  readonly spki: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  /** Over the parts as if they were joined; ECDSA signatures in DER. Throws `RemoteKeyError`. */
  sign(parts: readonly Uint8Array[]): Promise<Uint8Array>;
}

export interface RemoteKeyFault {
  readonly reason:
    | "key-unreadable"
    | "algorithm-unsupported"
    | "program-missing"
    | "program-failed"
    /** The package that speaks to a service is not installed. */
    | "client-missing"
    | "service-failed";
  readonly detail: string;
}
