import type { PolicyFile, Use } from "../../../grammar/index.ts";
import type { SourceFile } from "../../diagnostics/index.ts";

/** One file or standard module, parsed. */
export interface LoadedModule {
  /** `std/vuln@1`, or the path as the user knows it. */
  readonly specifier: string;
  readonly isStandard: boolean;
  /** Where its relative paths start, relative to the main file's folder. */
  readonly folder: string;
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
}
