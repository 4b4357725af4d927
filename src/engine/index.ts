export type * from "./judged.ts";
