/** What is made from the grammar is current, and says what the grammar says. */
import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { grammarArtefacts } from "../../bin/grammar/artefacts.ts";
import { readRules, type Notation } from "../../bin/grammar/ebnf.ts";
import { railroadSvg } from "../../bin/grammar/railroad.ts";
import { contextualWords, parse, reservedWords } from "../../grammar/index.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";
import { projectRoot } from "../support/run-policy.ts";

const read = (path: string): string => readFileSync(`${projectRoot}${path}`, "utf8");
const rules = readRules(read("grammar/proviso.ebnf"));

const artefacts = suite("artefacts of the grammar");
for (const [path, text] of await grammarArtefacts()) {
  artefacts(`${path} is current`, () => assert.is(read(path), text, "run `node bin/grammar-artefacts.ts`"));
}

/** The block of EBNF in section 4 of the language's document. */
function documented(): string | undefined {
  const path = `${projectRoot}../shared/design/language.md`;
  if (!existsSync(path)) return undefined;
  return /^## 4 Grammar\n[\s\S]*?```ebnf\n([\s\S]*?)```/mu.exec(readFileSync(path, "utf8"))?.[1] ?? "";
}

/** Rules that take more than the document says: trust roots say `proven by`, tests have tags, evidence that is made of overrides alone, more adversaries, and `for all`. */
const WIDER: ReadonlySet<string> = new Set(["trustClause", "test", "testClause", "given", "givenProp", "expectation"]);

artefacts("the notation is the document's, rule by rule", () => {
  const text = documented();
  if (text === undefined) return console.log("skipped: needs ../shared/design");
  const theirs = readRules(text);
  assert.equal(
    rules.map(({ name }) => name),
    theirs.map(({ name }) => name),
  );
  for (const [index, rule] of rules.entries()) {
    if (WIDER.has(rule.name)) assert.not.equal(rule, theirs[index], rule.name);
    else assert.equal(rule, theirs[index], rule.name);
  }
});

artefacts("the lists of words are the document's", () => {
  const path = `${projectRoot}../shared/design/language.md`;
  if (!existsSync(path)) return console.log("skipped: needs ../shared/design");
  const list = /The reserved words are:\n\n```text\n([\s\S]*?)```/u.exec(readFileSync(path, "utf8"))?.[1] ?? "";
  assert.equal(list.trim().split(/\s+/u), [...reservedWords]);
});

artefacts("the diagrams show every rule, word and name of the notation", () => {
  const svg = railroadSvg(rules);
  const shown = new Set([...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text));
  const visit = (node: Notation): void => {
    if (node.kind === "text") assert.ok(shown.has(node.text.replace("<", "&lt;").replace(">", "&gt;")), node.text);
    else if (node.kind === "name") assert.ok(shown.has(node.name), node.name);
    else if (node.kind === "sequence") node.parts.forEach(visit);
    else if (node.kind === "choice") node.options.forEach(visit);
    else visit(node.inner);
  };
  for (const { name, body } of rules) {
    assert.ok(svg.includes(`<g id="${name}">`), name);
    visit(body);
  }
  for (const [, target] of svg.matchAll(/href="#(\w+)"/gu))
    assert.ok(
      rules.some(({ name }) => name === target),
      target,
    );
  assert.is(svg.split("<g ").length, svg.split("</g>").length);
  assert.not.match(svg, /NaN|undefined/u);
});

artefacts("a notation that cannot be read is an error", () => {
  for (const text of ['a = "b"', "a = ( b ;", "= b ;", "a = b ] ;"]) assert.throws(() => readRules(text), /the notation has/u, text);
});
artefacts.run();

interface Pattern {
  readonly include?: string;
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Pattern[];
}
const textMate = JSON.parse(read("grammar/proviso.tmLanguage.json")) as {
  readonly patterns: readonly Pattern[];
  readonly repository: Readonly<Record<string, Pattern>>;
};

/** Scopes of the words of one line, by the patterns that stand alone: enough of a TextMate engine to see what each of them takes. */
function scopes(line: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < line.length;) {
    const hit = textMate.patterns
      .map(({ include = "" }) => textMate.repository[include.slice(1)] ?? {})
      .flatMap((pattern) => hitOf(pattern, line, at))
      .toSorted((a, b) => a.index - b.index)[0];
    if (!hit) return found;
    found.push(...hit.scopes);
    at = hit.end;
  }
  return found;
}

function hitOf(pattern: Pattern, line: string, at: number): readonly { index: number; end: number; scopes: readonly string[] }[] {
  const regex = new RegExp(pattern.match ?? `${pattern.begin ?? "(?!)"}(?:\\\\.|[^"])*(?:${pattern.end ?? ""})`, "gu");
  regex.lastIndex = at;
  const match = regex.exec(line);
  if (!match || match[0] === "") return [];
  const captured = Object.entries(pattern.captures ?? {}).flatMap(([index, { name }]) => {
    const text = match[Number(index)];
    return text === undefined ? [] : [`${text} ${name}`];
  });
  return [
    {
      index: match.index,
      end: match.index + match[0].length,
      scopes: [...(pattern.name === undefined ? [] : [`${match[0]} ${pattern.name}`]), ...captured],
    },
  ];
}

const highlighting = suite("highlighting");
const LINES: Readonly<Record<string, readonly string[]>> = {
  'control C-01.2 "title" {': ["control keyword.control.proviso", "C-01.2 entity.name.proviso", '"title" string.quoted.double.proviso'],
  "  severity critical // why": ["severity keyword.other.clause.proviso", "// why comment.line.double-slash.proviso"],
  "  no: Int": ["Int support.type.proviso"],
  "x is params.param": ["is keyword.operator.word.proviso", "params keyword.other.proviso"],
  "x.is has some-thing.every": ["has keyword.operator.word.proviso"],
  "fresh within 7 days of t": [
    "fresh keyword.other.proviso",
    "within keyword.operator.word.proviso",
    "7 constant.numeric.proviso",
    "days keyword.other.unit.proviso",
    "of keyword.operator.word.proviso",
  ],
  "at 2026-01-10T00:00:00Z": ["at keyword.other.proviso", "2026-01-10T00:00:00Z constant.other.date.proviso"],
  "a <= 7.5 + b": ["<= keyword.operator.proviso", "7.5 constant.numeric.proviso", "+ keyword.operator.proviso"],
  "days and weeks": ["and keyword.operator.word.proviso"],
};
for (const [line, expected] of Object.entries(LINES)) highlighting(line, () => assert.equal(scopes(line), expected));

highlighting("takes every reserved word as a word of the language, and no contextual word on its own", () => {
  for (const word of reservedWords) assert.is(scopes(`x ${word} y`).length, 1, word);
  for (const word of contextualWords) assert.equal(scopes(`x ${word} y`), [], word);
});

highlighting("takes the words that the parser takes, in a whole policy", () => {
  const text = read("policies/quickstart/quickstart.policy");
  const { tokens } = parse(new SourceFile("quickstart.policy", text));
  const lines = text.split("\n");
  const taken = new Set(lines.flatMap(scopes).map((scope) => scope.split(" ")[0]));
  const reserved = new Set<string>(reservedWords);
  let inMessage = false;
  const outside = tokens.filter(({ kind, text: word }) => {
    if (kind === "message" && word === '"') inMessage = !inMessage;
    return !inMessage;
  });
  const missed = outside.filter((token) => token.kind === "keyword" && reserved.has(token.text) && !taken.has(token.text));
  assert.equal(missed, []);
});
highlighting.run();
