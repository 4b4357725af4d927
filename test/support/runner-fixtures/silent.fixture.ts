import { suite } from "uvu";
import * as assert from "uvu/assert";

const silent = suite("silent");
silent("never runs", () => assert.unreachable());
