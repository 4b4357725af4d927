import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { goldenPath, matchGolden } from "../support/golden.ts";
import { checkProperty, fc } from "../support/property.ts";
import { withNeed } from "../support/realdata.ts";

const golden = suite("golden");
const own = "tooling/golden-helper.txt";

golden("the same text passes", () => matchGolden(own, readFileSync(goldenPath(own), "utf8")));
golden("another text shows both lines", () => {
  assert.throws(
    () => matchGolden(own, "one\nanother\nthree\n"),
    /differs from test\/golden\/tooling\/golden-helper\.txt[^]*two[^]*another/u,
  );
});
golden("a missing final line feed is a difference", () => assert.throws(() => matchGolden(own, "one\ntwo\nthree"), /differs/u));
golden("a missing file is named", () =>
  assert.throws(() => matchGolden("tooling/none.txt", "x"), /no golden file test\/golden\/tooling\/none\.txt/u),
);
golden("a path outside the folder is refused", () => assert.throws(() => matchGolden("../../package.json", "x"), /outside test\/golden/u));
golden("UPDATE_GOLDEN=1 writes the file", () => {
  const folder = mkdtempSync(goldenPath("tooling/written-"));
  try {
    const file = `tooling/${folder.replace(/^.*[\\/]/u, "")}/deep/new.txt`;
    const script = `import { matchGolden } from "./test/support/golden.ts"; matchGolden(${JSON.stringify(file)}, "fresh\\n");`;
    const root = fileURLToPath(new URL("../../", import.meta.url));
    const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: root,
      env: { ...process.env, UPDATE_GOLDEN: "1" },
    });
    assert.is(status, 0);
    assert.is(readFileSync(goldenPath(file), "utf8"), "fresh\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
golden.run();

const property = suite("property");
property("a law that holds passes", () => checkProperty(fc.property(fc.integer(), (n) => n + 0 === n)));
property("a law that does not hold names the seed and the smallest case", () => {
  assert.throws(() => checkProperty(fc.property(fc.nat(), (n) => n < 50)), /PROPERTY_SEED=\d+[^]*Counterexample: \[50\]/u);
});
property.run();

const need = suite("need");
need("what is there gives the suite, what is not gives its skip", () => {
  assert.is(withNeed(need, true, "air"), need);
});
need.run();
