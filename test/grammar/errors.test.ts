import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/index.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";
import { header, inBlock, inControl } from "./outline.ts";

interface Case {
  readonly name: string;
  /** The text with «…» around what each diagnostic points at, in order. */
  readonly text: string;
  /** `code message` of each diagnostic. */
  readonly says: readonly string[];
  /** A part of the help of the first one. */
  readonly help?: string;
  /** The text after the safe fixes. */
  readonly fixed?: string;
}

const trust = inBlock("trust t");
const gate = inBlock("gate g");
const record = inBlock("record r");
const condition = (text: string): string => inControl(`  require ${text} else "m"`);

const cases: readonly Case[] = [
  { name: "a word in the wrong place", text: `${header}param x «Int»\n`, says: ["E1001 `Int` cannot stand after `x`"] },
  {
    name: "a missing value",
    text: condition("a is «else» x").replace(' x else "m"', ' "m"'),
    says: ["E1001 `else` cannot stand after `is`"],
  },
  {
    name: "a misspelt clause",
    text: inControl("  «severty» high"),
    says: ["E1001 `severty` cannot stand in a control"],
    help: "did you mean `severity`?",
  },
  { name: "a misspelt block", text: `${header}«trsut» x {\n}\n`, says: ["E1001 `trsut` begins no block or declaration"], help: "`trust`" },
  { name: "more behind a clause", text: inControl('  severity high «low»\n  owner "o"'), says: ["E1001 `low` cannot stand after `high`"] },
  { name: "a stray brace", text: `${header}«}»\n`, says: ["E1001 this `}` closes nothing"] },
  {
    name: "a second header",
    text: `${header}«policy» q version 2\n`,
    says: ["E1001 `policy` can stand only at the beginning of the file"],
  },
  { name: "no header", text: "«trust» t {\n  logged yes\n}\n", says: ["E1001 the file does not begin with `policy`"] },
  { name: "nothing", text: "«»", says: ["E1001 the file does not begin with `policy`"] },
  { name: "half a header", text: "policy p«»", says: ["E1001 the file ends too early"] },
  { name: "a leading zero", text: `${header}param x: Int = «007»\n`, says: ["E1001 the number `007` begins with a zero"] },
  {
    name: "a lone brace in a message",
    text: inControl('  require a else "x «}» y"'),
    says: ["E1001 a `}` in this message closes nothing"],
    fixed: inControl('  require a else "x }} y"'),
  },
  { name: "is not one of", text: condition("a «is not one» of b"), says: ["E1001 `is not` cannot stand before `one`"], help: "is none of" },
  { name: "a character of word processors", text: inControl("  owner «“»x”"), says: ["E1001 `“` cannot stand after `owner`"] },
  { name: "an astral character", text: inControl("  owner «🔒»"), says: ["E1001 `🔒` cannot stand after `owner`"] },

  { name: "an open string", text: inControl('  owner «"»me\n  severity high'), says: ["E1002 the string is not closed on its line"] },
  {
    name: "an open title",
    text: `${header}control C-01 «"»title {\n  severity high\n}\n`,
    says: ["E1002 the string is not closed on its line"],
  },
  {
    name: "an open message",
    text: inControl('  require a else «"»no\n  severity high'),
    says: ["E1002 the message is not closed on its line"],
  },
  {
    name: "an open value",
    text: inControl('  require a else "no «{»a.b, so"\n  severity high'),
    says: ["E1002 the value in this message is not closed on its line"],
  },
  {
    name: "an open string in a value",
    text: inControl('  require a else "no {a otherwise «"»b}"\n  severity high').replace('«"»b', '"b').replace("no {", "no «{»"),
    says: ["E1002 the value in this message is not closed on its line"],
  },

  {
    name: "a bidirectional control",
    text: inControl('  owner "a«\u202e»b"'),
    says: ["E1003 the character U+202E changes the order in which text is shown"],
    fixed: inControl('  owner "ab"'),
  },
  {
    name: "one in a comment",
    text: `// a«\u2066»b\n${header}`,
    says: ["E1003 the character U+2066 changes the order in which text is shown"],
  },
  { name: "a byte order mark", text: `«\ufeff»${header}`, says: ["E1003 the character U+FEFF cannot be seen"], fixed: header },
  { name: "a zero-width space", text: inControl("  severity hi«\u200b»"), says: ["E1003 the character U+200B cannot be seen"] },
  { name: "a control character", text: inControl('  owner "a«\u0000»b"'), says: ["E1003 the character U+0000 is a control character"] },
  { name: "a carriage return alone", text: `policy p«\r» version 1\n`, says: ["E1003 the character U+000D is a control character"] },
  { name: "half a surrogate pair", text: inControl('  owner "«\ud800»"'), says: ["E1003 the character U+D800 is a control character"] },
  {
    name: "tabs",
    text: inControl('«\t»severity high\n\towner "o"'),
    says: ["E1003 a tab stands in the text"],
    fixed: inControl('  severity high\n  owner "o"'),
  },

  { name: "an unknown escape", text: inControl('  owner "a«\\q»"'), says: ["E1004 `\\q` is not an escape"] },
  { name: "an escaped surrogate", text: inControl('  owner "«\\u{D800}»"'), says: ["E1004 `\\u{D800}` is not an escape"] },
  {
    name: "an escape beyond Unicode, in a message",
    text: inControl('  require a else "«\\u{110000}»"'),
    says: ["E1004 `\\u{110000}` is not an escape"],
  },

  {
    name: "minus without spaces",
    text: condition("a is 5«-»3"),
    says: ["E1005 this `-` has no space on both sides"],
    fixed: condition("a is 5 - 3"),
  },
  {
    name: "minus with one space",
    text: condition("a is b «-»3"),
    says: ["E1005 this `-` has no space on both sides"],
    fixed: condition("a is b - 3"),
  },

  {
    name: "a reserved parameter",
    text: `${header}param «where»: Int\n`,
    says: ["E1006 `where` is a word of the language and cannot be the name of a parameter"],
  },
  {
    name: "a reserved trust root",
    text: `${header}trust «every» {\n  logged yes\n}\n`,
    says: ["E1006 `every` is a word of the language and cannot be the name of a trust root"],
  },
  {
    name: "reserved evidence",
    text: inControl("  evidence «statement»: v signed by t"),
    says: ["E1006 `statement` is a word of the language and cannot be the name of evidence"],
  },
  {
    name: "a reserved variable",
    text: condition("no x «every» in y where a"),
    says: ["E1006 `every` is a word of the language and cannot be the name of an element"],
  },
  {
    name: "a reserved label",
    text: inControl('  require «fix»: a else "m"'),
    says: ["E1006 `fix` is a word of the language and cannot be the label of a requirement"],
  },
  {
    name: "a reserved word among names",
    text: gate("  may relax a, «every»"),
    says: ["E1006 `every` is a word of the language and cannot be a name"],
  },

  {
    name: "an open control",
    text: `${header}control C-01 "t" «{»\n  severity high\n\ngate g {\n  enforce all\n}\n`,
    says: ["E1007 a control is not closed"],
  },
  { name: "an open gate at the end", text: `${header}gate g «{»\n  enforce all`, says: ["E1007 a gate is not closed"] },
  { name: "a clause and a block cut off", text: `${header}gate g «{»\n  enforce`, says: ["E1007 a gate is not closed"] },

  { name: "two severities", text: inControl("  severity high\n  «severity» low"), says: ["E1008 `severity` is given twice in a control"] },
  {
    name: "two starts",
    text: inControl("  enforce from 2026-01-01\n  «enforce» from 2026-01-02"),
    says: ["E1008 `enforce from` is given twice in a control"],
  },
  {
    name: "two clocks",
    text: inControl("  evidence e: v signed by t\n    pick latest by a\n    «pick» latest by b"),
    says: ["E1008 `pick` is given twice in an evidence line"],
  },
  { name: "two issuers", text: trust('  issuer "a"\n  «issuer» "b"'), says: ["E1008 `issuer` is given twice in a trust root"] },
  {
    name: "two ends of a key",
    text: trust('  key "k" valid until 2026-01-01 valid from 2025-01-01 «valid» until 2027-01-01'),
    says: ["E1008 `valid until` is given twice in a key"],
  },
  {
    name: "two reasons",
    text: inBlock("waive C-1 as w")('  reason "a"\n  «reason» "b"'),
    says: ["E1008 `reason` is given twice in a waiver"],
  },
  {
    name: "two environments",
    text: gate('  environment "a"\n  «environment» "b"'),
    says: ["E1008 `environment` is given twice in a gate"],
  },

  {
    name: "an issuer in a control",
    text: inControl('  «issuer» "x"\n  severity high'),
    says: ["E1009 `issuer` does not belong in a control"],
    help: "a trust root",
  },
  {
    name: "freshness in a control",
    text: inControl("  severity high\n  «fresh» within 7 days of x"),
    says: ["E1009 `fresh` does not belong in a control"],
    help: "an evidence line",
  },
  {
    name: "a severity in an alternative",
    text: inControl('  either "a" {\n    «severity» high\n  } or "b" {\n  }'),
    says: ["E1009 `severity` does not belong in an alternative"],
    help: "a control",
  },
  {
    name: "a clause outside",
    text: `${header}«severity» high\n`,
    says: ["E1009 `severity` does not belong outside a block"],
    help: "a control",
  },

  { name: "no else", text: inControl("  «require x:» a is b\n  severity high"), says: ["E1010 this requirement has no `else`"] },
  { name: "a fix without else", text: inControl('  «require» a is b\n    fix "f"'), says: ["E1010 this requirement has no `else`"] },

  {
    name: "every with where",
    text: condition("every a b in c «where» d"),
    says: ["E1011 `every` is followed by `satisfies`, not by `where`"],
  },
  {
    name: "a filtered every",
    text: condition("every a b in c «where» d satisfies e"),
    says: ["E1011 `every` is followed by `satisfies`, not by `where`"],
    help: "no … where",
  },
  {
    name: "no with satisfies",
    text: condition("no a b in c «satisfies» d"),
    says: ["E1011 only `every` is followed by `satisfies`"],
    fixed: condition("no a b in c where d"),
  },

  {
    name: "months",
    text: inControl("  evidence e: v signed by t\n    fresh within 7 «months» of f\n    pick latest by f"),
    says: ["E1012 `months` is not a unit of time"],
    help: "days",
  },
  { name: "a short unit", text: `${header}param x: Duration = 7 «h»\n`, says: ["E1012 `h` is not a unit of time"] },
  { name: "no unit", text: inControl("  waivable up to «30» by t"), says: ["E1012 the duration `30` has no unit"] },

  { name: "30 February", text: inControl("  until «2026-02-30»"), says: ["E1013 `2026-02-30` is not a day of the calendar"] },
  { name: "29 February of 2100", text: inControl("  until «2100-02-29»"), says: ["E1013 `2100-02-29` is not a day of the calendar"] },
  { name: "short parts", text: inControl("  until «2026-1-5»"), says: ["E1013 `2026-1-5` is not written as year, month and day"] },
  { name: "hour 24", text: inControl("  until «2026-01-01T24:00:00Z»"), says: ["E1013 `2026-01-01T24:00:00Z` is not a time of the day"] },
  {
    name: "a leap second",
    text: inControl("  until «2026-06-30T23:59:60Z»"),
    says: ["E1013 `2026-06-30T23:59:60Z` is not a time of the day"],
  },
  { name: "no seconds", text: inControl("  until «2026-01-01T00:00Z»"), says: ["E1013 `2026-01-01T00:00Z` has no seconds"] },
  { name: "no offset", text: inControl("  until «2026-01-01T00:00:00»"), says: ["E1013 `2026-01-01T00:00:00` has no offset from UTC"] },
  {
    name: "the unknown offset",
    text: inControl("  until «2026-01-01T00:00:00-00:00»"),
    says: ["E1013 `2026-01-01T00:00:00-00:00` has an unknown offset, `-00:00`"],
  },
  {
    name: "small letters",
    text: inControl("  until «2026-01-01t00:00:00Z»"),
    says: ["E1013 `2026-01-01t00:00:00Z` has a small letter where `T` and `Z` are written large"],
  },
  {
    name: "ten digits of a second",
    text: inControl("  until «2026-01-01T00:00:00.0123456789Z»"),
    says: ["E1013 `2026-01-01T00:00:00.0123456789Z` has more than nine digits of a second"],
  },

  {
    name: "an id with brackets",
    text: `${header}control «SI-7(15)» "t" {\n  severity high\n}\n`,
    says: ["E1014 the control id `SI-7(15)` has characters that other formats cannot carry"],
    help: "maps to",
  },
  { name: "an id of digits", text: `${header}control «1.2» "t" {\n}\n`, says: ["E1014 the control id `1.2` begins with a digit"] },
  { name: "an id with a space", text: `${header}control «C. 1» "t" {\n}\n`, says: ["E1014 a control id has spaces in it"], help: "C.1" },

  {
    name: "==",
    text: condition("a «==» b"),
    says: ["E1016 `==` is a spelling of another language"],
    help: "`is`",
    fixed: condition("a is b"),
  },
  {
    name: "!= without spaces",
    text: condition("a«!=»b"),
    says: ["E1016 `!=` is a spelling of another language"],
    fixed: condition("a is not b"),
  },
  {
    name: "&& and !",
    text: condition("a «&&» «!»b"),
    says: ["E1016 `&&` is a spelling of another language", "E1016 `!` is a spelling of another language"],
    fixed: condition("a and not b"),
  },
  { name: "||", text: condition("a «||» b"), says: ["E1016 `||` is a spelling of another language"], fixed: condition("a or b") },
  {
    name: "= in a condition",
    text: condition("a «=» b"),
    says: ["E1016 `=` is a spelling of another language"],
    fixed: condition("a is b"),
  },
  { name: "null", text: condition("a is «null»"), says: ["E1016 `null` is a spelling of another language"], help: "has" },
  { name: "True", text: condition("a is «True»"), says: ["E1016 `True` is a spelling of another language"], help: "`true`" },
  { name: "AND", text: condition("a «AND» b"), says: ["E1016 `AND` is a spelling of another language"], help: "`and`" },
  {
    name: "startsWith",
    text: condition('a.«startsWith»("x")'),
    says: ["E1016 `startsWith` is a spelling of another language"],
    help: "under",
  },
  {
    name: "startsWith without brackets",
    text: condition('a.«startsWith» "x"'),
    says: ["E1016 `startsWith` is a spelling of another language"],
    help: "under",
  },
  {
    name: "isOneOf",
    text: condition("a «isOneOf» { b }"),
    says: ["E1016 `isOneOf` is a spelling of another language"],
    help: "`is one of`",
  },
  {
    name: "isOneOf as a function",
    text: condition("a.«is_one_of»(b)"),
    says: ["E1016 `is_one_of` is a spelling of another language"],
    help: "`is one of`",
  },
  {
    name: "optional without all",
    text: inControl("  evidence x: «optional» any p signed by r"),
    says: ["E4011 `optional` without `all`: of one statement nobody could say what its absence means"],
    help: "either",
  },
  { name: "in", text: condition("a «in» { b }"), says: ["E1016 `in` is a spelling of another language"], help: "is one of" },
  {
    name: "single quotes",
    text: inControl("  owner «'me'»"),
    says: ["E1016 `'` is a spelling of another language"],
    fixed: inControl('  owner "me"'),
  },
  {
    name: "a message in single quotes",
    text: inControl("  require a else «'m'»\n  severity high"),
    says: ["E1016 `'` is a spelling of another language"],
  },
  {
    name: "a semicolon",
    text: inControl("  severity high«;»"),
    says: ["E1016 `;` is a spelling of another language"],
    fixed: inControl("  severity high"),
  },
  {
    name: "a hash comment",
    text: `«# note»\n${header}`,
    says: ["E1016 `#` is a spelling of another language"],
    fixed: `// note\n${header}`,
  },

  {
    name: "evidence nobody signed",
    text: inControl("  «evidence e: v»\n  severity high"),
    says: ["E4001 evidence `e` does not say who signed it"],
  },
  { name: "a field without a colon", text: record("  a «String»\n  b: Int"), says: ["E1001 `String` cannot stand after `a`"] },
];

function marked(text: string): { readonly text: string; readonly places: readonly (readonly [number, number])[] } {
  const places: [number, number][] = [];
  let plain = "";
  for (const part of text.split(/(«[^»]*»)/u)) {
    const inner = part.startsWith("«") ? part.slice(1, -1) : undefined;
    if (inner !== undefined) places.push([plain.length, plain.length + inner.length]);
    plain += inner ?? part;
  }
  return { text: plain, places };
}

const errors = suite("syntax errors");

for (const { name, text: withMarks, says, help, fixed } of cases) {
  const { text, places } = marked(withMarks);
  errors(name, () => {
    const { diagnostics } = parse(new SourceFile("test.policy", text));
    assert.equal(
      diagnostics.map(({ code, message }) => `${code} ${message}`),
      says,
    );
    assert.equal(
      diagnostics.map(({ span }) => [span.start, span.end]),
      places,
    );
    const given = diagnostics[0]?.help.join("\n") ?? "";
    if (help !== undefined) assert.ok(given.includes(help), `help is ${given}`);
    if (fixed !== undefined) {
      const edits = diagnostics.flatMap(({ fixes }) => fixes.filter(({ safe }) => safe).flatMap((fix) => fix.edits));
      const sorted = edits.toSorted((a, b) => b.span.start - a.span.start);
      const result = sorted.reduce((sum, edit) => sum.slice(0, edit.span.start) + edit.text + sum.slice(edit.span.end), text);
      assert.is(result, fixed);
      assert.equal(parse(new SourceFile("fixed.policy", fixed)).diagnostics, [], "the fixed text has no errors");
    }
  });
  errors(`${name}: wording`, () => {
    for (const { message } of parse(new SourceFile("test.policy", text)).diagnostics) {
      assert.not.match(message, /\.$|^[A-Z]|illegal|token|parser|rule|undefined|please|should/);
    }
  });
}

errors("every code of the syntax has a case", () => {
  const seen = new Set(cases.flatMap(({ says }) => says.map((line) => line.slice(0, 5))));
  const missing = Array.from({ length: 16 }, (_, index) => `E10${String(index + 1).padStart(2, "0")}`).filter((code) => !seen.has(code));
  // Size and nesting are in bounds.test.ts.
  assert.equal(missing, ["E1015"]);
});

errors("where the other place is", () => {
  const [twice] = parse(new SourceFile("t", inControl("  severity high\n  severity low"))).diagnostics;
  assert.is(twice?.related[0]?.text, "first given here");
  const [open] = parse(new SourceFile("t", `${header}gate g {\n  enforce all\ngate h {\n  enforce all\n}\n`)).diagnostics;
  assert.is(open?.related[0]?.text, "the next block begins here");
});

errors.run();
