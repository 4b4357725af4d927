import { work } from "../../../src/cli/main.ts";

await work();
