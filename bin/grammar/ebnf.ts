/** Reads the notation of grammar/proviso.ebnf: `rule = … ;` with `[ ]`, `{ }`, `( )`, `|`, quoted words and names. */

export type Notation =
  | { readonly kind: "sequence"; readonly parts: readonly Notation[] }
  | { readonly kind: "choice"; readonly options: readonly Notation[] }
  | { readonly kind: "optional"; readonly inner: Notation }
  | { readonly kind: "repeated"; readonly inner: Notation }
  /** Text that stands in a policy as it is. */
  | { readonly kind: "text"; readonly text: string }
  /** Another rule, or one of the tokens that the lexer makes. */
  | { readonly kind: "name"; readonly name: string };

export interface Rule {
  readonly name: string;
  readonly body: Notation;
}

const token = /\s*(?:("[^"]*"|'[^']*')|([A-Za-z]\w*)|([=;|()[\]{}]))/y;

/** The rules in the order of the text. Throws for a text that is not in the notation. */
export function readRules(text: string): readonly Rule[] {
  const words: string[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) words.push(match[1] ?? match[2] ?? match[3] ?? "");
  const reader = { words, at: 0 };
  const rules: Rule[] = [];
  while (reader.at < words.length) {
    const name = take(reader);
    expect(reader, "=");
    rules.push({ name, body: choice(reader) });
    expect(reader, ";");
  }
  return rules;
}

interface Reader {
  readonly words: readonly string[];
  at: number;
}

const peek = ({ words, at }: Reader): string => words[at] ?? "";

function take(reader: Reader): string {
  const word = peek(reader);
  reader.at++;
  return word;
}

function expect(reader: Reader, word: string): void {
  const found = take(reader);
  if (found !== word) throw new Error(`the notation has "${found}" where "${word}" belongs (word ${reader.at})`);
}

function choice(reader: Reader): Notation {
  const options = [sequence(reader)];
  while (peek(reader) === "|") {
    take(reader);
    options.push(sequence(reader));
  }
  const [only] = options;
  return only && options.length === 1 ? only : { kind: "choice", options };
}

function sequence(reader: Reader): Notation {
  const parts: Notation[] = [];
  while (!["|", ")", "]", "}", ";", ""].includes(peek(reader))) parts.push(part(reader));
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind: "sequence", parts };
}

function part(reader: Reader): Notation {
  const word = take(reader);
  if (word === "(") return closed(reader, ")");
  if (word === "[") return { kind: "optional", inner: closed(reader, "]") };
  if (word === "{") return { kind: "repeated", inner: closed(reader, "}") };
  return /^["']/u.test(word) ? { kind: "text", text: word.slice(1, -1) } : { kind: "name", name: word };
}

function closed(reader: Reader, end: string): Notation {
  const inner = choice(reader);
  expect(reader, end);
  return inner;
}
