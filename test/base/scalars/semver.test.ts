import semver from "semver";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compareSemVer, isInRange, parseSemVerRange, scalars, type SemVer } from "../../../src/base/index.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("semver");

function version(text: string): SemVer {
  const parsed = scalars.SemVer.parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

test("SemVer 2.0.0 section 11: precedence", () => {
  const ascending = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "2.0.0",
    "2.1.0",
    "2.1.1",
    "2.10.0",
  ];
  for (let i = 0; i < ascending.length; i++) {
    for (let j = 0; j < ascending.length; j++) {
      assert.is(
        compareSemVer(version(ascending[i] as string), version(ascending[j] as string)),
        Math.sign(i - j),
        `${ascending[i]} ${ascending[j]}`,
      );
    }
  }
});

test("build metadata counts for nothing and is shown", () => {
  assert.is(scalars.SemVer.equal(version("1.0.0+a"), version("1.0.0+b")), true);
  assert.is(scalars.SemVer.canonical(version("1.0.0-rc+a")), "1.0.0-rc");
  assert.is(scalars.SemVer.show(version("1.0.0+a")), "1.0.0+a");
});

test("refuses what SemVer 2.0.0 refuses", () => {
  const refused = [
    "",
    "1",
    "1.2",
    "v1.2.3",
    "=1.2.3",
    " 1.2.3",
    "1.2.3 ",
    "01.2.3",
    "1.2.3-",
    "1.2.3-01",
    "1.2.3+",
    "1.2.3.4",
    "1.2.x",
    "1.2.3-a..b",
    "1.2.3-é",
    "99999999999999999999.0.0",
    `1.0.0-${"a".repeat(300)}`,
  ];
  for (const text of refused) assert.not.ok(scalars.SemVer.parse(text).ok, text);
});

const anyVersion = fc
  .tuple(fc.nat(3), fc.nat(12), fc.nat(3), fc.constantFrom("", "-a", "-a.1", "-a.b", "-1", "-10", "-2", "-rc.1+x", "+x"))
  .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest}`);

test("law: the order agrees with the semver package", () => {
  checkProperty(fc.property(anyVersion, anyVersion, (a, b) => assert.is(compareSemVer(version(a), version(b)), semver.compare(a, b))));
});

const RANGES: readonly (readonly [version: string, range: string, expected: boolean])[] = [
  ["1.2.3", ">=1.2.3", true],
  ["1.2.3", ">= 1.2.3 <2", true],
  ["1.10.0", ">=1.9", true],
  ["2.0.0", ">=1.2 <2", false],
  ["1.2.0", "1.2", true],
  ["1.2.1", "1.2", false],
  ["1.0.0", "1", true],
  ["1.2.3", "<1.2.3 || >1.2.3", false],
  ["3.0.0", "<1 || >=3", true],
  ["1.2.3+build", "=1.2.3", true],
  ["1.2.3-rc.1", ">=1.0.0", false],
  ["1.2.3-rc.1", "<2", false],
  ["1.2.3-rc.2", ">=1.2.3-rc.1", true],
  ["1.2.3-rc.2", ">=1.2.3-rc.1 <2", true],
  ["1.2.4-rc.2", ">=1.2.3-rc.1", false],
  ["1.2.3-rc.1", "<1 || >=1.2.3-alpha", true],
  ["1.2.3-rc.1", "=1.2.3-rc.1", true],
];

test("in range", () => {
  for (const [text, range, expected] of RANGES) {
    const parsed = parseSemVerRange(range);
    assert.ok(parsed.ok, range);
    assert.is(parsed.ok && isInRange(version(text), parsed.value), expected, `${text} in range ${range}`);
  }
});

test("ranges with a meaning that differs from tool to tool are refused", () => {
  for (const range of [
    "",
    "*",
    "^1.2.3",
    "~1.2",
    "1.x",
    "1.2.3 - 2.0.0",
    ">=1 ||",
    "|| 1",
    "latest",
    ">=",
    ">==1",
    "1,2",
    ">=01.0.0",
    ">=v1.0.0",
  ]) {
    assert.not.ok(parseSemVerRange(range).ok, range);
  }
});

test("law: full comparators agree with the semver package", () => {
  const comparator = fc
    .tuple(fc.constantFrom("<", "<=", ">", ">=", "="), anyVersion)
    .map(([operator, text]) => `${operator}${text.replace(/\+.*/u, "")}`);
  const ranges = fc
    .array(fc.array(comparator, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
    .map((all) => all.map((and) => and.join(" ")).join(" || "));
  checkProperty(
    fc.property(anyVersion, ranges, (text, range) => {
      const parsed = parseSemVerRange(range);
      assert.ok(parsed.ok);
      assert.is(parsed.ok && isInRange(version(text), parsed.value), semver.satisfies(text, range), `${text} in range ${range}`);
    }),
  );
});

test.run();
