// Has tested another text.
import { threadInput } from "../../../src/platform/threads/index.ts";

threadInput().answer({ text: "", runs: new Map() });
