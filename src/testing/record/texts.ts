/** Texts of a policy and names of files, made of what came from outside. */

/** A string of the language. Control characters, and those that change the direction of what people read, stand as escapes. */
export function quoted(text: string): string {
  const escaped = text.replace(/["\\]/gu, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return `"${escaped.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)}"`;
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

const LONGEST_NAME = 60;

/** Lower-case letters, digits, `.` and `-`: a name that is one name on every system. */
export function safeName(text: string, otherwise: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/gu, "-")
    .replace(/\.{2,}/gu, ".")
    .slice(0, LONGEST_NAME)
    .replace(/^[-.]+|[-.]+$/gu, "");
  return plain === "" || RESERVED.test(plain) ? otherwise : plain;
}

/** Names of devices on some systems. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/u;
