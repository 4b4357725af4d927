import type { Verified } from "../trust/index.ts";
export type Sideways = Verified;
