/** Rows of the attack corpus as data: what is built, what must come of it. */
import type { Decision } from "./bounds.ts";
import type { Json, Limits } from "../../../src/base/index.ts";
import type { AttestRequest, Mutation, MutationName } from "../../../src/testing/index.ts";
import type { PublicKeyEntry, SigstoreRoot, TrustMaterial, TrustRoot, Verification } from "../../../src/trust/index.ts";

/** How one envelope is made and who is asked about it. What is absent is the usual. */
export interface Setup {
  /** Absent: signed by the release workflow, logged, promised and proven. */
  readonly request?: Partial<AttestRequest>;
  readonly statement?: Json | Uint8Array;
  /** `dsse`: the envelope alone. `blob`: verified as a signature over the statement's bytes. Absent: `bundle`. */
  readonly form?: "bundle" | "layer" | "dsse" | "blob";
  readonly keys?: readonly PublicKeyEntry[];
  readonly roots?: readonly SigstoreRoot[];
  readonly authorities?: TrustMaterial["authorities"];
  /** `"none"`: what phase A says is the answer. */
  readonly trust?: TrustRoot | "none";
  readonly now?: bigint;
  /** Smaller than the usual ones, where the usual flood takes long to build. */
  readonly limits?: Partial<Limits>;
  /** Judged together with it, as envelopes about one candidate. */
  readonly beside?: () => Promise<readonly Verification[]>;
}

export interface Change extends Setup {
  /** In the place of the setup's own. */
  readonly mutate?: MutationName | Mutation;
}

export interface Case {
  readonly what: string;
  /** `good`, or `step · reason`, or of a load `load reason`. */
  readonly expect: string;
  readonly outcome: () => Promise<string>;
  /** The same without the one thing that is wrong; it must be `good`. Absent where the row says what has no twin. */
  readonly twin?: () => Promise<string>;
  /** Reasons that the steps list although it is good, or beside the first. */
  readonly lists?: { readonly reasons: readonly string[]; readonly of: () => Promise<readonly string[]> };
  /** The one envelope as a verifier meets it for the first time: made before, so that deciding alone is measured. */
  readonly decide?: () => Promise<Decision>;
  /** Its bytes, where the command line can be asked the same: usual keys, roots, limits and time. */
  readonly hostile?: () => Promise<Uint8Array>;
}

/** A test elsewhere: its file below `test/`, and a text that its name holds. */
export interface HeldTest {
  readonly file: string;
  readonly name: string;
}

export interface Row {
  /** `dsse-01`. */
  readonly id: string;
  readonly name: string;
  readonly cases: readonly Case[];
  /** Where other tests hold the row, or the rest of it. */
  readonly held?: readonly HeldTest[];
}

/** A row about something that is not built yet. */
export interface NotYet {
  readonly id: string;
  readonly name: string;
  /** The part of the product that has to be there first. */
  readonly needs: string;
}
