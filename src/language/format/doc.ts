/** The document algebra of the formatter: what belongs together, where a line may end, how deep the next one begins. */

export type Doc = string | readonly Doc[] | Line | Hard | Nest | Group | Trailing | Own;

/** A space while its group is on one line, a line break otherwise. */
interface Line {
  readonly kind: "line";
}
/** A line break, with an empty line before it where `blank`. */
interface Hard {
  readonly kind: "hard";
  readonly blank: boolean;
}
interface Nest {
  readonly kind: "nest";
  readonly by: number;
  readonly doc: Doc;
}
/** On one line if it fits and is not `broken`; otherwise every `line` directly in it breaks. */
interface Group {
  readonly kind: "group";
  readonly broken: boolean;
  readonly doc: Doc;
}
/** A comment behind what was printed last; whatever follows begins a line. */
interface Trailing {
  readonly kind: "trailing";
  readonly text: string;
}
/** A comment on a line of its own, with an empty line after it where `blankAfter`. */
interface Own {
  readonly kind: "own";
  readonly text: string;
  readonly blankAfter: boolean;
}

export const line: Doc = { kind: "line" };
export const hard: Doc = { kind: "hard", blank: false };
export const blankLine: Doc = { kind: "hard", blank: true };
export const nest = (by: number, doc: Doc): Doc => ({ kind: "nest", by, doc });
export const group = (doc: Doc): Doc => ({ kind: "group", broken: false, doc });
/** A group that stays on several lines, because its author put it so. */
export const brokenGroup = (doc: Doc): Doc => ({ kind: "group", broken: true, doc });
export const trailing = (text: string): Doc => ({ kind: "trailing", text });
export const own = (text: string, blankAfter: boolean): Doc => ({ kind: "own", text, blankAfter });
