import type { Listed } from "../discovery/source.ts";
import type { FetchFault } from "../fault.ts";

/** What one way of looking through a layout found, and what kept it from seeing everything. */
export interface Found {
  readonly entries: readonly Listed[];
  readonly problem?: FetchFault;
}
