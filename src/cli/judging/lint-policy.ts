/** Lints a policy that compiled, with the levels and exceptions of the configuration. */
import { instantFromMilliseconds } from "../../base/index.ts";
import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Compiled } from "../../language/index.ts";
import { lint, rules } from "../../lint/index.ts";
import { createNodeCrypto } from "../../platform/crypto/index.ts";
import { UsageError } from "../usage-error.ts";
import { lockedPolicy } from "./lock-files.ts";
import type { Settings } from "./settings.ts";

/** `file` is the absolute path of the main file. What does not compile has its errors, and no lint is said of it. */
export function lintCompiled(compiled: Compiled, file: string, settings: Settings): readonly Diagnostic[] {
  if (compiled.policy === undefined) return [];
  const { levels = {}, exceptions = [] } = settings.lint;
  const locked = lockedPolicy(file);
  return lint(
    {
      policy: compiled.policy,
      now: instantFromMilliseconds(Date.now()),
      settings: { levels, exceptions },
      ...(locked && { locked }),
    },
    createNodeCrypto(),
  );
}

/** A code that no rule has silences nothing, and whoever wrote it must hear of it. */
export function refuseUnknownRules({ lint: { levels = {}, exceptions = [] } }: Settings): void {
  const known = new Set<string>(rules.map(({ code }) => code));
  const unknown = [...Object.keys(levels), ...exceptions.map(({ rule }) => rule)].find((code) => !known.has(code));
  if (unknown !== undefined) throw new UsageError(`no lint rule has the code \`${unknown}\``, "`policy explain --list` shows all codes");
}
