/** The member `lint` of a configuration file: `language.md` §10. */

export interface LintConfig {
  /** By code: `off`, `note`, `warn` or `deny`. */
  readonly levels?: Readonly<Record<string, LintLevel>>;
  readonly exceptions?: readonly LintExceptionConfig[];
}

export type LintLevel = (typeof LEVELS)[number];

export interface LintExceptionConfig {
  readonly rule: string;
  readonly control: string;
  readonly reason: string;
}

const LEVELS = ["off", "note", "warn", "deny"] as const;
const CODE = /^L[1-9]\d{2}$/u;

/** What is wrong with it, as the end of a sentence; a misspelt member is an error, never ignored. */
export function lintFaultOf(lint: unknown): string | undefined {
  if (!isObject(lint)) return "`lint` must be an object with `levels` and `exceptions`";
  const unknown = Object.keys(lint).find((name) => name !== "levels" && name !== "exceptions");
  if (unknown !== undefined) return `there is no setting \`lint.${unknown}\`; the settings are levels, exceptions`;
  return levelsFault(lint["levels"]) ?? exceptionsFault(lint["exceptions"]);
}

function levelsFault(levels: unknown): string | undefined {
  if (levels === undefined) return undefined;
  if (!isObject(levels)) return "`lint.levels` must be an object";
  for (const [code, level] of Object.entries(levels)) {
    if (!CODE.test(code)) return `\`lint.levels.${code}\` is no code of a rule, such as L405`;
    if (!LEVELS.some((known) => known === level)) return `\`lint.levels.${code}\` must be one of ${LEVELS.join(", ")}`;
  }
  return undefined;
}

function exceptionsFault(exceptions: unknown): string | undefined {
  if (exceptions === undefined) return undefined;
  if (!Array.isArray(exceptions)) return "`lint.exceptions` must be a list";
  for (const [index, each] of (exceptions as readonly unknown[]).entries()) {
    const place = `\`lint.exceptions[${index}]\``;
    if (!isObject(each)) return `${place} must be an object with \`rule\`, \`control\` and \`reason\``;
    const unknown = Object.keys(each).find((name) => name !== "rule" && name !== "control" && name !== "reason");
    if (unknown !== undefined) return `${place} has no member \`${unknown}\`; it has rule, control, reason`;
    const missing = ["rule", "control", "reason"].find((name) => typeof each[name] !== "string" || String(each[name]).trim() === "");
    if (missing !== undefined) return `${place} needs \`${missing}\`: an exception names the rule, the control and the reason`;
    if (!CODE.test(String(each["rule"]))) return `${place} names no code of a rule, such as L405`;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
