import { suite } from "uvu";
import * as assert from "uvu/assert";
import { header, inBlock, inControl, outline, read, summaries } from "./outline.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly says: readonly string[];
  /** What is still in the tree. */
  readonly keeps: RegExp;
}

const cases: readonly Case[] = [
  {
    name: "two errors in two declarations",
    text: `${header}param x Int\nparam y: Int\nperson "a" "b"\ngate g {\n  enforce all\n}\n`,
    says: ['E1001 "Int" `Int` cannot stand after `x`', 'E1001 "\\"b\\"" `"b"` cannot stand after `"a"`'],
    keeps: /invalid\(\) param\(name=y .*invalid\(\) gate\(name=g clauses=\[gate-list/,
  },
  {
    name: "two errors in two clauses of a block",
    text: inBlock("trust t")('  issuer x\n  identity is one of { "a" "b" }\n  logged yes\n  claim c maybe "x"\n  timestamped no'),
    says: [
      'E1001 "x" `x` cannot stand after `issuer`',
      'E1001 "\\"b\\"" a comma is missing between `"a"` and `"b"`',
      'E1001 "maybe" `maybe` cannot stand after `c`',
    ],
    keeps: /clauses=\[invalid\(\) invalid\(\) proof\(proof=logged .* invalid\(\) proof\(proof=timestamped/,
  },
  {
    name: "two errors in two clauses of evidence",
    text: inControl("  evidence e: v signed by t\n    fresh within params.x from y\n    where a\n    pick newest by z\n  severity high"),
    says: [
      'E1001 "from" `from` cannot stand after `params.x`'.replace("params.x", "x"),
      'E1001 "newest" `newest` cannot stand after `pick`',
    ],
    keeps: /evidence\(name=e .*clauses=\[invalid\(\) where\(condition=a\) invalid\(\)\]\) severity/,
  },
  {
    name: "a condition, and its message stays",
    text: inControl('  require x: a is is b\n    else "m {c}"\n  severity high'),
    says: ['E1001 "is" `is` cannot stand after `is`'],
    keeps: /require\(label=x condition=invalid\(\) otherwise=template\(.*value=c.* severity/,
  },
  {
    name: "a value in a message, and the rest of it stays",
    text: inControl('  require a else "x {b c} y {d}"\n  severity high'),
    says: ['E1001 "c" `c` cannot stand after `b`'],
    keeps: /condition=a .*template-text\(text=x \) template-hole\(value=invalid\(\)\) template-text\(text= y \) template-hole\(value=d\)/,
  },
  {
    name: "the header",
    text: "policy p\ngate g {\n  enforce all\n}\n",
    says: ['E1001 "gate" `gate` cannot stand after `p`'],
    keeps: /header=invalid\(\) items=\[gate\(/,
  },
  {
    name: "a row of cases",
    text: inBlock('test "t" for C-1')("  cases a, outcome {\n    1, satisfied\n    2 violated\n    3, missing\n  }\n  at 2026-01-01"),
    says: ['E1001 "violated" `violated` cannot stand after `2`'],
    keeps: /rows=\[case-row\(values=\[1\] outcome=satisfied\) case-row\(values=\[3\] outcome=missing\)\]\) test-at/,
  },
  {
    name: "fields",
    text: inBlock("record r")("  a String\n  b: Int\n  c: optional\n  d: Bool"),
    says: ['E1001 "String" `String` cannot stand after `a`', 'E1001 ":" `:` cannot stand after `d`'],
    keeps: /field\(name=b /,
  },
  {
    name: "an alternative",
    text: inControl(
      '  either "a" {\n    evidence e v signed by t\n    require x else "m"\n  } or "b" {\n    require y els "m"\n  }\n  severity high',
    ),
    says: ['E1001 "v" `v` cannot stand after `e`', 'E1001 "els" `els` cannot stand after `y`'],
    keeps: /branch\(label="a" items=\[invalid\(\) require\(condition=x .*branch\(label="b".* severity/,
  },
  {
    name: "an unclosed block and an error behind it",
    text: `${header}trust t {\n  logged yes\ncontrol C-01 "t" {\n  severity 5\n  owner "o"\n}\n`,
    says: ['E1007 "{" a trust root is not closed', 'E1001 "5" `5` cannot stand after `severity`'],
    keeps: /trust\(name=t clauses=\[proof.*control\(.*clauses=\[invalid\(\) owner/,
  },
  {
    name: "an unclosed set inside a block",
    text: inBlock("trust t")('  identity is one of { "a", "b"\n  logged yes'),
    says: ['E1001 "logged" `logged` cannot stand after `"b"`'],
    keeps: /clauses=\[invalid\(\) proof/,
  },
];

const recovery = suite("recovery from syntax errors");
for (const { name, text, says, keeps } of cases) {
  recovery(name, () => {
    const result = read(text);
    assert.equal(summaries(result), says);
    assert.match(outline(result.file), keeps);
  });
}

recovery("the same text gives the same answer after any other", () => {
  const broken = inControl("  require ((((a is");
  const first = read(broken);
  read(inControl('  require a else "m"'));
  assert.equal(read(broken), first);
});

recovery.run();
