import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { decodeUtf8 } from "../../base/index.ts";
import { error, SourceFile, type Diagnostic } from "../../diagnostics/index.ts";
import { format } from "../../language/index.ts";
import { PolicyCommand, type Example } from "../base-command.ts";
import { exitCodes, ownExitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { displayPath, findPolicies, readBounded } from "../judging/policy-files.ts";
import { replaceFile } from "../replace-file.ts";
import { coloursFor, type Colours } from "../render/colour.ts";
import { renderDiagnostics } from "../render/diagnostic.ts";
import { escapeAndCut, escapeLine } from "../render/escape.ts";
import { unifiedDiff } from "../render/unified-diff.ts";
import { UsageError } from "../usage-error.ts";

/** What formatting one text came to. */
interface Formatting {
  /** The absolute path; none for what was piped in. */
  readonly file?: string;
  readonly source: SourceFile;
  /** What the file should be. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** `policy fmt [PATH…]`: the one layout of a policy, written in place (`language.md` §11). */
export class Fmt extends PolicyCommand {
  static override id = "fmt";
  static override summary = "Format policies in place.";
  static override description =
    "There is one layout and no option of it. Of a file with syntax errors only whole blocks that can be read are formatted. " +
    "With --check, exit code 1 says that a file would change.";
  static override strict = false;
  static override args = {
    path: Args.string({
      description: "policy files, or folders to search for them, the working directory if none; - formats stdin to stdout",
      ignoreStdin: true,
    }),
  };
  static override flags = {
    check: Flags.boolean({ summary: "write nothing; print which files would change, and exit 1 if there are any" }),
    diff: Flags.boolean({ summary: "write nothing; print what would change" }),
  };
  static override exitCodeList = ownExitCodes(
    "everything is formatted",
    [exitCodes.blocked, "with --check: a file would change"],
    [exitCodes.policyInvalid, "a file has syntax errors"],
  );
  static override exampleList: readonly Example[] = [
    { text: "Every policy below a folder", command: "fmt policies/quickstart" },
    { text: "In a pipeline: is everything formatted?", command: "fmt policies stdlib --check" },
    { text: "What would change?", command: "fmt policies --diff" },
  ];

  protected override async execute(): Promise<ExitCode> {
    const { argv, flags } = await this.parse(Fmt);
    const { io } = this;
    const words = argv.map(String);
    const fromStdin = words.includes("-");
    if (fromStdin && words.length > 1) throw new UsageError("`-` stands alone: either stdin or files are formatted");
    const files = fromStdin ? [await formatStdin(io)] : await formatFiles(words, io);
    const onStderr = coloursFor(io.stderr, io.env, flags["no-color"] ? "never" : "automatic");
    for (const { source, diagnostics } of files) io.stderr.write(renderDiagnostics(diagnostics, () => source, onStderr));
    const changed = files.filter(({ source, text }) => text !== source.text);
    if (flags.diff) for (const file of changed) io.stdout.write(diffOf(file, this.colours(flags)));
    else if (flags.check) for (const { source } of changed) this.print(escapeLine(source.path));
    else if (fromStdin) io.stdout.write(files[0]?.text ?? "");
    else for (const file of changed) this.print(written(file));
    if (files.some(({ diagnostics }) => diagnostics.length > 0)) return exitCodes.policyInvalid;
    return flags.check && changed.length > 0 ? exitCodes.blocked : exitCodes.passed;
  }
}

const MAX_STDIN_BYTES = 8 * 1024 * 1024;

async function formatStdin(io: Io): Promise<Formatting> {
  const bytes = await io.readStdin(MAX_STDIN_BYTES);
  if (bytes === undefined) throw new UsageError("more than 8 MiB were piped in, which is no policy");
  return formatBytes("stdin", bytes);
}

async function formatFiles(words: readonly string[], io: Io): Promise<readonly Formatting[]> {
  const paths = await findPolicies(words.length > 0 ? words : ["."], io);
  if (paths.length === 0) throw new UsageError("there is no policy file here", "policy files end in .policy");
  return paths.map((path) => {
    const bytes = readBounded(path);
    if (bytes === undefined) throw new UsageError(`cannot read \`${escapeAndCut(displayPath(path, io), 200)}\``);
    return { ...formatBytes(displayPath(path, io), bytes), file: path };
  });
}

/** Text that is not UTF-8 stays as it is: nothing of it can be read. */
function formatBytes(path: string, bytes: Uint8Array): Formatting {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    const diagnostic = error("E1003", { file: path, start: 0, end: 0 }, `\`${path}\` is not UTF-8 text`);
    return { source: new SourceFile(path, ""), text: "", diagnostics: [diagnostic] };
  }
  const source = new SourceFile(path, text);
  const formatted = format(source);
  return { source, text: formatted.text, diagnostics: formatted.kind === "syntax-errors" ? formatted.diagnostics : [] };
}

/** Writes the file, and says which. */
function written({ source, text, file }: Formatting): string {
  if (file !== undefined) replaceFile(file, text);
  return escapeLine(source.path);
}

function diffOf({ source, text }: Formatting, colours: Colours): string {
  const lines = unifiedDiff({ path: source.path, before: source.text, after: text }).split("\n");
  return lines.map((line) => painted(escapeLine(line), colours)).join("\n");
}

function painted(line: string, colours: Colours): string {
  if (line.startsWith("@@")) return colours.cyan(line);
  if (line.startsWith("-")) return colours.red(line);
  return line.startsWith("+") ? colours.green(line) : line;
}
