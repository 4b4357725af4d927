// @ts-expect-error the file does not exist, on purpose
export { nowhere } from "./does-not-exist.ts";
