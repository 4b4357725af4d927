/** What OpenVEX and CycloneDX say of vulnerabilities, in one form: the rule `vex-effective` decides between claims. */
import type { Instant } from "../../base/index.ts";
import type { Located, Lookup } from "../reading/located.ts";
import type { ProductRelation } from "./vex-product.ts";

/** One thing that a claim is about: a product, or one component of it. */
export interface VexUnit {
  readonly relation: ProductRelation;
  /** Where the product is named, or where it is not. */
  readonly found: Located;
  /** Equal for the same product, and the same component of it. */
  readonly key: string;
  readonly component?: VexComponent;
}

export interface VexComponent {
  /** Every package URL by which it is known. */
  readonly purls: readonly Located[];
}

export interface VexClaim {
  readonly found: Located;
  readonly vulnerability: Located;
  /** The vulnerability and its other names, each a text. */
  readonly names: readonly Located[];
  readonly units: readonly VexUnit[];
  readonly status: () => Lookup;
  readonly justification: () => Lookup;
  readonly statedOn: Located | undefined;
  /** Of `statedOn`. */
  readonly at: Instant | undefined;
}
