import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  addDecimals,
  compareDecimals,
  decimalFromInt,
  isInt,
  JsonNumber,
  scalars,
  subtractDecimals,
  type DecimalValue,
  type Json,
} from "../../../src/base/index.ts";
import { makeDecimal } from "../../../src/base/scalars/decimal.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("numbers");
const { Int, Decimal, Bool } = scalars;

function decimal(json: Json): DecimalValue {
  const parsed = Decimal.fromJson(json);
  if (!parsed.ok) throw new Error(`${JSON.stringify(json)}: ${parsed.error}`);
  return parsed.value;
}

test("Int takes whole numbers of 64 bits, exactly", () => {
  const cases: readonly (readonly [Json, bigint])[] = [
    [0, 0n],
    [-1, -1n],
    [9007199254740991, 9007199254740991n],
    [new JsonNumber("9007199254740993"), 9007199254740993n],
    [new JsonNumber("9223372036854775807"), 2n ** 63n - 1n],
    [new JsonNumber("-9223372036854775808"), -(2n ** 63n)],
    ["42", 42n],
    ["-42", -42n],
  ];
  for (const [json, value] of cases) assert.equal(Int.fromJson(json), { ok: true, value });
});

test("Int refuses what does not fit", () => {
  const refused: readonly Json[] = [
    1.5,
    1e21,
    new JsonNumber("1.0"),
    new JsonNumber("1e2"),
    new JsonNumber("9223372036854775808"),
    "",
    "01",
    "+1",
    "1.0",
    "1e3",
    " 1",
    "0x1",
    "9".repeat(10_000),
    true,
    null,
    [],
    {},
  ];
  for (const json of refused) assert.not.ok(Int.fromJson(json).ok, JSON.stringify(json));
  assert.not.ok(isInt(2n ** 63n));
  assert.ok(isInt(-(2n ** 63n)));
});

test("Int is a number in documents only while it is safe", () => {
  assert.is(Int.canonical(9007199254740991n), 9007199254740991);
  assert.is(Int.canonical(9007199254740993n), "9007199254740993");
  assert.is(Int.canonical(-9007199254740993n), "-9007199254740993");
});

test("Decimal is exact and has one form", () => {
  const cases: readonly (readonly [Json, string])[] = [
    [9.8, "9.8"],
    ["9.80", "9.8"],
    [new JsonNumber("9.80"), "9.8"],
    [new JsonNumber("0.1000000000000000055511151231257827"), "0.1000000000000000055511151231257827"],
    [10, "10"],
    [new JsonNumber("1e2"), "100"],
    [1e21, "1000000000000000000000"],
    [new JsonNumber("12.50E-1"), "1.25"],
    [5e-7, "0.0000005"],
    [new JsonNumber("-0"), "0"],
    ["0.0", "0"],
    ["-0.001", "-0.001"],
    ["-12", "-12"],
  ];
  for (const [json, text] of cases) {
    assert.is(Decimal.show(decimal(json)), text);
    assert.is(Decimal.canonical(decimal(json)), text);
    assert.equal(decimal(text), decimal(json));
  }
});

test("Decimal refuses what is no decimal or too large to be one", () => {
  const refused: readonly Json[] = [
    "",
    ".5",
    "5.",
    "1e2",
    "+1",
    "01.5",
    "1,5",
    "NaN",
    "Infinity",
    new JsonNumber("1e400"),
    new JsonNumber("1E-400"),
    new JsonNumber("1e9999999"),
    "9".repeat(65),
    "9".repeat(100_000),
    true,
    null,
    [],
    {},
  ];
  for (const json of refused) assert.not.ok(Decimal.fromJson(json).ok, JSON.stringify(json).slice(0, 30));
});

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -20, max: 20 }))
  .map(([c, e]) => makeDecimal(c, e) as DecimalValue);

test("law: show then parse is the value", () => {
  checkProperty(fc.property(decimals, (value) => assert.equal(Decimal.parse(Decimal.show(value)), { ok: true, value })));
});

test("law: the order is total and agrees with equality", () => {
  checkProperty(
    fc.property(decimals, decimals, decimals, (a, b, c) => {
      assert.is(compareDecimals(a, b) + compareDecimals(b, a), 0);
      assert.is(compareDecimals(a, b) === 0, Decimal.equal(a, b));
      if (compareDecimals(a, b) <= 0 && compareDecimals(b, c) <= 0) assert.ok(compareDecimals(a, c) <= 0);
    }),
  );
});

test("law: subtraction undoes addition, and integers embed", () => {
  checkProperty(
    fc.property(
      decimals,
      decimals,
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -1000n, max: 1000n }),
      (a, b, i, j) => {
        const sum = addDecimals(a, b);
        assert.ok(sum);
        assert.equal(subtractDecimals(sum, b), a);
        assert.equal(addDecimals(decimalFromInt(i), decimalFromInt(j)), decimalFromInt(i + j));
        assert.is(compareDecimals(decimalFromInt(i), decimalFromInt(j)), Int.compare?.(i, j));
      },
    ),
  );
});

test("a sum that leaves the range has no value", () => {
  assert.is(addDecimals(decimal("9".repeat(64)), decimal("0.1")), undefined);
  assert.is(makeDecimal(1n, 65), undefined);
});

test("Bool is true or false and nothing that looks like it", () => {
  assert.equal(Bool.parse("true"), { ok: true, value: true });
  for (const json of ["true", 1, 0, null, [], {}] as readonly Json[]) assert.not.ok(Bool.fromJson(json).ok);
  for (const text of ["True", "yes", "1", ""]) assert.not.ok(Bool.parse(text).ok);
});

test.run();
