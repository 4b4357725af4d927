import type { PolicyFile, Use } from "../../../grammar/index.ts";
import type { SourceFile } from "../../diagnostics/index.ts";

/** One file or standard module, parsed. */
export interface LoadedModule {
  /** `std/vuln@1`, or the path as the user knows it. */
  readonly specifier: string;
  readonly isStandard: boolean;
  /** What the lock file says of it, and by which name. */
  readonly locked: { readonly specifier: string; readonly digest: string; readonly sizeBytes: number };
  /** Where its relative paths start, relative to the main file's folder. */
  readonly folder: string;
  /** The folder that its relative paths may not leave: the bundle's, or `""` for the main file's. */
  readonly root: string;
  /** The alias by which the policy calls it, with a dot: `vuln.`; empty for the main file. */
  readonly prefix: string;
  readonly source: SourceFile;
  readonly file: PolicyFile;
  readonly uses: LoadedUse[];
}

export interface LoadedUse {
  readonly node: Use;
  /** Absent when the import failed; that has been reported. */
  target?: LoadedModule;
  /** It is a bundle that is not beside the policy, or was changed there. */
  isUnfetched?: boolean;
}
