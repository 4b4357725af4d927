import { suite } from "uvu";
import * as assert from "uvu/assert";
import packageJson from "../../package.json" with { type: "json" };
import { commandMap } from "../../src/cli/command-map.ts";
import { exitCodeMeanings } from "../../src/cli/exit-codes.ts";
import { run } from "../../src/cli/main.ts";
import { reportFailure } from "../../src/cli/report-failure.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { memoryIo } from "./memory-io.ts";

async function policy(...words: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const io = memoryIo();
  const code = await run(words, io);
  return { code, ...io.written };
}

/** Wrong words: exit 4, nothing on stdout, one sentence and one help line on stderr. */
const wrong: readonly { readonly words: readonly string[]; readonly stderr: string }[] = [
  { words: ["explin"], stderr: "policy: no command `explin`\n  help: did you mean `explain`?\n" },
  { words: ["expalin", "E0101"], stderr: "policy: no command `expalin`\n  help: did you mean `explain`?\n" },
  { words: ["frobnicate"], stderr: "policy: no command `frobnicate`\n  help: `policy --help` lists the commands\n" },
  { words: [""], stderr: "policy: no command ``\n  help: `policy --help` lists the commands\n" },
  { words: ["--bogus"], stderr: "policy: no option `--bogus`\n  help: `policy --help` lists the commands\n" },
  { words: ["help", "explin"], stderr: "policy: no command `explin`\n  help: did you mean `explain`?\n" },
  { words: ["constructor"], stderr: "policy: no command `constructor`\n  help: `policy --help` lists the commands\n" },
  { words: ["explain", "--lst"], stderr: "policy: nonexistent flag: --lst\n  help: did you mean `--list`?\n" },
  { words: ["explain", "--zzzzz"], stderr: "policy: nonexistent flag: --zzzzz\n  help: see `policy explain --help`\n" },
  { words: ["explain", "a", "b"], stderr: "policy: unexpected argument: b\n  help: see `policy explain --help`\n" },
  {
    words: ["explain", "--format", "xml"],
    stderr: "policy: expected --format=xml to be one of: text, json\n  help: see `policy explain --help`\n",
  },
  {
    words: ["explain", "--format"],
    stderr: "policy: flag --format expects one of these values: text, json\n  help: see `policy explain --help`\n",
  },
  { words: ["\u001B[31mred\u202E"], stderr: "policy: no command `\\u{1b}[31mred\\u{202e}`\n  help: `policy --help` lists the commands\n" },
];

const usage = suite("wrong usage");
for (const { words, stderr } of wrong) {
  usage(JSON.stringify(words), async () => {
    assert.equal(await policy(...words), { code: 4, stdout: "", stderr });
  });
}
usage("a very long word is cut before it is told", async () => {
  const { code, stderr } = await policy("x".repeat(1_000_000));
  assert.is(code, 4);
  assert.ok(stderr.length < 500);
});
usage.run();

const help = suite("help and version");
for (const words of [["--version"], ["-v"], ["version"]]) {
  help(words.join(" "), async () =>
    assert.equal(await policy(...words), { code: 0, stdout: `policy ${packageJson.version}\n`, stderr: "" }),
  );
}
for (const words of [[], ["--help"], ["-h"], ["help"]]) {
  help(`root: ${words.join(" ")}`, async () => {
    const { code, stdout, stderr } = await policy(...words);
    assert.equal({ code, stderr }, { code: 0, stderr: "" });
    for (const [name, { summary }] of commandMap) assert.ok(stdout.includes(name) && stdout.includes(summary), name);
    for (const { code: exit, short } of exitCodeMeanings) assert.match(stdout, new RegExp(`^ +${exit} +${short}$`, "mu"));
  });
}
for (const [name, entry] of commandMap) {
  help(`${name} --help has usage, every option, examples and exit codes`, async () => {
    const command = await entry.load();
    const { code, stdout } = await policy(name, "--help");
    assert.is(code, 0);
    assert.equal(await policy("help", name), { code, stdout, stderr: "" });
    for (const flag of Object.keys({ ...command.flags, ...command.baseFlags })) assert.ok(stdout.includes(`--${flag}`), flag);
    assert.match(stdout, /^USAGE$[^]*^EXAMPLES$[^]*^EXIT CODES$/mu);
    assert.ok(command.exampleList.length > 0);
    assert.is(command.id, name);
  });
  help(`${name}: arguments are never read from a pipe`, async () => {
    for (const [word, arg] of Object.entries((await entry.load()).args)) assert.is(arg.ignoreStdin, true, word);
  });
}
help("--help after -- is an argument", async () => assert.is((await policy("explain", "--", "--help")).code, 4));
help.run();

const failures = suite("failures");
failures("a defect is exit 70, one sentence, and how to report it", () => {
  const io = memoryIo();
  assert.is(reportFailure(new TypeError("x is not a function\u001B[2J"), ["eval"], io), 70);
  assert.is(
    io.written.stderr,
    `policy: internal fault: x is not a function\\u{1b}[2J\n  help: this is a defect of policy ${packageJson.version}, and no verdict; please report it with the command line and the stack, which POLICY_DEBUG=1 prints\n`,
  );
});
failures("POLICY_DEBUG=1 adds the stack", () => {
  const io = memoryIo({ env: { POLICY_DEBUG: "1" } });
  reportFailure(new TypeError("x"), ["eval"], io);
  assert.match(io.written.stderr, /TypeError: x\n {4}at /u);
});
for (const thrown of ["text", undefined, null, 7, { message: "m" }]) {
  failures(`a thrown ${JSON.stringify(thrown)} is exit 70`, () => assert.is(reportFailure(thrown, [], memoryIo()), 70));
}
failures("a usage error without help is one line", () => {
  const io = memoryIo();
  assert.is(reportFailure(new UsageError("which gate?"), [], io), 4);
  assert.is(io.written.stderr, "policy: which gate?\n");
});
failures("help beside other words is no pass: a value may have gone astray", async () => {
  for (const words of [
    ["eval", "oci-layout:x", "-h"],
    ["eval", "--help", "--policy", "p"],
    ["eval", "x", "--gate", "--help"],
  ]) {
    assert.is(await run(words, memoryIo()), 4, words.join(" "));
  }
  assert.is(await run(["eval", "--help"], memoryIo()), 0);
});

failures.run();
