import type { Span } from "../../diagnostics/index.ts";
import type { CheckedPolicy } from "../../language/index.ts";

/** One wrong edit of a checked policy. */
export interface Mutant {
  /** `drop-requirement`. */
  readonly operator: string;
  readonly control: string;
  /** Finishes "no test notices if ". */
  readonly sentence: string;
  readonly span: Span;
  /** Made when it is tried: most policies are large and share most of it. */
  readonly make: () => CheckedPolicy;
}
