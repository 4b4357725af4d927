import type { ITokenConfig } from "chevrotain";

/**
 * What an expression matches, and the characters it can begin with. The library would find those out by reading the expression into a
 * tree, at every start of every command.
 */
export function matching(expression: RegExp, firstCharacters: Iterable<string>): Pick<ITokenConfig, "pattern" | "start_chars_hint"> {
  const sticky = new RegExp(expression.source, "y");
  const exec = (text: string, start: number): RegExpExecArray | null => {
    sticky.lastIndex = start;
    return sticky.exec(text);
  };
  return { pattern: { exec }, start_chars_hint: [...firstCharacters] };
}
