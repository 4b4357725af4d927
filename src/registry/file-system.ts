import type { Digest, DigestAlgorithm, Result } from "../base/index.ts";

export type FileFaultKind = "not-found" | "not-a-file" | "path-refused" | "too-large" | "too-many" | "unreadable" | "exists" | "changed";

export interface FileFault {
  readonly kind: FileFaultKind;
  readonly detail: string;
}

/**
 * The disk. A path below a `root` is given as segments and never passes a symbolic link, so that a layout cannot point out of itself.
 * Only regular files are opened: pipes and devices are refused before they can block.
 */
export interface FileSystem {
  /** A file below `root`; `too-large` before anything is read. */
  readWithin(root: string, segments: readonly string[], maxBytes: number): Promise<Result<Uint8Array, FileFault>>;
  /** The first bytes of a file below `root`, fewer when it is shorter. */
  peekWithin(root: string, segments: readonly string[], length: number): Promise<Result<Uint8Array, FileFault>>;
  /** A file that a person named: links are followed. */
  readNamed(path: string, maxBytes: number): Promise<Result<Uint8Array, FileFault>>;
  /** Names and sizes of the regular files of a folder below `root`, sorted by name; anything else in it is left out. */
  listWithin(root: string, segments: readonly string[], maxEntries: number): Promise<Result<readonly FileEntry[], FileFault>>;
  /** Streams a file that a person named through the hashes, in one pass. */
  digestNamed(path: string, algorithms: readonly DigestAlgorithm[]): Promise<Result<readonly Digest[], FileFault>>;
  /** Writes beside and renames into place, so that no reader sees half a file. Makes the folders that lack. */
  writeWithin(root: string, segments: readonly string[], bytes: Uint8Array): Promise<Result<void, FileFault>>;
  /** Makes a file that must not exist yet; `exists` otherwise. */
  createWithin(root: string, segments: readonly string[], bytes: Uint8Array): Promise<Result<void, FileFault>>;
  removeWithin(root: string, segments: readonly string[]): Promise<Result<void, FileFault>>;
}

export interface FileEntry {
  readonly name: string;
  readonly sizeBytes: number;
}
