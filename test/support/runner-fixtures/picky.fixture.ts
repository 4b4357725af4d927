import { suite } from "uvu";
import * as assert from "uvu/assert";

const picky = suite("picky");
picky.only("runs", () => assert.ok(picky));
picky("is left out", () => assert.unreachable());
picky.run();
