/** One source text with its name; turns offsets into the lines and columns that people and editors use. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly #lineStarts: readonly number[];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    this.#lineStarts = findLineStarts(text);
  }

  /** 1-based line, and 1-based column in Unicode code points. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const line = this.#lineIndex(offset);
    const start = this.#lineStarts[line] ?? 0;
    return { line: line + 1, column: [...this.text.slice(start, offset)].length + 1 };
  }

  /** The text of a 1-based line, without its line break. */
  line(line: number): string {
    const start = this.#lineStarts[line - 1];
    if (start === undefined) return "";
    const end = this.#lineStarts[line] ?? this.text.length;
    return this.text.slice(start, end).replace(/\r?\n$/u, "");
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  #lineIndex(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
