export { verifyAll } from "./attestations.ts";
export { judge, type JudgeInput } from "./judge.ts";
export type * from "./judged.ts";
