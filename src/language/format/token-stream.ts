/** The tokens of a file with the comments that go with each. */
import type { Span } from "../../diagnostics/index.ts";
import type { Token } from "../../../grammar/index.ts";

export interface LeadingComment {
  readonly text: string;
  /** An empty line stood between this comment and what follows it. */
  readonly blankAfter: boolean;
}

export interface StreamToken {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** An empty line stood before it, or before the first comment that leads it. */
  readonly blankBefore: boolean;
  /** It stood on another line than the token before. */
  readonly onNewLine: boolean;
  /** Comments on lines of their own before it. */
  readonly leading: readonly LeadingComment[];
  /** The comment behind it on its line. */
  readonly trailing?: string;
}

export interface TokenStream {
  readonly tokens: readonly StreamToken[];
  /** What stands before the end of the text. */
  readonly end: Pick<StreamToken, "blankBefore" | "leading">;
}

/** A comment behind a token on its line goes with that token, any other with the next one. */
export function tokenStream(text: string, tokens: readonly Token[]): TokenStream {
  const stream: StreamToken[] = [];
  let comments: Token[] = [];
  let behind: string | undefined;
  let previous: Token | undefined;
  const push = (token: Token): void => {
    const last = stream.at(-1);
    if (last && behind !== undefined) stream[stream.length - 1] = { ...last, trailing: behind };
    behind = undefined;
    const before = leadOf(text, previous, comments, token.start);
    const onNewLine = comments.length > 0 || lineBreaks(text, previous?.end ?? 0, token.start) > 0;
    stream.push({ text: token.text, start: token.start, end: token.end, onNewLine, ...before });
    comments = [];
    previous = token;
  };
  for (const token of tokens) {
    if (token.kind !== "comment") push(token);
    else if (previous && comments.length === 0 && behind === undefined && lineBreaks(text, previous.end, token.start) === 0) {
      behind = token.text.trimEnd();
      previous = token;
    } else comments.push(token);
  }
  const last = stream.at(-1);
  if (last && behind !== undefined) stream[stream.length - 1] = { ...last, trailing: behind };
  return { tokens: stream, end: leadOf(text, previous, comments, text.length) };
}

function leadOf(
  text: string,
  previous: Token | undefined,
  comments: readonly Token[],
  next: number,
): Pick<StreamToken, "blankBefore" | "leading"> {
  const from = previous?.end ?? 0;
  const starts = [...comments.map(({ start }) => start), next];
  return {
    blankBefore: lineBreaks(text, from, starts[0] ?? next) > 1,
    leading: comments.map((comment, index) => ({
      text: comment.text.trimEnd(),
      blankAfter: lineBreaks(text, comment.end, starts[index + 1] ?? next) > 1,
    })),
  };
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** The index of the first token at or after an offset. */
export function firstAt({ tokens }: TokenStream, offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The tokens of a node: the indexes of its first and last one. */
export function rangeOf(stream: TokenStream, span: Span): readonly [first: number, last: number] {
  return [firstAt(stream, span.start), firstAt(stream, span.end) - 1];
}
