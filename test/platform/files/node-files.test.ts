import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Result } from "../../../src/base/index.ts";
import { nodeFileSystem as files } from "../../../src/platform/files/index.ts";
import type { FileFault } from "../../../src/registry/index.ts";
import { temporaryFolder } from "../../support/registry/layout-folder.ts";

const tests = suite("platform files");

function prepared(): string {
  const root = temporaryFolder();
  mkdirSync(join(root, "real", "deep"), { recursive: true });
  writeFileSync(join(root, "real", "file"), "hello");
  writeFileSync(join(root, "real", "deep", "file"), "deep");
  symlinkSync("real", join(root, "linked"));
  symlinkSync("file", join(root, "real", "link"));
  symlinkSync("/etc/passwd", join(root, "real", "out"));
  execFileSync("mkfifo", [join(root, "real", "pipe")]);
  return root;
}

function outcome(result: Result<unknown, FileFault>): string {
  if (!result.ok) return result.error.kind;
  return result.value instanceof Uint8Array ? Buffer.from(result.value).toString() : "done";
}

const READS: readonly (readonly [segments: readonly string[], expected: string])[] = [
  [["real", "file"], "hello"],
  [["real", "deep", "file"], "deep"],
  [["real", "none"], "not-found"],
  [["none", "file"], "not-found"],
  [["real", "link"], "path-refused"],
  [["real", "out"], "path-refused"],
  [["linked", "file"], "path-refused"],
  [["real", "pipe"], "not-a-file"],
  [["real", "deep"], "not-a-file"],
  [["real", "file", "x"], "path-refused"],
  [["..", "file"], "path-refused"],
  [["real", "..", "real", "file"], "path-refused"],
  [["real/file"], "path-refused"],
  [["real\\file"], "path-refused"],
  [["real", ""], "path-refused"],
  [["real", "."], "path-refused"],
  [["real", "a\0b"], "path-refused"],
];

for (const [segments, expected] of READS) {
  tests(`reads ${JSON.stringify(segments.join("/"))} below a root: ${expected}`, async () => {
    assert.is(outcome(await files.readWithin(prepared(), segments, 100)), expected);
    assert.is(outcome(await files.peekWithin(prepared(), segments, 100)), expected);
  });
}

tests("a file that is too large is not read, one at the limit is", async () => {
  const root = prepared();
  assert.is(outcome(await files.readWithin(root, ["real", "file"], 4)), "too-large");
  assert.is(outcome(await files.readWithin(root, ["real", "file"], 5)), "hello");
  assert.is(outcome(await files.peekWithin(root, ["real", "file"], 2)), "he");
});

tests("a file that a person named may be a link, and no pipe, folder or device", async () => {
  const root = prepared();
  assert.is(outcome(await files.readNamed(join(root, "linked", "link"), 100)), "hello");
  assert.is(outcome(await files.readNamed(join(root, "real", "pipe"), 100)), "not-a-file");
  assert.is(outcome(await files.readNamed(root, 100)), "not-a-file");
  assert.is(outcome(await files.readNamed("/dev/zero", 100)), "not-a-file");
  assert.is(outcome(await files.digestNamed(join(root, "real", "pipe"), ["sha256"])), "not-a-file");
});

tests("lists the regular files of a folder, by name, up to a limit", async () => {
  const root = prepared();
  const listed = await files.listWithin(root, ["real"], 100);
  assert.equal(listed, { ok: true, value: [{ name: "file", sizeBytes: 5 }] });
  assert.is(outcome(await files.listWithin(root, ["real"], 2)), "too-many");
  assert.is(outcome(await files.listWithin(root, ["linked"], 100)), "path-refused");
  assert.is(outcome(await files.listWithin(root, ["none"], 100)), "not-found");
});

tests("writes whole files, makes folders, passes no link", async () => {
  const root = prepared();
  assert.is(outcome(await files.writeWithin(root, ["new", "deep", "file"], Buffer.from("one"))), "done");
  assert.is(outcome(await files.writeWithin(root, ["new", "deep", "file"], Buffer.from("two"))), "done");
  assert.is(readFileSync(join(root, "new", "deep", "file"), "utf8"), "two");
  assert.equal(readdirSync(join(root, "new", "deep")), ["file"]);
  assert.is(outcome(await files.writeWithin(root, ["linked", "x"], Buffer.from("x"))), "path-refused");
  assert.is(outcome(await files.writeWithin(root, ["..", "x"], Buffer.from("x"))), "path-refused");
  assert.is(outcome(await files.writeWithin(root, ["real", "link"], Buffer.from("replaced"))), "done");
  assert.is(readFileSync(join(root, "real", "file"), "utf8"), "hello");
  assert.is(statSync(join(root, "new", "deep", "file")).mode & 0o777, 0o644 & ~process.umask());
});

tests("creates once and removes", async () => {
  const root = prepared();
  assert.is(outcome(await files.createWithin(root, ["lock"], Buffer.from("me"))), "done");
  assert.is(outcome(await files.createWithin(root, ["lock"], Buffer.from("you"))), "exists");
  assert.is(outcome(await files.removeWithin(root, ["lock"])), "done");
  assert.is(outcome(await files.removeWithin(root, ["lock"])), "not-found");
});

tests.run();
