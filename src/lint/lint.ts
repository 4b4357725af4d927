/** Runs the rules over one policy and gives what is left after levels and exceptions. `language.md` §10. */
import { parse } from "../../grammar/index.ts";
import { byCodeUnit, type Hasher } from "../base/index.ts";
import { finding, type Diagnostic, type Severity, type SourceFile } from "../diagnostics/index.ts";
import { meaningHashes, type CheckedPolicy } from "../language/index.ts";
import type { Level, LintInput, LockedPolicy, Rule } from "./rule.ts";
import { rules } from "./rules/index.ts";
import { blockAround } from "./syntax.ts";

export interface LintSettings {
  /** By code. */
  readonly levels: Readonly<Record<string, Level>>;
  readonly exceptions: readonly LintException[];
}

/** What the configuration lets pass, and why: comments in a policy silence nothing. */
export interface LintException {
  readonly rule: string;
  /** The control, or the trust root, parameter, gate or waiver that the finding stands in. */
  readonly control: string;
  readonly reason: string;
}

export interface LintRequest {
  readonly policy: CheckedPolicy;
  readonly now: bigint;
  readonly locked?: LockedPolicy;
  readonly settings: LintSettings;
}

/** In the order of the text. `policy` is as it compiled; of modules that it uses nothing is said. */
export function lint({ policy, now, locked, settings }: LintRequest, hasher: Hasher): readonly Diagnostic[] {
  const [source] = policy.sources;
  if (source === undefined) return [];
  const input = { ...lintInput(policy, source), now, meaning: meaningHashes(policy, hasher).policy(), ...(locked && { locked }) };
  return rules.flatMap((rule) => findingsOf(rule, input, settings)).sort(inOrder);
}

function lintInput(policy: CheckedPolicy, source: SourceFile): Pick<LintInput, "policy" | "source" | "file" | "tokens"> {
  const { file, tokens } = parse(source);
  return { policy, source, file, tokens };
}

function findingsOf(rule: Rule, input: LintInput, { levels, exceptions }: LintSettings): readonly Diagnostic[] {
  const severity = severityOf(levels[rule.code] ?? rule.level);
  if (severity === undefined) return [];
  const excepted = new Set(exceptions.filter((each) => each.rule === rule.code).map(({ control }) => control));
  return rule.check(input).flatMap(({ span, message, parts }) => {
    const block = excepted.size === 0 ? undefined : blockAround(input.file, span);
    return block !== undefined && excepted.has(block) ? [] : [finding(severity, rule.code, span, message, parts)];
  });
}

function severityOf(level: Level): Severity | undefined {
  switch (level) {
    case "off":
      return undefined;
    case "note":
      return "note";
    case "warn":
      return "warning";
    case "deny":
      return "error";
  }
}

function inOrder(a: Diagnostic, b: Diagnostic): number {
  return a.span.start === b.span.start ? byCodeUnit(a.code, b.code) : a.span.start - b.span.start;
}
