/** Files of a recorded test: what somebody else saved meanwhile is theirs, before it is written and before it is taken back. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planFiles, writeAll, type PlannedFile } from "../../../src/cli/testing/record-files.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import { scratch } from "../../support/run-policy.ts";

const tests = suite("files of a recorded test");

const BEFORE = "policy a version 1\r\n# \u00e4\n";
const AFTER = `${BEFORE}test "x" {}\n`;
const SAVED = "policy a version 2\n";

function folderWith(policy: string) {
  const folder = scratch();
  const path = (name: string) => join(folder, name);
  writeFileSync(path("a.policy"), policy);
  mkdirSync(path("fixtures"));
  writeFileSync(path("fixtures/old.json"), "old");
  const plan = planFiles(
    path("a.policy"),
    [
      { path: "fixtures/old.json", bytes: Buffer.from("replaced") },
      { path: "fixtures/image/new.json", bytes: Buffer.from("new") },
    ],
    "replace",
  );
  const state = () => [
    readFileSync(path("a.policy"), "utf8"),
    readFileSync(path("fixtures/old.json"), "utf8"),
    existsSync(path("fixtures/image/new.json")) ? readFileSync(path("fixtures/image/new.json"), "utf8") : undefined,
  ];
  return {
    path,
    plan,
    state,
    write: (files: readonly PlannedFile[] = plan) => writeAll(path("a.policy"), { before: BEFORE, after: AFTER }, files),
  };
}

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, UsageError);
  return `${(error as UsageError).message}; ${(error as UsageError).help ?? ""}`;
}

tests("all of it is written, and taken back", async () => {
  const { state, write, path } = folderWith(BEFORE);
  const undo = await write();
  assert.equal(state(), [AFTER, "replaced", "new"]);
  await undo();
  assert.equal(state(), [BEFORE, "old", undefined]);
  assert.is(existsSync(path("fixtures/image")), false);
});

tests("a policy that was saved while the image was judged is not overwritten, and no fixture is left", async () => {
  const { state, write, path } = folderWith(SAVED);
  assert.is(await refused(write()), "`a.policy` was changed while the image was judged; nothing was written; record it again");
  assert.equal(state(), [SAVED, "old", undefined]);
  assert.is(existsSync(path("fixtures/image")), false);
});

tests("a policy that was saved while the test ran is not put back, and nothing that it may need is taken away", async () => {
  const { state, write, path } = folderWith(BEFORE);
  const undo = await write();
  writeFileSync(path("a.policy"), SAVED);
  assert.match(await refused(undo()), /^`a\.policy` was changed while the recorded test ran; the test did not pass, and is left there/u);
  assert.equal(state(), [SAVED, "replaced", "new"]);
});

for (const file of ["fixtures/old.json", "fixtures/image/new.json"]) {
  tests(`${file}, saved while the test ran, stays`, async () => {
    const { state, write, path } = folderWith(BEFORE);
    const undo = await write();
    writeFileSync(path(file), "mine");
    await undo();
    assert.equal(state(), file === "fixtures/old.json" ? [BEFORE, "mine", undefined] : [BEFORE, "old", "mine"]);
  });
}

tests.run();
