import { one } from "../src/language/index.ts";
export const upward = one;
