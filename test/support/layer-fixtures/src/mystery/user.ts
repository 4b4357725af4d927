import { base } from "../base/index.ts";
export const user = base;
