import type { Io } from "./io.ts";
import { isCi } from "./render/colour.ts";
import { escapeAndCut } from "./render/escape.ts";

/** A line on stderr that says what is being waited for, and is gone when it is done. */
export interface Progress {
  /** `fetching 3/6`. Shown only once the command has taken longer than half a second. */
  readonly update: (text: string) => void;
  /** Takes the line away. Call it before anything else is written; `update` may follow. */
  readonly clear: () => void;
}

export interface ProgressParts {
  readonly io: Io;
  /** True with `--quiet`. */
  readonly isQuiet: boolean;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

const delayMs = 500;
const eraseLine = "\r\u001B[2K";
const silent: Progress = { update: () => {}, clear: () => {} };

/** Progress for a person at a terminal; nothing at all for a pipe, under CI, or with `--quiet`. */
export function startProgress({ io, isQuiet, now }: ProgressParts): Progress {
  if (isQuiet || !io.stderr.isTerminal || isCi(io.env) || io.env["TERM"] === "dumb") return silent;
  const startedMs = now();
  let isShown = false;
  return {
    update: (text) => {
      if (now() - startedMs < delayMs) return;
      isShown = true;
      // A line that wraps could not be erased.
      io.stderr.write(`${eraseLine}${escapeAndCut(text, Math.max(10, io.stderr.columns - 2))}`);
    },
    clear: () => {
      if (isShown) io.stderr.write(eraseLine);
      isShown = false;
    },
  };
}
