import { suite } from "uvu";
import * as assert from "uvu/assert";

const passing = suite("passing");
passing("one and one", () => assert.is(1 + 1, 2));
passing("two and two", () => assert.is(2 + 2, 4));
passing.run();
