import { isPrintableAscii } from "./ascii.ts";

/**
 * A string literal of the policy language, `language.md` §3. What may not stand in a policy, control characters and those that are unseen or
 * change the direction of what people read, is written as `\u{…}`, so the literal is safe to print as well.
 */
export function quoted(text: string): string {
  const escaped = text.replace(/["\\]/gu, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  if (isPrintableAscii(escaped)) return `"${escaped}"`;
  return `"${escaped.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)}"`;
}
