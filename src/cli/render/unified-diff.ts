/** The difference of two texts as `diff -u` writes it. */

/** Lines around a change. */
const CONTEXT = 3;
/** Texts that differ in more lines are shown as one change: finding the least difference takes the square of this. */
const MAX_DIFFERENCES = 1000;

export interface DiffInput {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** One line of a difference: `" "` in both, `"-"` only before, `"+"` only after. */
interface Edit {
  readonly sign: " " | "-" | "+";
  readonly line: string;
}

/** Empty when the texts are the same; lines end in LF, so does the last. */
export function unifiedDiff({ path, before, after }: DiffInput): string {
  if (before === after) return "";
  const edits = editsBetween(linesOf(before), linesOf(after));
  return [`--- ${path}`, `+++ ${path}`, ...hunks(edits), ""].join("\n");
}

const noEnd = "\\ No newline at end of file";

/** A last line without line end carries the mark that says so. */
function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return last === "" ? lines : [...lines, `${last}\n${noEnd}`];
}

function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: readonly string[]): readonly Edit[] => lines.map((line) => ({ sign: " ", line }));
  return [
    ...same(before.slice(0, start)),
    ...leastEdits(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** The shortest way from one list to the other (E. Myers, "An O(ND) difference algorithm", 1986). */
function leastEdits(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trail: ReadonlyMap<number, number>[] = [];
  for (let differences = 0; differences <= MAX_DIFFERENCES; differences++) {
    trail.push(new Map(furthest));
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const down = goesDown(furthest, diagonal, differences);
      let x = down ? (furthest.get(diagonal + 1) ?? 0) : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(before, after, trail);
    }
  }
  return [...before.map((line): Edit => ({ sign: "-", line })), ...after.map((line): Edit => ({ sign: "+", line }))];
}

/** Whether the furthest way to a diagonal comes by adding a line, and not by taking one away. */
function goesDown(furthest: ReadonlyMap<number, number>, diagonal: number, differences: number): boolean {
  if (diagonal === -differences) return true;
  return diagonal !== differences && (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0);
}

function walkBack(before: readonly string[], after: readonly string[], trail: readonly ReadonlyMap<number, number>[]): readonly Edit[] {
  const edits: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (let differences = trail.length - 1; differences >= 0; differences--) {
    const furthest = trail[differences] ?? new Map<number, number>();
    const diagonal = x - y;
    const from = goesDown(furthest, diagonal, differences) ? diagonal + 1 : diagonal - 1;
    const fromX = furthest.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      edits.push({ sign: " ", line: before[--x] ?? "" });
      y--;
    }
    if (differences === 0) break;
    if (x === fromX) edits.push({ sign: "+", line: after[--y] ?? "" });
    else edits.push({ sign: "-", line: before[--x] ?? "" });
  }
  return edits.reverse();
}

function hunks(edits: readonly Edit[]): readonly string[] {
  const texts: string[] = [];
  const position = { before: 1, after: 1 };
  let at = 0;
  for (const [from, to] of changedRanges(edits)) {
    advance(position, edits.slice(at, from));
    const shown = edits.slice(from, to);
    const count = (other: Edit["sign"]) => shown.filter(({ sign }) => sign !== other).length;
    texts.push(`@@ -${range(position.before, count("+"))} +${range(position.after, count("-"))} @@`);
    texts.push(...shown.map(({ sign, line }) => `${sign}${line}`));
    advance(position, shown);
    at = to;
  }
  return texts;
}

function advance(position: { before: number; after: number }, edits: readonly Edit[]): void {
  for (const { sign } of edits) {
    if (sign !== "+") position.before++;
    if (sign !== "-") position.after++;
  }
}

const range = (start: number, count: number): string => (count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`);

/** Changes with their context; those whose contexts touch are one. */
function changedRanges(edits: readonly Edit[]): readonly (readonly [from: number, to: number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (const [index, { sign }] of edits.entries()) {
    if (sign === " ") continue;
    const from = Math.max(0, index - CONTEXT);
    const to = Math.min(edits.length, index + CONTEXT + 1);
    const last = ranges.at(-1);
    if (last && from <= last[1]) ranges[ranges.length - 1] = [last[0], to];
    else ranges.push([from, to]);
  }
  return ranges;
}
