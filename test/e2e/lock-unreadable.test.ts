/** A lock file that is there and cannot be read is no missing one: whoever can spoil it must not be able to switch it off. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run } from "../../src/cli/main.ts";
import { memoryIo } from "../cli/memory-io.ts";
import { scratch } from "../support/run-policy.ts";

const POLICY = `policy locked version 1
use shared from "./shared.policy"
`;
const SHARED = "policy shared version 1\n";

function lockedFolder(): string {
  const root = scratch();
  mkdirSync(join(root, ".git"));
  writeFileSync(join(root, "main.policy"), POLICY);
  writeFileSync(join(root, "shared.policy"), SHARED);
  return root;
}

async function policy(cwd: string, ...words: readonly string[]) {
  const io = memoryIo({ cwd });
  return { code: await run(words, io), ...io.written };
}

const spoilt: Readonly<Record<string, (path: string) => void>> = {
  "a folder": (path) => mkdirSync(path),
  "a link to a file outside": (path) => {
    const outside = join(scratch(), "proviso.lock");
    writeFileSync(outside, "{}");
    symlinkSync(outside, path);
  },
  "a link to nothing": (path) => symlinkSync("/nonexistent/proviso.lock", path),
  "larger than a lock file may be": (path) => writeFileSync(path, Buffer.alloc(9 * 1024 * 1024, 32)),
  empty: (path) => writeFileSync(path, ""),
};

const tests = suite("a lock file that cannot be read");

tests("is compared with one that can: the change is refused, and no lock file is no fault", async () => {
  const root = lockedFolder();
  assert.is((await policy(root, "check", "main.policy")).code, 0);
  assert.is((await policy(root, "lock", "main.policy")).code, 0);
  writeFileSync(join(root, "shared.policy"), `${SHARED}// changed\n`);
  const { code, stdout, stderr } = await policy(root, "check", "main.policy");
  assert.is(code, 3);
  assert.match(stdout + stderr, /E2007/u);
});

for (const [what, spoil] of Object.entries(spoilt)) {
  tests(`is refused where it is ${what}`, async () => {
    const root = lockedFolder();
    await policy(root, "lock", "main.policy");
    rmSync(join(root, "proviso.lock"));
    spoil(join(root, "proviso.lock"));
    const { code, stdout, stderr } = await policy(root, "check", "main.policy");
    assert.is(code, 3);
    assert.match(stdout + stderr, /E2007.*proviso\.lock.*cannot be used/u);
  });
}

tests.run();
