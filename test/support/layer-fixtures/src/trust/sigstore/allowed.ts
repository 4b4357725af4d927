import { createHash } from "node:crypto";
export const allowed = createHash;
