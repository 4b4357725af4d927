import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isAllowedBy, scalars, type Licence } from "../../../src/base/index.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("licence");

function licence(text: string): Licence {
  const parsed = scalars.Licence.parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

const NORMAL: readonly (readonly [text: string, normal: string])[] = [
  ["MIT", "MIT"],
  ["mit", "MIT"],
  ["apache-2.0", "Apache-2.0"],
  ["MIT OR Apache-2.0", "Apache-2.0 OR MIT"],
  ["mit or apache-2.0", "Apache-2.0 OR MIT"],
  ["MIT AND MIT", "MIT"],
  ["(MIT)", "MIT"],
  ["((MIT AND ISC))", "ISC AND MIT"],
  ["MIT AND (ISC AND 0BSD)", "0BSD AND ISC AND MIT"],
  ["MIT AND (ISC OR 0BSD)", "(0BSD OR ISC) AND MIT"],
  ["MIT OR ISC AND 0BSD", "0BSD AND ISC OR MIT"],
  ["gpl-2.0-only with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"],
  ["GPL-2.0+", "GPL-2.0+"],
  ["GPL-2.0", "GPL-2.0"],
  ["Apache-2.0+", "Apache-2.0+"],
  ["LicenseRef-Acme OR MIT", "LicenseRef-Acme OR MIT"],
  ["DocumentRef-x:LicenseRef-Acme", "DocumentRef-x:LicenseRef-Acme"],
  ["  MIT   OR  ISC ", "ISC OR MIT"],
];

test("one normal form, in the spelling of the SPDX list", () => {
  for (const [text, normal] of NORMAL) {
    assert.is(licence(text).text, normal, text);
    assert.equal(licence(normal), licence(text), "it is its own normal form");
  }
});

test("what is no expression", () => {
  const refused = [
    "",
    "NONE",
    "NOASSERTION",
    "MIT OR NOASSERTION",
    "Apache License 2.0",
    "GPL",
    "MIT And ISC",
    "MIT OR",
    "OR MIT",
    "MIT ISC",
    "(MIT",
    "MIT)",
    "MIT WITH MIT",
    "MIT WITH",
    "MIT/ISC",
    "MIT,ISC",
    "AND",
    "()",
    `${"(".repeat(100)}MIT${")".repeat(100)}`,
    "MIT OR ".repeat(2_000),
  ];
  for (const text of refused) assert.not.ok(scalars.Licence.parse(text).ok, text.slice(0, 40));
});

test("brackets as deep and expressions as long as real ones have are read", () => {
  assert.ok(scalars.Licence.parse(`${"(".repeat(30)}MIT${")".repeat(30)}`).ok);
  assert.ok(scalars.Licence.parse(Array(100).fill("MIT").join(" AND ")).ok);
});

const ALLOWED: readonly (readonly [text: string, allowed: readonly string[], expected: boolean])[] = [
  ["MIT", ["MIT"], true],
  ["mit", ["MIT"], true],
  ["MIT", ["ISC"], false],
  ["MIT", [], false],
  ["MIT OR GPL-3.0-only", ["MIT"], true],
  ["MIT AND GPL-3.0-only", ["MIT"], false],
  ["MIT AND ISC", ["MIT", "ISC"], true],
  ["(MIT OR GPL-3.0-only) AND ISC", ["MIT", "ISC"], true],
  ["(MIT AND GPL-3.0-only) OR ISC", ["MIT"], false],
  ["GPL-2.0-only WITH Classpath-exception-2.0", ["GPL-2.0-only"], false],
  ["GPL-2.0-only WITH Classpath-exception-2.0", ["GPL-2.0-only WITH Classpath-exception-2.0"], true],
  ["GPL-2.0-only", ["GPL-2.0-only WITH Classpath-exception-2.0"], false],
  ["Apache-2.0+", ["Apache-2.0"], false],
  ["Apache-2.0", ["Apache-2.0+"], false],
  ["GPL-2.0-or-later", ["GPL-3.0-only"], false],
  ["ISC AND MIT", ["MIT AND ISC"], true],
  ["MIT", ["MIT AND ISC"], false],
  ["LicenseRef-Acme", ["LicenseRef-Acme"], true],
];

test("allowed by", () => {
  for (const [text, allowed, expected] of ALLOWED)
    assert.is(isAllowedBy(licence(text), allowed.map(licence)), expected, `${text} by ${allowed.join(", ")}`);
});

const expressions: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("MIT", "ISC", "0BSD", "Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", "Zlib+"),
    fc.tuple(tie("expression"), fc.constantFrom("AND", "OR"), tie("expression")).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
})).expression;

test("law: the normal form is a fixed point and independent of order and brackets", () => {
  checkProperty(
    fc.property(expressions, expressions, (a, b) => {
      assert.equal(licence(licence(a).text), licence(a));
      assert.equal(licence(`${a} OR ${b}`), licence(`${b} OR (${a})`));
      assert.equal(licence(`(${a}) AND (${b})`), licence(`(${b}) AND (${a})`));
    }),
  );
});

test("law: allowing more never forbids, and every licence is allowed by its own units", () => {
  checkProperty(
    fc.property(expressions, fc.subarray(["MIT", "ISC", "0BSD"]), (text, some) => {
      const value = licence(text);
      if (isAllowedBy(value, some.map(licence))) assert.ok(isAllowedBy(value, [...some, "Apache-2.0"].map(licence)));
      const all = ["MIT", "ISC", "0BSD", "Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0", "Zlib+"];
      assert.ok(isAllowedBy(value, all.map(licence)));
    }),
  );
});

test("law: total", () => {
  const pieces = fc.array(fc.constantFrom("MIT", "AND", "or", "WITH", "(", ")", "+", ":", " ", "DocumentRef-a", "LicenseRef-b", "é"), {
    maxLength: 12,
  });
  checkProperty(fc.property(pieces, (parts) => assert.type(scalars.Licence.parse(parts.join(" ")).ok, "boolean")));
});

test.run();
