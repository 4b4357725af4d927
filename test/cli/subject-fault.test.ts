import { suite } from "uvu";
import * as assert from "uvu/assert";
import { tellSubjectFault } from "../../src/cli/judging/subject-fault.ts";
import { memoryIo } from "./memory-io.ts";

const told = suite("an image that could not be read");
for (const [kind, code] of [
  ["reference-invalid", 4],
  ["configuration-invalid", 4],
  ["subject-not-found", 2],
  ["subject-ambiguous", 2],
  ["platform-not-found", 2],
  ["subject-unreadable", 2],
] as const) {
  told(`${kind} is exit ${code}, and never a pass`, () => {
    const io = memoryIo();
    assert.is(tellSubjectFault({ kind, reason: "not-found", detail: "no\u001B[31m such image" }, io), code);
    assert.match(io.written.stderr, /^error: the image could not be read: not-found: no/u);
    assert.match(io.written.stderr, /policy explain not-found\n$/u);
    assert.not.match(io.written.stderr, /\u001B/u);
  });
}
told.run();
