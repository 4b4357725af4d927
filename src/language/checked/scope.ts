import type { PolicyFile } from "../../../grammar/index.ts";
import type { EnumType, Identity, RecordType, Type, Value, View } from "../../base/index.ts";
import type { Diagnostic, SourceFile, Span } from "../../diagnostics/index.ts";
import type { TrustRoot } from "./trust-root.ts";

/** What the names of one policy file or module mean, after its imports, types, parameters and trust roots were checked. */
export interface ModuleScope {
  /** `std/vuln@1`, or the path of the file as the user knows it. */
  readonly specifier: string;
  readonly source: SourceFile;
  readonly file: PolicyFile;
  /** By the alias of `use`. */
  readonly uses: ReadonlyMap<string, ModuleScope>;
  readonly views: ReadonlyMap<string, View>;
  readonly types: ReadonlyMap<string, RecordType | EnumType>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly trustRoots: ReadonlyMap<string, TrustRoot>;
  /**
   * Names that were declared here, of any kind, and did not check: the fault has been reported, so whoever uses them stays
   * silent. They are in none of the maps.
   */
  readonly poisoned: ReadonlySet<string>;
}

/** `audit.md` §3.1: who set the value. */
export type ParameterLayer = "policy" | "import" | "configuration" | "command-line";

export interface Parameter {
  /** As the policy that declares it writes it. */
  readonly name: string;
  readonly type: Type;
  /** Sets and lists as cells without pointers. */
  readonly value: Value;
  readonly layer: ParameterLayer;
  readonly bound?: ParameterBound;
  readonly span: Span;
}

export type ParameterBound = { readonly kind: "at-most" | "at-least"; readonly limit: Value } | { readonly kind: "fewer" | "more" };

/** A module in use, as the lock file names it: `std/vuln@1`, `./lib/acme.policy`, `oci://…@sha256:…`. */
export interface Import {
  readonly specifier: string;
  /** Of its text; of a bundle, of its manifest. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly scope: ModuleScope;
}

/** Everything that a policy declares besides its controls and gates. */
export interface Declarations {
  readonly main: ModuleScope;
  /** Main first; each file and module once, in the order they were first used. */
  readonly scopes: readonly ModuleScope[];
  readonly imports: readonly Import[];
  /** Bundles that are not beside the policy, or were changed there; each has its diagnostic. */
  readonly unfetched: readonly string[];
  /** Each group is one person; no identity stands in two groups. */
  readonly persons: readonly (readonly Identity[])[];
  /** Every text that a diagnostic may point into: files, modules, and the settings of the run (`command line`). */
  readonly sources: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}
