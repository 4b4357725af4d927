/** The TextMate grammar, which editors highlight policies by, from the token table of the language. */
import { blockClauses, contextualWords, reservedWords, topLevelWords } from "../../grammar/index.ts";

/** Reserved words that join or compare. */
const operators = new Set("above and below contains empty has in is matches not now of one or otherwise under within with".split(" "));
const quantifiers = new Set("all any count every exactly no none nothing some the".split(" "));
const constants = new Set("false satisfied true unverifiable violated".split(" "));
const units = contextualWords.filter((word) => /^(?:second|minute|hour|day|week)s?$/u.test(word));
/** What a value has no name for in the table: the types of `language.md` §5.2. */
const types = "Bool Commit Decimal Digest Duration GitRef Identity Int Licence Platform Purl Repository SemVer String Timestamp Uri".split(
  " ",
);

/** A whole word that is no field name: none before it joins it to a path, no colon follows. */
const words = (list: readonly string[]): string => `(?<![\\w.-])(?:${list.join("|")})(?![\\w-]|\\s*:)`;
const clauseWords = [...new Set(Object.values(blockClauses).flat())].toSorted();

const escapes = { name: "constant.character.escape.proviso", match: '\\\\(?:["\\\\nt]|u\\{[0-9A-Fa-f]+\\})' };

/** At one place the first of them that fits is taken. */
const order = [
  "comment",
  "block",
  "message",
  "string",
  "date",
  "duration",
  "number",
  "constant",
  "type",
  "clause",
  "quantifier",
  "operator",
  "keyword",
  "symbol",
];

export function textMateGrammar(): object {
  const others = reservedWords.filter((word) => !operators.has(word) && !quantifiers.has(word) && !constants.has(word));
  return {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    name: "Proviso policy",
    scopeName: "source.proviso",
    fileTypes: ["policy"],
    patterns: order.map((name) => ({ include: `#${name}` })),
    repository: {
      comment: { name: "comment.line.double-slash.proviso", match: "//.*$" },
      block: {
        match: `^(${["policy", ...topLevelWords].join("|")})\\s+([\\w.-]+)?`,
        captures: { "1": { name: "keyword.control.proviso" }, "2": { name: "entity.name.proviso" } },
      },
      message: {
        name: "string.interpolated.proviso",
        begin: '(?<![\\w.-])(else|fix)\\s+(")',
        beginCaptures: { "1": { name: "keyword.other.proviso" }, "2": { name: "punctuation.definition.string.begin.proviso" } },
        end: '"|$',
        patterns: [
          escapes,
          { name: "constant.character.escape.proviso", match: "\\{\\{|\\}\\}" },
          { name: "meta.embedded.proviso", begin: "\\{", end: "\\}|$", patterns: [{ include: "$self" }] },
        ],
      },
      string: { name: "string.quoted.double.proviso", begin: '"', end: '"|$', patterns: [escapes] },
      date: {
        name: "constant.other.date.proviso",
        match: "(?<![\\w.-])\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2}))?(?![\\w-])",
      },
      duration: {
        match: `(?<![\\w.-])(\\d+)\\s+(${units.join("|")})(?![\\w-])`,
        captures: { "1": { name: "constant.numeric.proviso" }, "2": { name: "keyword.other.unit.proviso" } },
      },
      number: { name: "constant.numeric.proviso", match: "(?<![\\w.-])\\d+(?:\\.\\d+)?(?![\\w-])" },
      constant: { name: "constant.language.proviso", match: words([...constants]) },
      type: { name: "support.type.proviso", match: words(types) },
      clause: {
        match: `^\\s+(${clauseWords.join("|")})(?![\\w-]|\\s*[:.])`,
        captures: { "1": { name: "keyword.other.clause.proviso" } },
      },
      quantifier: { name: "keyword.other.quantifier.proviso", match: words([...quantifiers]) },
      operator: { name: "keyword.operator.word.proviso", match: words([...operators]) },
      keyword: { name: "keyword.other.proviso", match: words(others) },
      symbol: { name: "keyword.operator.proviso", match: "<=|>=|<|>|(?<=\\s)[+-](?=\\s)|=" },
    },
  };
}
