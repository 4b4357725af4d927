/** `policy test --watch`: in a process of its own, edited as an editor would. Waits for what is printed, and for a time only to see that nothing is. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SETTLE_MS } from "../../../src/cli/testing/watch-policies.ts";
import { projectRoot, scratch } from "../../support/run-policy.ts";

/** Of the whole wait for one run; a deadline, never met by a run that works. */
const DEADLINE_MS = 60_000;
/** Within this a run that a file began would have begun, and ended: a slow machine can only let it go unseen, never fail the test. */
const QUIET_MS = 5 * SETTLE_MS;
const main = new URL("../../../src/cli/main.ts", import.meta.url).href;

const POLICY = `policy notes version 1
predicate note "https://example.com/note/v1" {
  word: String
}
trust author {
  key "author.pub"
  accept claimed time
}
control C-01 "Noted" {
  evidence said: note signed by author
  require yes: said.word is "yes" else "it says {said.word}"
}
gate prod { enforce C-01 }
test "a note" for C-01 {
  at 2026-01-10
  given said from "fixtures/note.json"
  expect satisfied
}
`;

interface Watching {
  readonly folder: string;
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** What the next run prints, to both streams, until it waits for a change. */
  readonly next: () => Promise<string>;
  /** What came within `QUIET_MS` after what `next` gave. */
  readonly afterwards: () => Promise<string>;
  /** Ends it as a terminal does with Ctrl-C; how it ended. */
  readonly interrupt: () => Promise<string>;
}

function write(folder: string, file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

function folderOfNotes(): string {
  const folder = scratch();
  mkdirSync(join(folder, "fixtures"));
  write(folder, "notes.policy", POLICY);
  write(folder, "fixtures/note.json", '{"word":"yes"}');
  write(folder, "author.pub", readFileSync(join(projectRoot, "test/fixtures-samples/keys/rm-alice.pub"), "utf8"));
  return folder;
}

const WAITS = "waiting for a change; Ctrl-C ends it\n";

function watching(folder: string, ...words: readonly string[]): Watching {
  const program = `import { main } from ${JSON.stringify(main)};\nawait main();`;
  const args = ["--input-type=module", "-e", program, "policy", "test", "--watch", "--jobs", "1", ...words];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<string>((resolve) => child.once("close", (code, signal) => resolve(String(code ?? signal))));
  let printed = "";
  let wake = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      wake();
    });
  }
  const next = () =>
    new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`nothing more came; so far:\n${printed}`)), DEADLINE_MS);
      wake = () => {
        // Two streams: what went to one may come before what went to the other.
        const end = printed.indexOf(WAITS);
        if (end < 0 || !/passed|failed|error|filter/u.test(printed)) return;
        clearTimeout(late);
        wake = () => {};
        const text = printed;
        printed = "";
        resolve(text);
      };
      wake();
    });
  const afterwards = async () => {
    await delay(QUIET_MS);
    return printed;
  };
  const interrupt = async () => {
    child.kill("SIGINT");
    return ended;
  };
  return { folder, child, next, afterwards, interrupt };
}

const watch = suite("policy test --watch");

watch("runs again when a fixture or the policy changes, tells a broken policy, and recovers", async () => {
  const folder = folderOfNotes();
  const { next, interrupt, child } = watching(folder);
  try {
    assert.match(await next(), /✓ C-01 {2}a note[^]*1 passed/u);
    write(folder, "fixtures/note.json", '{"word":"no"}');
    assert.match(await next(), /expected {2}satisfied[^]*found {5}violated[^]*it says no[^]*1 failed/u);

    write(folder, "notes.policy", POLICY.replace("require yes", "requires yes"));
    const broken = await next();
    assert.ok(broken.includes("error[E1001]: `requires` cannot stand in a control\n   ┌─ notes.policy:11:3\n"), broken);
    assert.match(broken, /0 passed, 1 policy is wrong/u);

    write(folder, "notes.policy", POLICY.replace('is "yes"', 'is "no"'));
    assert.match(await next(), /1 passed/u);
    assert.is(await interrupt(), "SIGINT");
  } finally {
    child.kill("SIGKILL");
  }
});

watch("goes on where the filter fits no test any more", async () => {
  const folder = folderOfNotes();
  const { next, interrupt, child } = watching(folder, "--filter", "a note");
  try {
    assert.match(await next(), /1 passed/u);
    write(folder, "notes.policy", POLICY.replace('test "a note"', 'test "another"'));
    const told = await next();
    assert.match(told, /no test fits the filter/u);
    write(folder, "notes.policy", POLICY);
    assert.match(await next(), /1 passed/u);
    assert.is(await interrupt(), "SIGINT");
  } finally {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
});

watch("does not run again because of the files that it writes", async () => {
  const folder = folderOfNotes();
  write(folder, "notes.policy", POLICY);
  const { next, afterwards, interrupt, child } = watching(folder, "--coverage-output", "coverage.json", "--coverage-format", "json");
  try {
    assert.match(await next(), /1 passed/u);
    assert.ok(existsSync(join(folder, "coverage.json")));
    write(folder, "fixtures/note.json", '{"word":"no"}');
    assert.match(await next(), /1 failed/u);
    assert.is(await afterwards(), "", "the coverage that this run wrote began another");
    assert.is(await interrupt(), "SIGINT");
  } finally {
    child.kill("SIGKILL");
  }
});

watch.run();
