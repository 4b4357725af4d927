import type { Digest, People } from "../base/index.ts";
import type { Control, Mode } from "../language/index.ts";
import type { Search, Sought } from "./candidate.ts";
import type { Request } from "./environment.ts";

/** What one control is judged from. */
export interface ControlInput {
  readonly control: Control;
  readonly mode: Mode;
  readonly request: Request;
  readonly people: People;
  readonly search: (sought: Sought) => Search;
  /** The manifest that is judged, under `for every platform`. */
  readonly platform?: Digest;
  /** The text of the policy file that a span is in. */
  readonly source: (file: string) => string;
}
