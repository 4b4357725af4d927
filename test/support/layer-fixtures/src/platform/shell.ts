import { shell } from "../cli/index.ts";
export const fromShell = shell;
