import { readFileSync } from "node:fs";
export const files = readFileSync;
