import type { Control, Evidence, Mode } from "../language/index.ts";
import type { Search } from "./candidate.ts";
import type { Request } from "./environment.ts";
import type { People } from "./people.ts";

/** What one control is judged from. */
export interface ControlInput {
  readonly control: Control;
  readonly mode: Mode;
  readonly request: Request;
  readonly people: People;
  readonly search: (evidence: Evidence) => Search;
  /** The text of the policy file that a span is in. */
  readonly source: (file: string) => string;
}
