import { suite } from "uvu";
export const unknownPackage = suite;
