import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startProgress } from "../../src/cli/progress.ts";
import { memoryIo, type MemoryIoParts } from "./memory-io.ts";

/** A progress whose clock the test moves. */
function progress(parts: MemoryIoParts & { readonly isQuiet?: boolean }): {
  readonly at: (ms: number, text: string) => void;
  readonly clear: () => void;
  readonly stderr: () => string;
} {
  const io = memoryIo({ isTerminal: true, ...parts });
  let time = 1000;
  const { update, clear } = startProgress({ io, isQuiet: parts.isQuiet ?? false, now: () => time });
  const at = (ms: number, text: string): void => {
    time = 1000 + ms;
    update(text);
  };
  return { at, clear, stderr: () => io.written.stderr };
}

const tests = suite("progress");
tests("nothing in the first half second", () => {
  const { at, clear, stderr } = progress({});
  at(0, "resolving");
  at(499, "fetching 1/6");
  clear();
  assert.is(stderr(), "");
});
tests("then one line that replaces itself, and is gone when done", () => {
  const { at, clear, stderr } = progress({});
  at(500, "fetching 3/6");
  at(900, "fetching 4/6");
  clear();
  clear();
  assert.is(stderr(), "\r\u001B[2Kfetching 3/6\r\u001B[2Kfetching 4/6\r\u001B[2K");
});
tests("what comes from outside cannot steer the terminal or wrap", () => {
  const { at, stderr } = progress({});
  at(600, `\u001B[2J${"x".repeat(500)}`);
  assert.is(stderr().startsWith("\r\u001B[2K\\u{1b}[2J"), true);
  assert.is(stderr().length < 120, true);
});
for (const [name, parts] of [
  ["a pipe", { isTerminal: false }],
  ["CI", { env: { CI: "true" } }],
  ["a dumb terminal", { env: { TERM: "dumb" } }],
  ["--quiet", { isQuiet: true }],
] as const) {
  tests(`silent: ${name}`, () => {
    const { at, clear, stderr } = progress(parts);
    at(5000, "fetching");
    clear();
    assert.is(stderr(), "");
  });
}
tests.run();
