/** The shape every source has: it lists; what it lists is looked at elsewhere. */
import type { Digest } from "../../base/index.ts";
import type { ContentStore, StoredManifest } from "../content-store.ts";
import type { FetchFault } from "../fault.ts";
import type { Origin, SourceKind, SourceStatus, UnsupportedReason } from "./discovery.ts";

/**
 * How an entry came to be named, which decides what may be asked of its manifest. `referrer`: its `subject` must be the image asked about.
 * `attached`: named for the image by a tag or by its place in a layout, and naming no subject itself. `inside`: listed by the image's index.
 */
export type Position = "referrer" | "attached" | "inside";

export interface Listed {
  readonly digest: Digest;
  readonly position: Position;
  /** The image asked about, or the one BuildKit names. */
  readonly subject?: Digest;
  readonly index?: Digest;
  /** Where finding it meant reading it. */
  readonly manifest?: StoredManifest;
}

export interface Listing {
  readonly status: SourceStatus;
  readonly entries: readonly Listed[];
  readonly pages: number;
  readonly responses: readonly Digest[];
  readonly requests: number;
  readonly notes: readonly string[];
}

export interface SourcePlan {
  readonly kind: SourceKind;
  readonly location: string;
  readonly subject?: Digest;
  /** Where what it lists is, when that is not where the image is. */
  readonly store?: ContentStore;
  list(): Promise<Listing>;
}

interface ListingParts {
  readonly entries?: readonly Listed[];
  readonly pages?: number;
  readonly responses?: readonly Digest[];
  readonly requests?: number;
  readonly notes?: readonly string[];
}

const EMPTY = { entries: [], pages: 0, responses: [], requests: 0, notes: [] };

export function complete(origin: Origin, parts: ListingParts): Listing {
  return { ...EMPTY, ...parts, status: { kind: "complete", origin } };
}

export function unsupported(because: UnsupportedReason, detail: string, parts: ListingParts = {}): Listing {
  return { ...EMPTY, ...parts, status: { kind: "unsupported", because, detail } };
}

/** What was listed before the failure is kept: it may still serve presence. */
export function failed(error: FetchFault, parts: ListingParts = {}): Listing {
  return { ...EMPTY, ...parts, status: { kind: "failed", because: error.reason, detail: error.detail } };
}
