/** Names of files, made of what came from outside. */

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
