/**
 * What every text that a regular expression matches as a whole begins with, as far as the pattern spells it out: whoever has many texts
 * can put aside most of them without running the matcher.
 *
 * The literal characters before the first thing that is none, less the last of them, since what follows may make it optional: a repetition
 * does, and so does one behind a group of flags or an empty quotation (`ab(?i)*` matches `a`). `""`, which tells nothing, for a pattern that
 * may be a choice between wholes or begins with anything else. The pattern must be one that `compileRegex` accepts.
 */
export function regexHead(pattern: string): string {
  if (pattern.replaceAll(PLAIN_GROUP, "").includes("|")) return "";
  const literals = HEAD.exec(pattern)?.[1]?.match(LITERAL) ?? [];
  return literals
    .slice(0, -1)
    .map((literal) => (literal.startsWith("\\") ? literal.slice(1) : literal))
    .join("");
}

/**
 * A choice in it is one inside a group: `(acme|acme-labs)`. Its end is no character of its own, as that takes `\` or `[` within; and where its
 * beginning is one, as in `(\(a|b)`, what holds the end holds the choice.
 */
const PLAIN_GROUP = /\([^()[\]\\]*\)/gu;

/** A character without a meaning of its own, or one whose meaning is taken: of letters, digits and `_` an escape may make something else. */
const LITERAL = /[^\\.+*?()[\]{}|^$]|\\[!-/:-@[-^`{-~]/gu;

/** The beginning of a text may be named: nothing else could match there. */
const HEAD = new RegExp(`^\\^?((?:${LITERAL.source})*)`, "u");
