/** `WWW-Authenticate`, RFC 9110 §11.6.1: several challenges in several headers, parameters quoted or not. */

export interface Challenge {
  /** Lower case. */
  readonly scheme: string;
  /** Names in lower case; of a name that stands twice, the first. */
  readonly parameters: ReadonlyMap<string, string>;
}

const MAX_LENGTH = 16 * 1024;
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const SPACE = /[ \t]*/y;
const SEPARATOR = /[ \t]*(?:,[ \t]*)*/y;
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;

export function parseChallenges(values: readonly string[]): readonly Challenge[] {
  return values.flatMap((value) => (value.length > MAX_LENGTH ? [] : parseHeader(value)));
}

/** What does not parse ends the header; the challenges before it stand. */
function parseHeader(text: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = match(SEPARATOR, text, 0)?.length ?? 0;
  while (at < text.length) {
    const word = match(TOKEN, text, at);
    if (word === undefined) break;
    at += word.length;
    at += match(SPACE, text, at)?.length ?? 0;
    const current = challenges.at(-1);
    if (text[at] === "=" && current !== undefined) {
      const value = readValue(text, at + 1);
      if (value === undefined) break;
      const name = word.toLowerCase();
      if (!current.parameters.has(name)) current.parameters.set(name, value.text);
      at = value.end;
    } else {
      challenges.push({ scheme: word.toLowerCase(), parameters: new Map() });
      at += skipToken68(text, at);
    }
    at += match(SEPARATOR, text, at)?.length ?? 0;
  }
  return challenges;
}

/** `Negotiate abc==`: a challenge with one bare word instead of parameters. */
function skipToken68(text: string, at: number): number {
  const word = match(TOKEN68, text, at);
  return word?.includes("=") === true ? word.length : 0;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function readValue(text: string, from: number): { readonly text: string; readonly end: number } | undefined {
  const start = from + (match(SPACE, text, from)?.length ?? 0);
  if (text[start] !== '"') {
    const word = match(TOKEN, text, start);
    return word === undefined ? undefined : { text: word, end: start + word.length };
  }
  let value = "";
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') return { text: value, end: at + 1 };
    if (character === "\\") at++;
    value += text[at] ?? "";
  }
  return undefined;
}
