import { verify } from "../trust/index.ts";
export const code = verify;
