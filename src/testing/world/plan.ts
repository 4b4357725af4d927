/** Everything about one attestation before it is made. A mutation is a change of it: nothing else makes bad evidence. */
import type { Instant } from "../../base/index.ts";
import type { AlternativeName, Profile } from "./certificate.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import type { SctPlan } from "./ct-log.ts";
import type { EntryKind, Recorded } from "./entry-body.ts";
import type { TokenPlan } from "./timestamp-authority.ts";
import type { NotePlan, TransparencyLog } from "./transparency-log.ts";
import type { WorldKey } from "./world-key.ts";

export type BundleVersion = "0.1" | "0.2" | "0.3";

/** Signs with a certificate that is made for this one signature, unless one was issued before. */
export interface IdentityPlan {
  readonly kind: "identity";
  readonly authority: CertificateAuthority;
  readonly key: WorldKey;
  readonly san: AlternativeName;
  readonly claims: ReadonlyMap<number, string>;
  readonly certificateFrom: Instant;
  readonly scts: readonly SctPlan[];
  readonly profile?: Profile;
  readonly profileAfterLogging?: Profile;
  /** Carried behind the leaf, in the chain form. */
  readonly carried: readonly Uint8Array[];
  /** DER of the leaf. */
  readonly issued?: Uint8Array;
}

export interface KeyPlan {
  readonly kind: "key";
  readonly key: WorldKey;
  readonly hint: string;
}

export interface EntryPlan {
  readonly kind: EntryKind;
  readonly log: TransparencyLog;
  /** Absent: when the signature was made. */
  readonly at?: Instant;
  readonly withPromise: boolean;
  readonly withProof: boolean;
  readonly note: NotePlan;
  readonly promiseKey?: WorldKey;
  /** Another signature than the envelope's is recorded. */
  readonly recorded?: (recorded: Recorded) => Recorded;
  /** The body before the log takes it. */
  readonly body?: (body: Uint8Array) => Uint8Array;
}

export interface Plan {
  readonly payload: Uint8Array;
  readonly payloadType: string;
  /** `message`: a signature over the payload as a blob, without an envelope. */
  readonly content: "dsse" | "message";
  readonly signer: IdentityPlan | KeyPlan;
  readonly at: Instant;
  readonly version: BundleVersion;
  readonly keyid: string;
  /** What is signed in the place of the pre-authentication encoding. */
  readonly encoding?: (payloadType: string, payload: Uint8Array) => Uint8Array;
  /** The signature before anything vouches for it. */
  readonly signature?: (signature: Uint8Array) => Uint8Array;
  readonly entries: readonly EntryPlan[];
  readonly tokens: readonly TokenPlan[];
  /** The finished envelope, after it was logged and stamped; also inside the bundle. */
  readonly envelope?: (json: unknown) => unknown;
  /** The finished bundle's JSON. */
  readonly bundle?: (json: unknown) => unknown;
  /** The annotations of the cosign layer. */
  readonly annotations?: (annotations: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** The finished text, of the bundle and of the layer's envelope. */
  readonly text?: (text: string) => string | Uint8Array;
}
