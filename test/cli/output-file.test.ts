import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deliver } from "../../src/cli/output-file.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { memoryIo } from "./memory-io.ts";

const tests = suite<{ folder: string }>("output file");
tests.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "proviso-output-"));
});
tests.after.each(({ folder }) => rmSync(folder, { recursive: true }));

tests("without a file, stdout ends in one line feed", () => {
  for (const text of ["x", "x\n"]) {
    const io = memoryIo();
    deliver(io, text, undefined);
    assert.is(io.written.stdout, "x\n");
  }
});
tests("a relative file starts from the working directory, and stdout stays empty", ({ folder }) => {
  const io = memoryIo({ cwd: folder });
  deliver(io, "x", "result.json");
  assert.is(readFileSync(join(folder, "result.json"), "utf8"), "x\n");
  assert.is(io.written.stdout, "");
});
tests("a file that cannot be written is wrong usage, and says which", ({ folder }) => {
  const io = memoryIo({ cwd: folder });
  assert.throws(
    () => deliver(io, "x", "none/result.json"),
    (error: unknown) => error instanceof UsageError && error.message === "cannot write `none/result.json`: ENOENT",
  );
});
tests.run();
