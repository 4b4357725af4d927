import { Chalk, type ChalkInstance } from "chalk";
import type { Io, Output } from "../io.ts";

/** The colours that text output may use; without colour every function returns its argument unchanged. */
export type Colours = ChalkInstance;

export type ColourChoice = "automatic" | "never";

/**
 * Colours for one stream: `--no-color` wins, then FORCE_COLOR, then NO_COLOR (any text), then CI (plain, stable lines), then whether a terminal reads.
 */
export function coloursFor(output: Output, env: Io["env"], choice: ColourChoice): Colours {
  return new Chalk({ level: wantsColour(output, env, choice) ? 1 : 0 });
}

function wantsColour(output: Output, env: Io["env"], choice: ColourChoice): boolean {
  if (choice === "never") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  if (isCi(env)) return false;
  return output.isTerminal && env["TERM"] !== "dumb";
}

/** True under a CI system: no colour, no progress lines. */
export function isCi(env: Io["env"]): boolean {
  const value = env["CI"];
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}
