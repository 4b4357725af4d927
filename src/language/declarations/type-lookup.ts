import type { TypeNode } from "../../../grammar/index.ts";
import type { Type } from "../../base/index.ts";

/** Where a written type finds its meaning. */
export interface TypeLookup {
  /** `undefined` when it is no type; that has been reported. */
  resolve(node: TypeNode): Type | undefined;
}
