import { suite } from "uvu";
import * as assert from "uvu/assert";

const failing = suite("failing");
failing("holds", () => assert.is(1 + 1, 2));
failing("does not hold", () => assert.is(1 + 1, 3));
failing.run();
