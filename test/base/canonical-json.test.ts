import { suite } from "uvu";
import * as assert from "uvu/assert";
import { byCodeUnit, canonicalJson, InvariantError, JsonNumber, parseJson, type Json } from "../../src/base/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const test = suite("canonical-json");

test("RFC 8785 section 3.2.2: values", () => {
  const input: Json = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
    literals: [null, true, false],
  };
  assert.is(
    canonicalJson(input),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("RFC 8785 section 3.2.3: members sort by UTF-16 code unit", () => {
  const input = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
  };
  const order = Object.values(JSON.parse(canonicalJson(input)) as Record<string, string>);
  assert.equal(order, [
    "One",
    "Carriage Return",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
  ]);
});

/** RFC 8785 appendix B: IEEE 754 bits and their text. */
const NUMBERS: readonly (readonly [bits: string, text: string])[] = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["ffefffffffffffff", "-1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["c340000000000000", "-9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["44b52d02c7e14af7", "1.0000000000000001e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
];

test("RFC 8785 appendix B: numbers", () => {
  for (const [bits, text] of NUMBERS) {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${bits}`));
    assert.is(canonicalJson(view.getFloat64(0)), text, bits);
  }
});

test("nothing is normalised or repaired", () => {
  assert.is.not(canonicalJson("\u00c5"), canonicalJson("A\u030a"));
  const refused = ["\ud800", { "\udfff": 1 }, NaN, Infinity, new JsonNumber("1.0"), [undefined], { a: undefined }, 1n];
  for (const json of refused) {
    assert.throws(
      () => canonicalJson(json as unknown as Json),
      (thrown: unknown) => thrown instanceof InvariantError,
    );
  }
});

test("`__proto__` is a member like any other", () => {
  const json = parseJson(new TextEncoder().encode('{"b":1,"__proto__":{"z":1,"a":2}}'), { maxBytes: 100, maxDepth: 9, maxNodes: 99 });
  assert.ok(json.ok);
  assert.is(canonicalJson((json as { value: Json }).value), '{"__proto__":{"a":2,"z":1},"b":1}');
});

test("law: independent of the order of members, and read back as it was", () => {
  checkProperty(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<Json>), (json) => {
      const reversed = Object.fromEntries(Object.entries(json).reverse());
      assert.is(canonicalJson(json), canonicalJson(reversed));
      assert.is(canonicalJson(JSON.parse(canonicalJson(json))), canonicalJson(json));
    }),
  );
});

test("law: byCodeUnit is a total order", () => {
  checkProperty(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
      assert.is(Math.sign(byCodeUnit(a, b)) + Math.sign(byCodeUnit(b, a)), 0);
      assert.is(byCodeUnit(a, b) === 0, a === b);
    }),
  );
});

test.run();
