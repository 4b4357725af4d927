import { Command } from "@oclif/core/command";
import { Config } from "@oclif/core/config";
import * as Flags from "@oclif/core/flags";
import { gateExitCodes, type ExitCode, type ExitCodeTexts } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { coloursFor, type ColourChoice, type Colours } from "./render/colour.ts";
import { version } from "./version.ts";

/** What `--help` prints under EXAMPLES. Every example is run by a test, from the root of the project. */
export interface Example {
  readonly text: string;
  /** The words after `policy`, separated by single spaces. */
  readonly command: string;
  /** 0 when not said. */
  readonly exitCode?: ExitCode;
}

/** Options of every command. */
export const baseFlags = {
  quiet: Flags.boolean({ summary: "no progress and no warnings on stderr" }),
  "no-color": Flags.boolean({ summary: "plain text; NO_COLOR and FORCE_COLOR are honoured too" }),
};

/**
 * A command: parses its words with oclif, does its work in `execute`, and returns the exit code. It writes through `io` only.
 *
 * To add one: a file in commands/ with a subclass that has `static override id`, `summary`, `flags`, `args`, `exampleList` and `exitCodeList` for help;
 * then its line in command-map.ts, with a lazy import, so that it costs nothing until it is asked for. Arguments set `ignoreStdin: true`
 * (oclif would otherwise read a missing one from a pipe). Wrong words or configuration throw UsageError; defects throw InvariantError.
 */
export abstract class PolicyCommand extends Command {
  static override baseFlags = baseFlags;
  static exampleList: readonly Example[] = [];
  /** What `--help` says under EXIT CODES. */
  static exitCodeList: ExitCodeTexts = gateExitCodes;

  readonly io: Io;

  constructor(argv: string[], io: Io) {
    super(argv, oclifConfig());
    this.io = io;
  }

  protected abstract execute(): Promise<ExitCode>;

  override async run(): Promise<ExitCode> {
    return this.execute();
  }

  /** Runs the command; every failure is thrown, and told by main.ts. */
  async start(): Promise<ExitCode> {
    return this._run<ExitCode>();
  }

  protected override async init(): Promise<void> {}

  protected override async catch(error: unknown): Promise<never> {
    throw error;
  }

  protected print(text: string): void {
    this.io.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  }

  protected colours(flags: { readonly "no-color": boolean }): Colours {
    const choice: ColourChoice = flags["no-color"] ? "never" : "automatic";
    return coloursFor(this.io.stdout, this.io.env, choice);
  }
}

export interface CommandClass {
  new (argv: string[], io: Io): PolicyCommand;
  readonly id: string;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly usage?: string | string[] | undefined;
  readonly flags: typeof Command.flags;
  readonly baseFlags?: typeof Command.baseFlags;
  readonly args: typeof Command.args;
  readonly exampleList: readonly Example[];
  readonly exitCodeList: ExitCodeTexts;
}

/**
 * oclif's own loader looks for plugins, manifests, themes and package.json files in folders that we do not control, and takes longer than
 * our whole start-up may. Its commands need only these few facts.
 */
function oclifConfig(): Config {
  const config = new Config({ root: "" });
  const facts = { bin: "policy", name: "proviso", version, root: "", pjson: { oclif: {} }, rootPlugin: { name: "proviso", hooks: {} } };
  return Object.assign(config, facts);
}
