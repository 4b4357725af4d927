import { base } from "../base/index.ts";
export const throughTheDoor = base;
