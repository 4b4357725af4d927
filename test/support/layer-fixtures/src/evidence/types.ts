import type { Verified } from "../trust/index.ts";
export type Known = Verified;
