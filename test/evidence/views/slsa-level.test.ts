/** W1: levels of a summary. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Json } from "../../../src/base/index.ts";
import { fieldView, readField, TEST_TYPE } from "../../support/read-field.ts";

const test = suite("rule slsa-level");
const rows: readonly (readonly [levels: Json, expected: string])[] = [
  [["SLSA_BUILD_LEVEL_3"], "f = 3 @ /predicate/x/0 from"],
  [["SLSA_BUILD_LEVEL_0"], "f = 0 @ /predicate/x/0"],
  [["SLSA_BUILD_LEVEL_2", "SLSA_BUILD_LEVEL_3", "SLSA_BUILD_LEVEL_1"], "f = 3 @ /predicate/x/1"],
  [["ACME", "SLSA_SOURCE_LEVEL_4", "SLSA_BUILD_LEVEL_1"], "f = 1 @ /predicate/x/2"],
  [["SLSA_BUILD_LEVEL_UNEVALUATED"], "f absent"],
  [["SLSA_SOURCE_LEVEL_3"], "f absent"],
  [["SLSA_BUILD_LEVEL_3x"], "f absent"],
  [["SLSA_BUILD_LEVEL_03"], "f absent"],
  [["SLSA_BUILD_LEVEL_-3"], "f absent"],
  [["SLSA_BUILD_LEVEL_3.5"], "f absent"],
  [["slsa_build_level_3"], "f absent"],
  [["SLSA_BUILD_LEVEL_3\n"], "f absent"],
  [["SLSA_BUILD_LEVEL_9999999999"], "f absent"],
  [["FAILED"], "f absent"],
  [[], "f absent"],
  [null, "f absent"],
  [[3], "malformed f at /predicate/x/0: it is a JSON number, not a string"],
  ["SLSA_BUILD_LEVEL_3", "malformed f at /predicate/x: it is a JSON string, not an array"],
];
for (const [levels, expected] of rows)
  test(JSON.stringify(levels), () => {
    const text = readField(fieldView('optional Int at "/x" via slsa-level'), TEST_TYPE, { x: levels }, "f");
    assert.ok(text.startsWith(expected), text);
  });
test.run();
