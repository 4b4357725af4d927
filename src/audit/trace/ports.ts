import type { Hasher } from "../../base/index.ts";
import type { Control, Evidence, Requirement, TrustRoot } from "../../language/index.ts";

/** What a trace is made with besides the run itself. */
export interface TracePorts {
  readonly hasher: Hasher;
  readonly hashes: MeaningHashes;
}

/** Meaning hashes, `language.md` §5.1: `sha256:hex`, the same for two texts that mean the same. */
export interface MeaningHashes {
  readonly policy: () => string;
  readonly control: (control: Control) => string;
  /** Over what only people read: title, statement, owner, messages. */
  readonly wording: (control: Control) => string;
  /** For `fresh`, of the evidence that it belongs to. */
  readonly requirement: (control: Control, source: Requirement | Evidence) => string;
  readonly root: (root: TrustRoot) => string;
}
