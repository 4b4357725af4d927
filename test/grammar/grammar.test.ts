import { readFileSync } from "node:fs";
import { EmbeddedActionsParser, LLkLookaheadStrategy, createToken, type BaseParser, type IProduction, type Rule } from "chevrotain";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contextualWords, parse, reservedWords, topLevelWords, blockClauses } from "../../grammar/index.ts";
import { firstTokenLookahead } from "../../grammar/parser/lookahead.ts";
import { PolicyParser } from "../../grammar/parser/parser.ts";
import { expectations } from "../../grammar/parser/syntax-errors.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";

const ebnf = readFileSync(new URL("../../grammar/proviso.ebnf", import.meta.url), "utf8");
const grammar = suite("the grammar");

grammar("has no ambiguity: the parser is built with validations", () => {
  const parser = new PolicyParser({ validate: true });
  assert.ok(Object.keys(parser.getGAstProductions()).length > 70);
});

grammar("would not be built with an ambiguity", () => {
  const A = createToken({ name: "A", pattern: "a" });
  class Ambiguous extends EmbeddedActionsParser {
    constructor() {
      super([A], { maxLookahead: 1, lookaheadStrategy: firstTokenLookahead() });
      this.performSelfAnalysis();
    }
    readonly any = this.RULE("any", () => this.OR([{ ALT: () => this.CONSUME(A) }, { ALT: () => this.CONSUME1(A) }]));
  }
  assert.throws(() => new Ambiguous(), /[Aa]mbiguous/);
});

/** Choices and optional parts of a rule, with what the library calls them. */
function decisions(rule: Rule): readonly (readonly [string, IProduction & { idx: number; maxLookahead?: number }])[] {
  const found: (readonly [string, IProduction & { idx: number; maxLookahead?: number }])[] = [];
  const visit = (production: object): void => {
    const { name } = production.constructor;
    if (name === "Alternation" || name === "Option" || name.startsWith("Repetition")) found.push([name, production as never]);
    if (name !== "NonTerminal") for (const inner of (production as { definition?: object[] }).definition ?? []) visit(inner);
  };
  visit(rule);
  return found;
}

grammar("decides by the first token as the library would", () => {
  const ours = firstTokenLookahead();
  const theirs = new LLkLookaheadStrategy({ maxLookahead: 1 });
  const tokens = expectations.vocabulary;
  let compared = 0;
  for (const rule of Object.values(new PolicyParser().getGAstProductions())) {
    for (const [prodType, { idx: prodOccurrence, maxLookahead = 1 }] of decisions(rule)) {
      const options = {
        rule,
        prodOccurrence,
        prodType: prodType as never,
        maxLookahead,
        hasPredicates: false,
        dynamicTokensEnabled: false,
      };
      const build = prodType === "Alternation" ? "buildLookaheadForAlternation" : "buildLookaheadForOptional";
      const [mine, other] = [ours[build](options), theirs[build](options)] as (() => number | boolean | undefined)[];
      for (const tokenType of tokens) {
        const token = { tokenType, tokenTypeIdx: tokenType.tokenTypeIdx, image: "" };
        const parser = { LA: () => token, LA_FAST: () => token } as unknown as BaseParser;
        assert.is(mine?.call(parser), other?.call(parser), `${rule.name} ${prodType}${prodOccurrence} at ${tokenType.name}`);
        compared++;
      }
    }
  }
  assert.ok(compared > 10_000);
});

const quoted = new Set([...ebnf.matchAll(/"([A-Za-z][A-Za-z-]*)"/g)].map(([, word]) => word ?? ""));

grammar("and its notation have the same words", () => {
  assert.equal([...quoted].toSorted(), [...new Set([...reservedWords, ...contextualWords])].toSorted());
  assert.is(reservedWords.length + contextualWords.length, quoted.size, "no word is both reserved and contextual");
});

grammar("defines every name that its notation uses, and uses all but the file", () => {
  const plain = ebnf.replace(/"[^"]*"|'"'/g, " ");
  const defined = new Set([...plain.matchAll(/^(\w+)\s*=/gm)].map(([, name]) => name ?? ""));
  const used = new Set([...plain.replace(/^\w+\s*=/gm, " ").matchAll(/\b[A-Za-z]\w*/g)].map(([name]) => name));
  const terminals = ["Date", "DateTime", "Decimal", "Ident", "Int", "String", "TemplateText", "Word"];
  assert.equal([...used].filter((name) => !defined.has(name)).toSorted(), terminals);
  assert.equal(
    [...defined].filter((name) => !used.has(name)),
    ["file"],
  );
});

grammar("begins blocks and clauses with words that its notation has", () => {
  for (const word of [...topLevelWords, ...Object.values(blockClauses).flat()]) assert.ok(quoted.has(word), word);
});

grammar("gives a policy, whatever reserved word stands for a field", () => {
  const fields = [...reservedWords, ...contextualWords].map((word) => `  ${word}: Int at "/${word}"`).join("\n");
  const text = `policy p version 1\nrecord r {\n${fields}\n}\npredicate q "u" {\n${fields}\n}\n`;
  assert.equal(parse(new SourceFile("t", text)).diagnostics, []);
});

grammar("keeps reserved words from being names, and no others", () => {
  for (const word of reservedWords) {
    const { diagnostics } = parse(new SourceFile("t", `policy p version 1\nparam ${word}: Int\n`));
    assert.equal(
      diagnostics.map(({ code }) => code),
      ["E1006"],
      word,
    );
  }
  for (const word of contextualWords) {
    assert.equal(
      parse(
        new SourceFile("t", `policy ${word} version 1\nparam ${word}: Int\ntrust ${word} {\n}\ngate ${word} {\n  may relax ${word}\n}\n`),
      ).diagnostics,
      [],
      word,
    );
  }
});

grammar("lists tokens as written, with comments", () => {
  const text = 'policy p version 1 // why\ngate g {\n  environment "e"\n}\n';
  const { tokens } = parse(new SourceFile("t", text));
  assert.equal(
    tokens.map((token) => `${token.kind} ${token.text}`),
    [
      "keyword policy",
      "word p",
      "keyword version",
      "number 1",
      "comment // why",
      "keyword gate",
      "word g",
      "symbol {",
      "keyword environment",
      'string "e"',
      "symbol }",
    ],
  );
  for (const { text: image, start, end } of tokens) assert.is(text.slice(start, end), image);
});

grammar.run();
