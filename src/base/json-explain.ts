/** Finds where and why a JSON text is refused. Slow and only for texts that already are: it serves the message. */
import type { JsonFault } from "./json.ts";

interface Frame {
  readonly closer: "}" | "]";
  readonly names: Set<string>;
}

const WHITESPACE = /[ \t\n\r]*/uy;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;
const PLAIN = /[^"\\\u0000-\u001f]*/uy;
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)/uy;

/** The first fault of `text`, in its order: bad grammar or a member name that its object already has. */
export function explainJson(text: string): JsonFault {
  const reader = new Reader(text);
  return reader.firstFault() ?? malformed(text, text.length, "the text ends");
}

function malformed(text: string, at: number, what: string): JsonFault {
  return { kind: "json-malformed", detail: `${what} at byte ${byteOffset(text, at)}` };
}

function byteOffset(text: string, at: number): number {
  return new TextEncoder().encode(text.slice(0, at)).length;
}

/** A hand-held cursor; identity matters because it moves. */
class Reader {
  readonly #text: string;
  readonly #frames: Frame[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  firstFault(): JsonFault | undefined {
    for (;;) {
      const fault = this.#value();
      if (fault === "opened") continue;
      if (fault !== undefined) return fault;
      const end = this.#afterValue();
      if (end === "next") continue;
      return end;
    }
  }

  /** Reads a value; `opened` when a container began and its first value comes next. */
  #value(): JsonFault | "opened" | undefined {
    this.#skip(WHITESPACE);
    const char = this.#text[this.#at];
    if (char === "{" || char === "[") return this.#open(char);
    if (char === '"') return this.#skipString() ? undefined : this.#bad("the string is malformed");
    return this.#skip(SCALAR) ? undefined : this.#bad("a value is expected");
  }

  #open(char: "{" | "["): JsonFault | "opened" | undefined {
    this.#at++;
    const frame: Frame = { closer: char === "{" ? "}" : "]", names: new Set() };
    this.#skip(WHITESPACE);
    if (this.#text[this.#at] === frame.closer) {
      this.#at++;
      return undefined;
    }
    this.#frames.push(frame);
    return (char === "{" ? this.#name(frame) : undefined) ?? "opened";
  }

  #name(frame: Frame): JsonFault | undefined {
    this.#skip(WHITESPACE);
    const start = this.#at;
    if (!this.#skipString()) return this.#bad("a member name is expected");
    const name = JSON.parse(this.#text.slice(start, this.#at)) as string;
    if (frame.names.has(name)) {
      return { kind: "duplicate-key", detail: `member \`${name.slice(0, 100)}\` stands twice, at byte ${byteOffset(this.#text, start)}` };
    }
    frame.names.add(name);
    this.#skip(WHITESPACE);
    if (this.#text[this.#at] !== ":") return this.#bad("a colon is expected");
    this.#at++;
    return undefined;
  }

  /** Closes what ends here; `next` when another value follows; `undefined` at the end of a text without fault. */
  #afterValue(): JsonFault | "next" | undefined {
    for (;;) {
      this.#skip(WHITESPACE);
      const frame = this.#frames.at(-1);
      const char = this.#text[this.#at];
      if (frame === undefined) return char === undefined ? undefined : this.#bad("more text follows the value");
      if (char === ",") {
        this.#at++;
        return (frame.closer === "}" ? this.#name(frame) : undefined) ?? "next";
      }
      if (char !== frame.closer) return this.#bad(`a comma or \`${frame.closer}\` is expected`);
      this.#at++;
      this.#frames.pop();
    }
  }

  /** Step by step: one pattern over a long string would exhaust the stack of the pattern matcher. */
  #skipString(): boolean {
    if (this.#text[this.#at] !== '"') return false;
    this.#at++;
    for (;;) {
      this.#skip(PLAIN);
      if (this.#text[this.#at] === '"') break;
      if (!this.#skip(ESCAPE)) return false;
    }
    this.#at++;
    return true;
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const isMatch = pattern.test(this.#text);
    if (isMatch) this.#at = pattern.lastIndex;
    return isMatch;
  }

  #bad(what: string): JsonFault {
    return malformed(this.#text, this.#at, what);
  }
}
