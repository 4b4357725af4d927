import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { encodeUtf8 } from "../../src/base/index.ts";
import { run } from "../../src/cli/main.ts";
import { replaceFile } from "../../src/cli/replace-file.ts";
import { unifiedDiff } from "../../src/cli/render/unified-diff.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { checkProperty, fc } from "../support/property.ts";
import { memoryIo } from "./memory-io.ts";

const neat = "policy p version 1\n\ngate g {\n  enforce C-01\n}\n";
const untidy = "policy  p version 1\n\ngate g { enforce C-01 }\n";
const broken = "policy p version 1\ngate {\ngate  g { enforce C-01 }\n";
const repaired = "policy p version 1\ngate {\ngate g {\n  enforce C-01\n}\n";

const tests = suite<{ folder: string }>("policy fmt");
tests.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "proviso-fmt-"));
  writeFileSync(join(context.folder, "neat.policy"), neat);
});
tests.after.each(({ folder }) => rmSync(folder, { recursive: true }));

async function fmt(cwd: string, words: readonly string[], stdin = ""): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = memoryIo({ cwd, stdin: encodeUtf8(stdin) });
  const code = await run(["fmt", ...words], io);
  return { code, ...io.written };
}

const diff = `--- untidy.policy
+++ untidy.policy
@@ -1,3 +1,5 @@
-policy  p version 1
+policy p version 1
 
-gate g { enforce C-01 }
+gate g {
+  enforce C-01
+}
`;

tests("formats in place what needs it, below the working directory, and says which", async ({ folder }) => {
  mkdirSync(join(folder, "a"));
  writeFileSync(join(folder, "a/untidy.policy"), untidy);
  assert.equal(await fmt(folder, []), { code: 0, stdout: "a/untidy.policy\n", stderr: "" });
  assert.is(readFileSync(join(folder, "a/untidy.policy"), "utf8"), neat);
  assert.equal(readdirSync(join(folder, "a")), ["untidy.policy"]);
  assert.equal(await fmt(folder, []), { code: 0, stdout: "", stderr: "" });
});

tests("--check says which, and writes nothing", async ({ folder }) => {
  writeFileSync(join(folder, "untidy.policy"), untidy);
  assert.equal(await fmt(folder, ["--check"]), { code: 1, stdout: "untidy.policy\n", stderr: "" });
  assert.equal(await fmt(folder, ["--check", "neat.policy"]), { code: 0, stdout: "", stderr: "" });
  assert.is(readFileSync(join(folder, "untidy.policy"), "utf8"), untidy);
});

tests("--diff shows what would change, and writes nothing", async ({ folder }) => {
  writeFileSync(join(folder, "untidy.policy"), untidy);
  assert.equal(await fmt(folder, ["--diff"]), { code: 0, stdout: diff, stderr: "" });
  assert.equal(await fmt(folder, ["--diff", "--check"]), { code: 1, stdout: diff, stderr: "" });
  assert.is(readFileSync(join(folder, "untidy.policy"), "utf8"), untidy);
});

tests("- formats stdin to stdout", async ({ folder }) => {
  assert.equal(await fmt(folder, ["-"], untidy), { code: 0, stdout: neat, stderr: "" });
  assert.equal(await fmt(folder, ["-"], neat), { code: 0, stdout: neat, stderr: "" });
  assert.equal(await fmt(folder, ["--check", "-"], untidy), { code: 1, stdout: "stdin\n", stderr: "" });
  assert.is((await fmt(folder, ["-", "neat.policy"])).code, 4);
});

tests("of a file with syntax errors only whole blocks change, and the exit code is 3", async ({ folder }) => {
  writeFileSync(join(folder, "broken.policy"), broken);
  const { code, stdout, stderr } = await fmt(folder, []);
  assert.is(code, 3);
  assert.is(stdout, "broken.policy\n");
  assert.match(stderr, /^error\[E\d+\]/u);
  assert.is(readFileSync(join(folder, "broken.policy"), "utf8"), repaired);
  assert.is((await fmt(folder, ["--check"])).code, 3);
});

tests("what is not UTF-8 stays as it is", async ({ folder }) => {
  const bytes = Uint8Array.of(0x70, 0xff, 0x70);
  writeFileSync(join(folder, "bytes.policy"), bytes);
  const { code, stdout, stderr } = await fmt(folder, ["bytes.policy"]);
  assert.is(code, 3);
  assert.is(stdout, "");
  assert.match(stderr, "is not UTF-8 text");
  assert.equal(new Uint8Array(readFileSync(join(folder, "bytes.policy"))), bytes);
});

tests("permissions stay, and a link stays a link", async ({ folder }) => {
  const target = join(folder, "untidy.text");
  writeFileSync(target, untidy);
  chmodSync(target, 0o640);
  symlinkSync("untidy.text", join(folder, "link.policy"));
  assert.is((await fmt(folder, ["link.policy"])).code, 0);
  assert.ok(lstatSync(join(folder, "link.policy")).isSymbolicLink());
  assert.is(readFileSync(target, "utf8"), neat);
  assert.is(statSync(target).mode & 0o777, 0o640);
});

for (const words of [["nowhere.policy"], ["empty"]]) {
  tests(`nothing to format: ${words.join(" ")}`, async ({ folder }) => {
    mkdirSync(join(folder, "empty"));
    const { code, stdout, stderr } = await fmt(folder, words);
    assert.equal([code, stdout], [4, ""]);
    assert.match(stderr, /^policy: there is no /u);
  });
}
tests("a file that cannot be written is wrong usage, and says which", ({ folder }) => {
  assert.throws(
    () => replaceFile(join(folder, "gone.policy"), neat),
    (error: unknown) => error instanceof UsageError && error.message === `cannot write \`${join(folder, "gone.policy")}\`: ENOENT`,
  );
  assert.equal(readdirSync(folder), ["neat.policy"]);
});
tests("a megabyte too much on stdin", async ({ folder }) => {
  const { code, stderr } = await fmt(folder, ["-"], " ".repeat(8 * 1024 * 1024 + 1));
  assert.equal([code, stderr], [4, "policy: more than 8 MiB were piped in, which is no policy\n"]);
});
tests.run();

const differences = suite("unified differences");
const lineOf = fc.constantFrom("a", "b", "c", "d", "");
const textOf = fc.tuple(fc.array(lineOf, { maxLength: 30 }), fc.constantFrom("", "\n")).map(([lines, end]) => lines.join("\n") + end);

/** What `patch` makes of a text and its difference. */
function patched(before: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "proviso-diff-"));
  try {
    writeFileSync(join(folder, "f"), before);
    execFileSync("git", ["apply", "--unsafe-paths", "--unidiff-zero", "--whitespace=nowarn", "-p0", "-"], {
      cwd: folder,
      input: text,
      stdio: "pipe",
    });
    return readFileSync(join(folder, "f"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

differences("turn one text into the other", () => {
  checkProperty(
    fc.property(textOf, textOf, (before, after) => {
      const text = unifiedDiff({ path: "f", before, after });
      assert.is(appliedTo(before, text), after);
    }),
  );
});

/** Applies a difference line by line; every line that is taken away or kept must be there. */
function appliedTo(before: string, text: string): string {
  if (text === "") return before;
  const lines = before === "" ? [] : before.replace(/\n$/u, "").split("\n");
  const out: string[] = [];
  let at = 0;
  let endsOpen = !before.endsWith("\n");
  let last = "";
  for (const line of text.split("\n").slice(2, -1)) {
    const [, start, count] = /^@@ -(\d+)(?:,(\d+))? /u.exec(line) ?? [];
    if (start !== undefined) {
      const to = Number(start) - (count === "0" ? 0 : 1);
      out.push(...lines.slice(at, to));
      at = to;
    } else if (line.startsWith("\\")) endsOpen = last !== "-";
    else {
      if (line.startsWith("+") && at >= lines.length) endsOpen = false;
      if (!line.startsWith("+")) assert.is(lines[at++], line.slice(1));
      if (!line.startsWith("-")) out.push(line.slice(1));
      if (line.startsWith("-") && at >= lines.length) endsOpen = false;
    }
    last = line.charAt(0);
  }
  out.push(...lines.slice(at));
  return out.length === 0 ? "" : out.join("\n") + (endsOpen ? "" : "\n");
}

differences("are what git applies", () => {
  const before = Array.from({ length: 40 }, (_, index) => `line ${index}`).join("\n");
  const after = before.replace("line 3\n", "").replace("line 20", "line twenty\nand more").replace("line 39", "line 39\n");
  assert.is(patched(before, unifiedDiff({ path: "f", before, after })), after);
});

differences("beyond a thousand changed lines are one change", () => {
  const before = Array.from({ length: 1500 }, (_, index) => `a${index}\n`).join("");
  const after = before.replaceAll("a", "b");
  const text = unifiedDiff({ path: "f", before, after });
  assert.is(text.split("\n").length, 3000 + 4);
  assert.is(appliedTo(before, text), after);
});
differences.run();
