// The outermost shell: words in, exit code out. Whatever goes wrong ends here as one sentence and its own exit code, never as a pass.
import type { CommandClass } from "./base-command.ts";
import { commandMap } from "./command-map.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import { processIo, type Io } from "./io.ts";
import { didYouMean } from "./suggest.ts";
import { UsageError } from "./usage-error.ts";

/** Runs the words after `policy` and returns the exit code. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const { reportFailure } = await import("./report-failure.ts");
    return reportFailure(error, argv, io);
  }
}

/**
 * What the executable calls: runs the words of this process and ends it, once everything written has left. `testWorker` is a module that calls
 * `work`.
 */
export async function main(testWorker?: URL): Promise<void> {
  const io = processIo(testWorker && { testWorker });
  const fault = (error: unknown): void => {
    void import("./report-failure.ts").then(({ reportFailure }) => process.exit(reportFailure(error, process.argv.slice(2), io)));
  };
  process.on("uncaughtException", fault);
  process.on("unhandledRejection", fault);
  // Until a command says otherwise, nothing was judged: an event loop that runs dry half-way must not look like a pass.
  process.exitCode = exitCodes.internal;
  const code = await run(process.argv.slice(2), io);
  process.exitCode = code;
  await Promise.all([io.stdout.flush(), io.stderr.flush()]);
  process.exit(code);
}

/** What a thread beside the command calls. */
export async function work(): Promise<void> {
  await (await import("./testing/worker.ts")).work();
}

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { name, rest } = commandWords(argv);
  if (name === undefined || isHelp(name)) return showHelp(commandWords(rest).name, io);
  if (name === "--version" || name === "-v" || name === "version") return showVersion(io);
  const command = await loadCommand(name);
  if (asksForHelp(rest)) return helpFor(name, rest, io);
  return new command([...rest], io).start();
}

/** A command of two words is one: `test record`. */
function commandWords([first, second, ...rest]: readonly string[]): {
  readonly name: string | undefined;
  readonly rest: readonly string[];
} {
  const both = `${first ?? ""} ${second ?? ""}`;
  if (second === undefined) return { name: first, rest };
  return commandMap.has(both) ? { name: both, rest } : { name: first, rest: [second, ...rest] };
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h" || word === "help";
}

/** `--help` anywhere among the options, not after `--`. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === "--help" || word === "-h");
}

/** Help beside other words may be a value that went astray, and a judgement that did not happen must not look like a pass. */
async function helpFor(name: string, words: readonly string[], io: Io): Promise<ExitCode> {
  const shown = await showHelp(name, io);
  return words.length === 1 ? shown : exitCodes.usage;
}

async function showHelp(name: string | undefined, io: Io): Promise<ExitCode> {
  const { commandHelp, rootHelp } = await import("./help.ts");
  io.stdout.write(name === undefined ? rootHelp() : commandHelp(await loadCommand(name)));
  return exitCodes.passed;
}

async function showVersion(io: Io): Promise<ExitCode> {
  const { version } = await import("./version.ts");
  io.stdout.write(`policy ${version}\n`);
  return exitCodes.passed;
}

async function loadCommand(name: string): Promise<CommandClass> {
  const entry = commandMap.get(name);
  if (entry !== undefined) return entry.load();
  const { escapeAndCut } = await import("./render/escape.ts");
  const what = name.startsWith("-") ? "option" : "command";
  throw new UsageError(
    `no ${what} \`${escapeAndCut(name, 80)}\``,
    didYouMean(name, commandMap.keys()) ?? "`policy --help` lists the commands",
  );
}
