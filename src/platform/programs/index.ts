export { createProgramRunner } from "./run-program.ts";
