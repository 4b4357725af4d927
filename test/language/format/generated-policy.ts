/** Policy texts derived from the notation of the grammar itself, every construct of it, in any layout and with comments anywhere. */
import { readFileSync } from "node:fs";
import { readRules, type Notation } from "../../../bin/grammar/ebnf.ts";
import { reservedWords } from "../../../grammar/index.ts";

const rules = new Map(
  readRules(readFileSync(new URL("../../../grammar/proviso.ebnf", import.meta.url), "utf8")).map(({ name, body }) => [name, body]),
);

/** Answers questions from a list of numbers, then always with 0: a shorter list gives a smaller text. */
export class Decisions {
  readonly #numbers: readonly number[];
  #at = 0;
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }
  upTo(count: number): number {
    const number = this.#numbers[this.#at++] ?? 0;
    return count === 0 ? 0 : number % count;
  }
  get isSpent(): boolean {
    return this.#at >= this.#numbers.length;
  }
}

const samples: Readonly<Record<string, readonly string[]>> = {
  Ident: ["a", "b", "time", "glob", "finding", "findings", "passed", "platform", "C-01", "latest", "days", "x_1"],
  Word: ["a", "or", "and", "with", "where", "findings", "statuses", "else", "is", "x", "not"],
  String: ['"a"', '"b // no comment"', '"{x}"', '"\\"\\u{1F512}"', '""', `"${"long ".repeat(12)}"`],
  Int: ["1", "2", "10", "0"],
  Decimal: ["7.5", "0.10"],
  Date: ["2026-01-05", "2026-12-31"],
  DateTime: ["2026-01-05T09:30:00Z", "2026-01-05T09:30:00.5+02:00"],
  TemplateText: ["text ", "{{x}} ", "\\n", "it's "],
};

/** Of these, any number may stand in one block. */
const repeatable = new Set(["bodyItem", "alternatives", "field", "row", "override", "setting"]);
/** Written without spaces, or on one line. */
const whole = new Set(["controlId", "template"]);

/** The least number of rules that a derivation goes through, so that it can be brought to an end. */
const depths = new Map<string, number>();
function depthOf(node: Notation): number {
  switch (node.kind) {
    case "sequence":
      return Math.max(0, ...node.parts.map(depthOf));
    case "choice":
      return Math.min(...node.options.map(depthOf));
    case "name":
      return 1 + (rules.has(node.name) ? (depths.get(node.name) ?? 1000) : 0);
    default:
      return 0;
  }
}
for (let round = 0; round < 30; round++) for (const [name, body] of rules) depths.set(name, depthOf(body));

const MAX_DEPTH = 24;

const topLevel = ["use", "person", "param", "enum", "record", "predicate", "trust", "waive", "gate", "test"];

/** Tokens of one policy with up to three blocks, every second of them a control. */
export function derive(decisions: Decisions): readonly string[] {
  const tokens = [...named("header", decisions, 0)];
  for (let count = decisions.upTo(4); count > 0; count--) {
    const name = decisions.upTo(2) === 1 ? "control" : (topLevel[decisions.upTo(topLevel.length)] ?? "control");
    tokens.push(...named(name, decisions, 0));
  }
  return tokens;
}

function expand(node: Notation, decisions: Decisions, depth: number): readonly string[] {
  switch (node.kind) {
    case "text":
      return [node.text];
    case "sequence":
      return node.parts.flatMap((part) => expand(part, decisions, depth));
    case "choice":
      return expand(chosen(node.options, decisions, depth), decisions, depth);
    case "optional":
      return decisions.upTo(2) === 1 ? expand(node.inner, decisions, depth) : [];
    case "repeated":
      return repeated(node.inner, decisions, depth);
    case "name":
      return named(node.name, decisions, depth);
  }
}

function chosen(options: readonly Notation[], decisions: Decisions, depth: number): Notation {
  const ended = depth > MAX_DEPTH || decisions.isSpent;
  const shallow = options.toSorted((a, b) => depthOf(a) - depthOf(b))[0];
  const option = ended ? shallow : options[decisions.upTo(options.length)];
  if (!option) throw new Error("a choice without options");
  return option;
}

/** Up to four; a clause that may stand once in its block is not taken again. */
function repeated(inner: Notation, decisions: Decisions, depth: number): readonly string[] {
  const seen = new Set<string>();
  const tokens: string[] = [];
  for (let count = decisions.upTo(5); count > 0; count--) {
    const body = inner.kind === "name" ? (rules.get(inner.name) ?? inner) : inner;
    const option = body.kind === "choice" ? chosen(body.options, decisions, depth) : inner;
    const next = expand(option, decisions, depth + 1);
    const key = next.slice(0, option.kind === "sequence" ? 2 : 1).join(" ");
    const isClause = body.kind === "choice" && !(option.kind === "name" && repeatable.has(option.name));
    if (isClause && seen.has(key.split(" ")[0] ?? "")) continue;
    seen.add(key.split(" ")[0] ?? "");
    tokens.push(...next);
  }
  return tokens;
}

function named(name: string, decisions: Decisions, depth: number): readonly string[] {
  const body = rules.get(name);
  if (name === "template") return [`"${templateParts(decisions, depth).join("")}"`];
  if (body) {
    const tokens = expand(body, decisions, depth + 1);
    return whole.has(name) ? [tokens.join("")] : tokens;
  }
  const choices = samples[name] ?? [];
  const word = choices[decisions.upTo(choices.length)] ?? "a";
  return [name === "Ident" && (reservedWords as readonly string[]).includes(word) ? "a" : word];
}

function templateParts(decisions: Decisions, depth: number): readonly string[] {
  const parts: string[] = [];
  for (let count = decisions.upTo(4); count > 0; count--) {
    if (decisions.upTo(2) === 1) parts.push(`{ ${expand({ kind: "name", name: "expr" }, decisions, depth + 1).join(" ")} }`);
    else parts.push(...named("TemplateText", decisions, depth));
  }
  return parts;
}

/** Between two tokens; `#` becomes the number of the comment. */
const gaps = [
  " ",
  " ",
  " ",
  "  ",
  "\n",
  "\n    ",
  "\n\n",
  "\r\n\n\n",
  " // behind #\n",
  "\n// own #\n",
  "\n\n  // own #\n\n",
  " // behind #\n\n// own #  \n",
];

/** Puts white space and comments between tokens. `glue` says where nothing may come between. */
export function layOut(
  tokens: readonly string[],
  decisions: Decisions,
  glue: (index: number) => string | undefined = () => undefined,
): string {
  let comments = 0;
  const text = tokens.map((token, index) => {
    const kept = glue(index);
    const gap = kept ?? gaps[decisions.upTo(gaps.length)] ?? " ";
    return `${gap.replaceAll("#", () => String(++comments))}${token}`;
  });
  return `${text.join("")}${gaps[decisions.upTo(gaps.length)] ?? ""}`.replaceAll("#", () => String(++comments));
}
