import type { CommandClass } from "./base-command.ts";
import { commandGroups, commandMap } from "./command-map.ts";
import { gateExitCodes, type ExitCodeTexts } from "./exit-codes.ts";

/** `policy --help`: the commands by what they are for. */
export function rootHelp(): string {
  const groups = commandGroups.flatMap((group) => {
    const commands = [...commandMap].filter(([, entry]) => entry.group === group);
    return commands.length === 0
      ? []
      : [
          "",
          ...section(
            group,
            commands.map(([name, entry]) => [name, entry.summary]),
          ),
        ];
  });
  return [
    "Judge a container image by its signed attestations, and show the proof.",
    "",
    "USAGE",
    "  policy COMMAND [OPTIONS]",
    ...groups,
    "",
    ...section("options", [
      ["--help", "this text; after a command, its own"],
      ["--version", "the version"],
    ]),
    "",
    ...exitCodeLines(gateExitCodes),
    "",
  ].join("\n");
}

/** `policy COMMAND --help`: usage, arguments, options, examples, exit codes. */
export function commandHelp(command: CommandClass): string {
  const args = Object.entries(command.args);
  const flags = Object.entries({ ...command.flags, ...command.baseFlags }).filter(([, flag]) => flag.hidden !== true);
  const words = args.map(([name, arg]) => (arg.required === true ? name.toUpperCase() : `[${name.toUpperCase()}]`));
  return [
    command.summary ?? "",
    ...(command.description === undefined ? [] : ["", command.description]),
    "",
    "USAGE",
    `  ${["policy", command.id, ...words, "[OPTIONS]"].join(" ")}`,
    ...optional(
      "arguments",
      args.map(([name, arg]) => [name.toUpperCase(), arg.description ?? ""]),
    ),
    ...optional(
      "options",
      flags.map(([name, flag]) => [flagWords(name, flag), flagText(flag)]),
    ),
    ...exampleLines(command),
    "",
    ...exitCodeLines(command.exitCodeList),
    "",
  ].join("\n");
}

type AnyFlag = CommandClass["flags"][string];

function flagWords(name: string, flag: AnyFlag): string {
  if (flag.type === "boolean") return `--${name}`;
  const value = flag.options === undefined ? (flag.helpValue ?? "VALUE") : flag.options.join("|");
  return `--${name} ${String(value)}${flag.multiple === true ? "…" : ""}`;
}

function flagText(flag: AnyFlag): string {
  const text = flag.summary ?? flag.description ?? "";
  if (flag.type === "boolean") return text;
  const notes = [
    flag.env === undefined ? [] : [`or ${flag.env}`],
    typeof flag.default === "string" ? [`default: ${flag.default}`] : [],
  ].flat();
  return notes.length === 0 ? text : `${text} (${notes.join("; ")})`;
}

function exampleLines(command: CommandClass): readonly string[] {
  if (command.exampleList.length === 0) return [];
  return ["", "EXAMPLES", ...command.exampleList.flatMap(({ text, command: words }) => [`  # ${text}`, `  $ policy ${words}`])];
}

function exitCodeLines(codes: ExitCodeTexts): readonly string[] {
  return section(
    "exit codes",
    codes.map(([code, text]) => [String(code), text]),
  );
}

function optional(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.length === 0 ? [] : ["", ...section(title, rows)];
}

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return [title.toUpperCase(), ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())];
}
