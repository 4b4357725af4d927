/** Loads the sources of the verification with a switch at each of their checks. Import nothing of `src/` before it. */
import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { findChecks, findNamed, withSwitches, type Check, type NamedCheck } from "./find-checks.ts";

export interface Switchboard {
  /** Of the modules that were loaded by now. */
  readonly checks: () => readonly Check[];
  /** The checks that refused something while `run` ran with one of them off, or with none. */
  readonly during: <T>(
    off: string | undefined,
    run: () => Promise<T>,
  ) => Promise<{ readonly result: T; readonly refused: ReadonlySet<string> }>;
}

export interface Switched {
  /** Modules by their path below `src/`. */
  readonly isSwitched: (path: string) => boolean;
  readonly named: readonly NamedCheck[];
}

const source = new URL("../../../src/", import.meta.url).href;

declare global {
  var checkSwitch: ((id: string, refuses: boolean, condition: unknown) => unknown) | undefined;
}

export function installSwitchboard({ isSwitched, named }: Switched): Switchboard {
  const checks: Check[] = [];
  let off: string | undefined;
  let refused = new Set<string>();
  globalThis.checkSwitch = (id, refuses, condition) => {
    if (Boolean(condition) !== refuses) return condition;
    refused.add(id);
    return off === id ? !refuses : condition;
  };
  registerHooks({
    load: (url, context, next) => {
      const path = url.startsWith(source) ? url.slice(source.length) : "";
      if (!path.endsWith(".ts") || !isSwitched(path)) return next(url, context);
      const text = readFileSync(fileURLToPath(url), "utf8");
      const own = named.filter(({ file }) => file === path).map((each) => findNamed(text, each));
      const found = [...findChecks(path, text), ...own];
      checks.push(...found);
      return { format: "module", source: stripTypeScriptTypes(withSwitches(text, found)), shortCircuit: true };
    },
  });
  return {
    checks: () => checks,
    during: async (id, run) => {
      [off, refused] = [id, new Set()];
      try {
        return { result: await run(), refused };
      } finally {
        off = undefined;
      }
    },
  };
}
