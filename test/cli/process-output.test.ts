import { spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const cli = new URL("../../bin/policy.js", import.meta.url);
const module = new URL("../../src/cli/process-output.ts", import.meta.url).href;

/** Writes `bytes` in two pieces, and a word to stderr, as a command does. */
const program = (bytes: number): string => `
  import { processOutput } from ${JSON.stringify(module)};
  const out = processOutput(1, () => process.stdout);
  const err = processOutput(2, () => process.stderr);
  out.write("a".repeat(${bytes - 1}));
  out.write("z");
  err.write(String(out.isTerminal) + " " + out.columns);
  await Promise.all([out.flush(), err.flush()]);
  process.exit(7);
`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(bytes: number, stdio: "pipe" | number): Promise<Ended> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program(bytes)], { stdio: ["ignore", stdio, "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

async function read(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

const output = suite("a stream of the process");

for (const bytes of [1, 65_536, 3_000_000]) {
  output(`a pipe gets all ${bytes} bytes`, async () => {
    const { code, stdout, stderr } = await run(bytes, "pipe");
    assert.is(code, 7);
    assert.is(stdout.length, bytes);
    assert.ok(stdout.endsWith("z"));
    assert.is(stderr, "false 100");
  });
}

output("a file gets them too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "proviso-output-"));
  const file = openSync(join(folder, "out"), "w");
  assert.is((await run(200_000, file)).code, 7);
  closeSync(file);
  assert.is(readFileSync(join(folder, "out"), "utf8").length, 200_000);
  rmSync(folder, { recursive: true });
});

output("the null device is no terminal", async () => {
  const file = openSync("/dev/null", "w");
  assert.equal(await run(10, file), { code: 7, stdout: "", stderr: "false 100" });
  closeSync(file);
});

output("a full pipe that does not wait gets them as its reader takes them", async () => {
  if (spawnSync("perl", ["-e", "1"]).status !== 0) return console.log("skipped: needs perl");
  // A pipe may be made not to wait by whoever else holds it, as some build tools do.
  const unblock = "perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY|O_NONBLOCK) or die'";
  const script = `exec 3>&1; { ${unblock}; "$NODE" --input-type=module -e "$PROGRAM" 2>/dev/null; echo "code $?" >&3; } | { sleep 0.5; wc -c; }`;
  const env = { ...process.env, NODE: process.execPath, PROGRAM: program(1_000_000) };
  const child = spawn("sh", ["-c", script], { env, stdio: ["ignore", "pipe", "inherit"] });
  const lines = (await read(child.stdout)).split("\n").map((line) => line.trim());
  assert.equal(lines.filter((line) => line !== "").toSorted(), ["1000000", "code 7"]);
});

output("a reader that went away changes no exit code", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program(3_000_000)], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  child.stderr.resume();
  assert.is(await new Promise((resolve) => child.once("close", resolve)), 7);
});

output("a full disk is told as what it is, and is no verdict", () => {
  const file = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(cli), "explain", "exit-codes"], {
    stdio: ["ignore", file, "pipe"],
    encoding: "utf8",
  });
  closeSync(file);
  assert.is(status, 70);
  assert.match(stderr, /^policy: what it has to say cannot be written: .*ENOSPC/u);
});

output.run();
