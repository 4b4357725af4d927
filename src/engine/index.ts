export { verifyAll } from "./attestations.ts";
export { compilePolicy, type CompilePolicyInput, type CompilePolicyPorts } from "./compile-policy.ts";
export { judge, judgeFurther, type AskFurther, type JudgeInput } from "./judge.ts";
export type * from "./judged.ts";
export { predicateMisfits, type Misfit } from "./predicate-misfits.ts";
