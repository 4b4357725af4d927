import { suite } from "uvu";
import * as assert from "uvu/assert";

console.log("skipped: needs the moon");
const skipping = suite("skipping");
skipping("runs", () => assert.ok(skipping));
skipping.skip("does not run", () => assert.unreachable());
skipping.skip("does not run either", () => assert.unreachable());
skipping.run();
