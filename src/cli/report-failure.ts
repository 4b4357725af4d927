import { CLIError } from "@oclif/core/errors";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { escapeAndCut, escapeText } from "./render/escape.ts";
import { didYouMean } from "./suggest.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

const maxMessageCharacters = 2000;

/** Tells a thrown error on stderr, in one sentence and what to do about it, and gives the exit code it stands for. */
export function reportFailure(error: unknown, argv: readonly string[], io: Io): ExitCode {
  if (error instanceof UsageError) return tell(io, error.message, error.help, exitCodes.usage);
  if (error instanceof CLIError) return tell(io, parserMessage(error), nearFlag(error) ?? helpHint(argv), exitCodes.usage);
  const message = error instanceof Error ? error.message : String(error);
  if (isLostOutput(error))
    return tell(
      io,
      `what it has to say cannot be written: ${message}`,
      "this is no verdict; make room and run it again",
      exitCodes.internal,
    );
  const debug = (io.env["POLICY_DEBUG"] ?? "") !== "";
  const report = `this is a defect of policy ${version}, and no verdict; please report it with the command line${debug ? "" : " and the stack, which POLICY_DEBUG=1 prints"}`;
  tell(io, `internal fault: ${message}`, report, exitCodes.internal);
  if (debug && error instanceof Error) io.stderr.write(`${escapeText(error.stack ?? "")}\n`);
  return exitCodes.internal;
}

/** A full disk behind the output is no defect of ours. */
function isLostOutput(error: unknown): boolean {
  return error instanceof Error && "code" in error && ["ENOSPC", "EDQUOT", "EFBIG", "EIO"].includes(String(error.code));
}

function tell(io: Io, message: string, help: string | undefined, code: ExitCode): ExitCode {
  io.stderr.write(`policy: ${escapeAndCut(message, maxMessageCharacters)}\n`);
  if (help !== undefined) io.stderr.write(`  help: ${escapeAndCut(help, maxMessageCharacters)}\n`);
  return code;
}

/** oclif's sentence in our style: no colours, no second line, a lower-case first letter. */
function parserMessage(error: CLIError): string {
  const plain = error.message.replace(/\u001B\[[0-9;]*m/gu, "").replace(/\s*See more help with --help\s*$/u, "");
  const line = plain.replace(/\s*\n\s*/gu, " ").trim();
  return line.charAt(0).toLowerCase() + line.slice(1);
}

/**
 * For an option that does not exist: the option that was meant, if one is near. oclif does not export the class of this error, which names
 * both the typed and the known options.
 */
function nearFlag(error: CLIError): string | undefined {
  const { flags: typed, parse } = error as CLIError & { flags?: unknown; parse?: { input?: { flags?: object } } };
  if (!Array.isArray(typed) || parse?.input?.flags === undefined) return undefined;
  const known = Object.keys(parse.input.flags).map((name) => `--${name}`);
  return typed.map((flag) => didYouMean(String(flag), known)).find((text) => text !== undefined);
}

function helpHint(argv: readonly string[]): string {
  const [command] = argv;
  return command === undefined || command.startsWith("-") ? "see `policy --help`" : `see \`policy ${command} --help\``;
}
