import { suite } from "uvu";
import * as assert from "uvu/assert";

const crashing = suite("crashing");
crashing("passes before the crash", () => assert.ok(crashing));
crashing.run();
setTimeout(() => process.exit(7), 50);
