/** Documents → text. */
import type { Doc } from "./doc.ts";

/** Columns of a line. */
export const WIDTH = 120;

interface Command {
  readonly doc: Doc;
  readonly indent: number;
  readonly flat: boolean;
}

/** What has been printed: whole lines, and the one that is being written. */
interface Page {
  readonly width: number;
  readonly lines: string[];
  current: string;
  /** The line that is being written holds nothing but its indent. */
  bare: boolean;
  /** Line breaks that are owed to a comment before the next text. */
  owed: 0 | 1 | 2;
}

/** The text of a document, without a line break at its end. */
export function render(doc: Doc, width = WIDTH): string {
  const page: Page = { width, lines: [], current: "", bare: true, owed: 0 };
  const stack: Command[] = [{ doc, indent: 0, flat: false }];
  for (let next = stack.pop(); next; next = stack.pop()) step(page, stack, next);
  return [...page.lines, page.current.trimEnd()].join("\n");
}

function step(page: Page, stack: Command[], command: Command): void {
  const { doc, indent, flat } = command;
  if (typeof doc === "string") return write(page, doc, indent);
  if (isList(doc)) {
    for (let at = doc.length - 1; at >= 0; at--) stack.push({ doc: doc[at] ?? "", indent, flat });
    return;
  }
  switch (doc.kind) {
    case "line":
      return flat ? write(page, " ", indent) : breakLine(page, indent);
    case "hard":
      breakLine(page, indent);
      if (doc.blank) page.lines.push("");
      return;
    case "nest":
      stack.push({ doc: doc.doc, indent: indent + doc.by, flat });
      return;
    case "group":
      stack.push({ doc: doc.doc, indent, flat: flat || (!doc.broken && fits(page, command, doc.doc, stack)) });
      return;
    case "trailing":
      page.current += ` ${doc.text}`;
      page.owed = 1;
      return;
    case "own":
      if (page.owed > 0 || !page.bare) pay(page, indent);
      page.current += doc.text;
      page.bare = false;
      page.owed = doc.blankAfter ? 2 : 1;
  }
}

const isList = (doc: Doc): doc is readonly Doc[] => Array.isArray(doc);

function write(page: Page, text: string, indent: number): void {
  if (text === "") return;
  if (text === " " && (page.owed > 0 || page.bare)) return;
  if (page.owed > 0) pay(page, indent);
  page.current += text;
  page.bare = false;
}

/** Ends the line as the comment on it asks. */
function pay(page: Page, indent: number): void {
  const blank = page.owed === 2;
  breakLine(page, indent);
  if (blank) page.lines.push("");
}

function breakLine(page: Page, indent: number): void {
  page.lines.push(page.current.trimEnd());
  page.current = " ".repeat(indent);
  page.bare = true;
  page.owed = 0;
}

/** Whether `doc` fits on the rest of the line, and what follows it up to where the line may end. */
function fits(page: Page, { indent }: Command, doc: Doc, rest: readonly Command[]): boolean {
  let left = page.width - (page.owed > 0 ? indent : page.current.length);
  let commented = false;
  const inside: Doc[] = [doc];
  for (let next = inside.pop(); next !== undefined; next = inside.pop()) {
    if (typeof next !== "string" && isList(next)) {
      for (let at = next.length - 1; at >= 0; at--) inside.push(next[at] ?? "");
      continue;
    }
    if (commented && next !== "") return false;
    if (typeof next === "string") left -= next.length;
    else if (next.kind === "line") left -= 1;
    else if (next.kind === "trailing") commented = true;
    else if (next.kind === "own" || next.kind === "hard" || (next.kind === "group" && next.broken)) return false;
    else inside.push(next.doc);
    if (left < 0) return false;
  }
  return commented || left >= widthToNextBreak(rest, left);
}

/** Columns that what follows takes up to the first place where the line may end; stops counting beyond `limit`. */
function widthToNextBreak(rest: readonly Command[], limit: number): number {
  let width = 0;
  let at = rest.length;
  const inside: { readonly doc: Doc; readonly flat: boolean }[] = [];
  while (width <= limit) {
    const next = inside.pop() ?? rest[--at];
    if (next === undefined) return width;
    const { doc, flat } = next;
    if (typeof doc === "string") width += doc.length;
    else if (isList(doc)) for (let index = doc.length - 1; index >= 0; index--) inside.push({ doc: doc[index] ?? "", flat });
    else if (doc.kind === "nest" || doc.kind === "group") inside.push({ doc: doc.doc, flat });
    else if (doc.kind === "line" && flat) width += 1;
    else return width;
  }
  return width;
}
