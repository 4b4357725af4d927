/** SPDX licence expressions in normal form. `language.md` §5.2, `stdlib.md` §4. */
import exceptionIds from "spdx-exceptions" with { type: "json" };
import parseExpression from "spdx-expression-parse";
import deprecatedIds from "spdx-license-ids/deprecated.json" with { type: "json" };
import licenceIds from "spdx-license-ids/index.json" with { type: "json" };
import { byCodeUnit } from "../canonical-json.ts";
import { err, ok, type Result } from "../result.ts";
import type { Scalar } from "../scalar.ts";
import { fromJsonString } from "./text-scalar.ts";

/** Ids in the spelling of the SPDX list; operands of `and` and `or` flat, sorted, each once. */
export type Licence =
  | { readonly kind: "unit"; readonly text: string }
  | { readonly kind: "and" | "or"; readonly text: string; readonly operands: readonly Licence[] };

interface ParsedUnit {
  readonly license: string;
  readonly plus?: true;
  readonly exception?: string;
}
interface ParsedJunction {
  readonly left: ParsedExpression;
  readonly conjunction: "and" | "or";
  readonly right: ParsedExpression;
}
type ParsedExpression = ParsedUnit | ParsedJunction;

const LONGEST_TEXT = 4_096;
const DEEPEST = 32;
const MOST_WORDS = 512;
const TOKEN = /[()]|[^()\s]+/gu;
const OPERATORS: ReadonlySet<string> = new Set(["AND", "OR", "WITH"]);
/** Made when the first licence is read, as most policies read none. */
let lists: { readonly licences: ReadonlyMap<string, string>; readonly all: ReadonlyMap<string, string> } | undefined;

function spellings(): NonNullable<typeof lists> {
  const licences = lists?.licences ?? byLowerCase([...licenceIds, ...deprecatedIds]);
  return (lists ??= { licences, all: new Map([...licences, ...byLowerCase(exceptionIds)]) });
}

function byLowerCase(ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map(ids.map((id) => [id.toLowerCase(), id]));
}

/** The licences of an SBOM repeat, and the parser is slow: the last different ones are kept. */
const recent = new Map<string, Result<Licence, string>>();
const MOST_RECENT = 1_000;

function parse(text: string): Result<Licence, string> {
  if (text.length > LONGEST_TEXT) return err(`it is longer than ${LONGEST_TEXT} characters`);
  const known = recent.get(text);
  if (known !== undefined) return known;
  const parsed = parseOnce(text);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(text, parsed);
  return parsed;
}

function parseOnce(text: string): Result<Licence, string> {
  const single = spellings().licences.get(text.toLowerCase());
  if (single !== undefined) return ok({ kind: "unit", text: single });
  const words = text.match(TOKEN) ?? [];
  if (words.length > MOST_WORDS || isDeep(words)) return err("it is too large an expression");
  try {
    return ok(normalise(parseExpression(words.map(listedSpelling).join(" ")) as ParsedExpression));
  } catch {
    return err("it is no SPDX licence expression");
  }
}

function isDeep(words: readonly string[]): boolean {
  let depth = 0;
  return words.some((word) => {
    if (word === "(") depth++;
    if (word === ")") depth--;
    return depth > DEEPEST;
  });
}

/** Ids are matched without regard to case; operators are all upper or all lower case. Mixed ones break the parse. */
function listedSpelling(word: string): string {
  const upper = word.toUpperCase();
  if (OPERATORS.has(upper)) return word === upper || word === word.toLowerCase() ? upper : "?";
  const plus = word.endsWith("+") ? "+" : "";
  const id = plus === "" ? word : word.slice(0, -1);
  return `${spellings().all.get(id.toLowerCase()) ?? id}${plus}`;
}

function normalise(expression: ParsedExpression): Licence {
  if ("license" in expression) return { kind: "unit", text: unitText(expression) };
  const kind = expression.conjunction;
  const operands = [normalise(expression.left), normalise(expression.right)].flatMap((side) =>
    side.kind === kind ? (side as { operands: readonly Licence[] }).operands : [side],
  );
  const byText = new Map(operands.map((operand) => [operand.text, operand]));
  const sorted = [...byText.values()].sort((a, b) => byCodeUnit(a.text, b.text));
  const [first] = sorted;
  if (sorted.length === 1 && first !== undefined) return first;
  return { kind, text: sorted.map((operand) => operandText(kind, operand)).join(` ${kind.toUpperCase()} `), operands: sorted };
}

function unitText({ license, plus, exception }: ParsedUnit): string {
  return `${license}${plus ? "+" : ""}${exception === undefined ? "" : ` WITH ${exception}`}`;
}

/** `AND` binds tighter, so only an `OR` inside an `AND` needs brackets. */
function operandText(kind: "and" | "or", operand: Licence): string {
  return kind === "and" && operand.kind === "or" ? `(${operand.text})` : operand.text;
}

/** `OR` needs one side, `AND` all; `X WITH e` and `X+` are units. An element of `allowed` may also be a whole expression. */
export function isAllowedBy(licence: Licence, allowed: readonly Licence[]): boolean {
  const texts = new Set(allowed.map((element) => element.text));
  return allows(licence, texts);
}

function allows(licence: Licence, texts: ReadonlySet<string>): boolean {
  if (texts.has(licence.text)) return true;
  if (licence.kind === "unit") return false;
  if (licence.kind === "or") return licence.operands.some((operand) => allows(operand, texts));
  return licence.operands.every((operand) => allows(operand, texts));
}

export const LicenceScalar: Scalar<Licence> = {
  parse,
  fromJson: fromJsonString(parse),
  equal: (a, b) => a.text === b.text,
  show: (value) => value.text,
  canonical: (value) => value.text,
};
