/** Files of a recorded test: what somebody else saved meanwhile is theirs, before it is written and before it is taken back. */
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planFiles, undoAfter, writeAll, type PlannedFile } from "../../../src/cli/testing/record-files.ts";
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

const BLOCKED: PlannedFile = { fixture: { path: "fixtures/old.json/x/deep.json", bytes: Buffer.from("x") }, before: undefined };
const CANNOT = /^cannot write `[^`]*fixtures\/old\.json\/x\/deep\.json`: `old\.json` is no folder of its own; /u;

tests("what was written before a fault is taken back, and the folders made for it", async () => {
  const { plan, state, write, path } = folderWith(BEFORE);
  const told = await refused(write([...plan, BLOCKED]));
  assert.match(told, CANNOT);
  assert.is(told.replace(CANNOT, ""), "nothing was changed");
  assert.equal(state(), [BEFORE, "old", undefined]);
  assert.is(existsSync(path("fixtures/image")), false);
});

tests("an empty folder that was there before stays, after a fault and after undoing; those made in it go", async () => {
  const { plan, write, path } = folderWith(BEFORE);
  mkdirSync(path("fixtures/image"));
  const deep = { fixture: { path: "fixtures/image/a/b/new.json", bytes: Buffer.from("new") }, before: undefined };
  await refused(write([...plan, deep, BLOCKED]));
  const left = () => ["fixtures/image", "fixtures/image/a"].map((folder) => existsSync(path(folder)));
  assert.equal(left(), [true, false]);
  const undo = await write([...plan, deep]);
  assert.equal(left(), [true, true]);
  await undo();
  assert.equal(left(), [true, false]);
});

/** Somebody moves a folder and links to it: what was written is still read there, and no link is followed to change it. */
function moveAndLink(path: (name: string) => string, folder: string): void {
  renameSync(path(folder), path(`${folder}-moved`));
  symlinkSync(path(`${folder}-moved`), path(folder));
}

/** Moved when those of the plan are written, and the one after them is to be. */
function movedMeanwhile(path: (name: string) => string, folder: string): PlannedFile {
  let isMoved = false;
  return {
    before: undefined,
    get fixture() {
      if (!isMoved && existsSync(path("fixtures/image/new.json"))) {
        isMoved = true;
        moveAndLink(path, folder);
      }
      return BLOCKED.fixture;
    },
  };
}

tests("what could not be taken back after a fault is named with it, and never is it said that nothing was changed", async () => {
  const { plan, state, write, path } = folderWith(BEFORE);
  const told = await refused(write([...plan, movedMeanwhile(path, "fixtures/image")]));
  assert.match(told, CANNOT);
  assert.is(told.replace(CANNOT, ""), "remove `fixtures/image/new.json`, which was written before");
  assert.equal(state(), [BEFORE, "old", "new"]);
});

tests("what could not be put back after a fault is named apart from what is to be removed, and the fault stays the first one", async () => {
  const { plan, state, write, path } = folderWith(BEFORE);
  const told = await refused(write([...plan, movedMeanwhile(path, "fixtures")]));
  assert.match(told, /^cannot write `[^`]*fixtures\/old\.json\/x\/deep\.json`: /u);
  assert.ok(
    told.endsWith("; remove `fixtures/image/new.json`, which was written before; put back `fixtures/old.json`, which was replaced"),
    told,
  );
  assert.equal(state(), [BEFORE, "replaced", "new"]);
});

tests("what undoing leaves is named, and the policy is put back all the same", async () => {
  const { state, write, path } = folderWith(BEFORE);
  const undo = await write();
  moveAndLink(path, "fixtures/image");
  assert.is(
    await refused(undo()),
    "not all that was written could be taken back; remove `fixtures/image/new.json`, which was written before",
  );
  assert.equal(state(), [BEFORE, "old", "new"]);
});

tests("a fault stays the one that is told when undoing fails too, with what is left", async () => {
  const first = new UsageError("the first", "its help");
  await undoAfter(async () => {}, first);
  const fails = (second: Error) => undoAfter(() => Promise.reject(second), first);
  assert.is(await refused(fails(new UsageError("not undone", "remove it"))), "the first; not undone; remove it");
  assert.is(await refused(fails(new Error("EIO"))), "the first; it could not be taken back: EIO");
  const defect = new Error("a defect");
  const thrown: unknown = await undoAfter(() => Promise.reject(new UsageError("not undone")), defect).catch((error: unknown) => error);
  assert.is(thrown, defect);
});

tests.run();
