// A thread that runs tests of a policy beside the command: `platform/threads`.
import { loadBundle } from "./load-bundle.js";
import { builtin } from "./node-version.js";

const { fileURLToPath } = await builtin("url");

// Until the answer is there nothing was judged; and compiled code is stored by the command alone.
process.exitCode = 70;
const bundle = loadBundle(fileURLToPath(new URL("../dist/", import.meta.url)), "test");
await bundle.work();
