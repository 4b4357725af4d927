export { verifyAll } from "./attestations.ts";
export { compilePolicy, type CompilePolicyInput, type CompilePolicyPorts } from "./compile-policy.ts";
export { judge, judgeFurther, judgeWith, verifierFor, type AskFurther, type JudgeInput, type JudgeWith } from "./judge.ts";
export type * from "./judged.ts";
export { predicateMisfits, type Misfit } from "./predicate-misfits.ts";
export { toTrustRoot } from "./trust-root.ts";
export { summaryInputs } from "./stored-evidence.ts";
