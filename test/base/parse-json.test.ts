import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isObject, JsonNumber, member, parseJson, type Json, type JsonFaultKind, type JsonLimits } from "../../src/base/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const limits: JsonLimits = { maxBytes: 10_000, maxDepth: 8, maxNodes: 1_000 };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string, changed: Partial<JsonLimits> = {}) => parseJson(bytesOf(text), { ...limits, ...changed });

function parsed(text: string): Json {
  const result = parse(text);
  assert.ok(result.ok, result.ok ? "" : `${text}: ${result.error.detail}`);
  return (result as { value: Json }).value;
}

function fault(bytes: Uint8Array | string, changed: Partial<JsonLimits> = {}): { kind: JsonFaultKind; detail: string } {
  const result = parseJson(typeof bytes === "string" ? bytesOf(bytes) : bytes, { ...limits, ...changed });
  if (result.ok) throw new Error(`accepted ${String(bytes)}`);
  return result.error;
}

const test = suite("parse-json");

test("reads every kind of value", () => {
  assert.equal(parsed(' {"a":[1,-2,0,true,false,null,"x",{}],"b":{"c":[]}} '), {
    a: [1, -2, 0, true, false, null, "x", {}],
    b: { c: [] },
  });
});

test("keeps numbers that JavaScript would print differently", () => {
  const unusual = ["1.0", "-0", "1e2", "1E400", "0.10", "9007199254740993", "123456789012345678901234567890", "1.7976931348623157E308"];
  for (const source of unusual) {
    const value = parsed(`[${source}]`) as readonly Json[];
    assert.instance(value[0], JsonNumber, source);
    assert.is((value[0] as JsonNumber).source, source);
  }
});

test("keeps numbers that JavaScript prints as written", () => {
  for (const source of ["0", "-1", "9.8", "1e+21", "1.7976931348623157e+308", "9007199254740991", "5e-324"]) {
    assert.equal(parsed(`{"n":${source}}`), { n: Number(source) });
  }
});

test("one unusual number leaves the usual ones alone", () => {
  const value = parsed('{"a":1.50,"b":1.5,"c":[2.0,3]}') as { c: readonly Json[] };
  assert.equal(value.c[1], 3);
  assert.instance(value.c[0], JsonNumber);
  assert.is(member(value, "b"), 1.5);
});

const MALFORMED: readonly (readonly [text: string, at: number])[] = [
  ["", 0],
  ["   ", 3],
  ["{", 1],
  ["[1,", 3],
  ["[1,]", 3],
  ['{"a":1,}', 7],
  ['{"a" 1}', 5],
  ["{a:1}", 1],
  ["[1 2]", 3],
  ["[1}", 2],
  ['"abc', 4],
  ['"a\\x"', 2],
  ['"a\u0001"', 2],
  ["01", 1],
  ["1.", 1],
  [".5", 0],
  ["+1", 0],
  ["NaN", 0],
  ["truE", 0],
  ["1 1", 2],
  ["{}]", 2],
  ["'a'", 0],
  ["// x\n1", 0],
  ['["é" x]', 6],
];

test("refuses what is not JSON and says at which byte", () => {
  for (const [text, at] of MALFORMED) {
    const { kind, detail } = fault(text);
    assert.is(kind, "json-malformed", text);
    assert.match(detail, new RegExp(`at byte ${at}$`), `${text}: ${detail}`);
  }
});

test("refuses a member name that stands twice, however it is spelt", () => {
  const duplicates = [
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"\\u0061":3}',
    '[{"x":{"__proto__":1,"__proto__":2}}]',
    '{"1":0,"1":0}',
    '{"":0,"":1}',
  ];
  for (const text of duplicates) assert.is(fault(text).kind, "duplicate-key", text);
  assert.match(fault('{"b":1,"a":{"k":1,"k":2}}').detail, /`k` stands twice, at byte 18/);
});

test("the same name in different objects is fine", () => {
  assert.equal(parsed('{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}'), { a: { a: { a: 1 } }, b: [{ a: 1 }, { a: 2 }] });
});

test("`__proto__` and `constructor` are ordinary members", () => {
  const value = parsed('{"__proto__":{"polluted":true},"constructor":1}');
  assert.equal(member(value, "__proto__"), { polluted: true });
  assert.is(member(value, "polluted"), undefined);
  assert.is(member(value, "toString"), undefined);
  assert.is(member(value, "constructor"), 1);
  assert.is(({} as Record<string, unknown>)["polluted"], undefined);
  const withSource = parsed('{"__proto__":{"polluted":1.0}}');
  assert.instance(member(member(withSource, "__proto__"), "polluted"), JsonNumber);
});

test("refuses half a surrogate pair", () => {
  for (const text of [
    '"\\ud800"',
    '"\\udc00"',
    '"\\ud83d\\u0041"',
    '"\\ud83dx"',
    '"\\udc00\\ud800"',
    '{"\\uD800":1}',
    '"\\ud83d\\ud83d\\ude00"',
  ]) {
    const { kind, detail } = fault(text);
    assert.is(kind, "json-malformed", text);
    assert.match(detail, /surrogate/);
  }
  assert.is(parsed('"\\ud83d\\ude00"'), "😀");
  assert.is(parsed('"\\\\ud800"'), "\\ud800");
});

test("refuses bytes that are not UTF-8, and a byte order mark", () => {
  assert.is(fault(Uint8Array.of(0x22, 0xff, 0x22)).kind, "utf8-invalid");
  assert.is(fault(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).kind, "utf8-invalid", "an encoded surrogate");
  assert.is(fault(Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)).kind, "utf8-invalid", "an overlong form");
  assert.is(fault(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31)).kind, "utf8-invalid");
  assert.match(fault(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31)).detail, /byte order mark/);
});

test("limits hold exactly at their value", () => {
  assert.ok(parse("1", { maxBytes: 1 }).ok);
  assert.is(fault("10", { maxBytes: 1 }).kind, "too-large");
  assert.ok(parse("[[[1]]]", { maxDepth: 3 }).ok);
  assert.is(fault("[[[1]]]", { maxDepth: 2 }).kind, "too-deep");
  assert.ok(parse('{"a":[1,2],"b":[],"c":{ }}', { maxNodes: 6 }).ok);
  assert.is(fault('{"a":[1,2],"b":[],"c":{ }}', { maxNodes: 5 }).kind, "too-many");
  assert.ok(parse('["[[[[[[[[[[[[", ",,,,"]', { maxDepth: 1, maxNodes: 3 }).ok, "nothing in a string counts");
});

test("limits stop a text before it is read to its end", () => {
  assert.is(fault("[".repeat(9_000)).kind, "too-deep");
  assert.is(fault(`[${"1,".repeat(4_000)}`).kind, "too-many");
});

test("a very long string or number is no burden", () => {
  const long = { maxBytes: 5_000_000 };
  assert.ok(parse(`["${"a\\n".repeat(1_000_000)}"]`, long).ok);
  assert.is(fault(`["${"a\\n".repeat(1_000_000)}]`, long).kind, "json-malformed");
  const digits = "9".repeat(100_000);
  const value = parse(`[${digits}]`, long);
  assert.ok(value.ok && ((value.value as readonly Json[])[0] as JsonNumber).source === digits);
});

test("law: what JSON.stringify writes is read back", () => {
  const json = fc.jsonValue({ maxDepth: 5 });
  checkProperty(
    fc.property(json, (value) => {
      const text = JSON.stringify(value);
      const result = parse(text, { maxBytes: 1e6, maxNodes: 1e5 });
      assert.is(JSON.stringify(result.ok && result.value), text);
    }),
  );
});

test("law: total, and never more generous than the native parser", () => {
  const pieces = fc.array(
    fc.constantFrom("{", "}", "[", "]", ",", ":", '"a"', '"b"', "1", "1.0", "-", "true", " ", '"', "\\", "\\ud800", "é"),
    {
      maxLength: 14,
    },
  );
  checkProperty(
    fc.property(pieces, (parts) => {
      const text = parts.join("");
      if (!parse(text).ok) return;
      assert.not.throws(() => JSON.parse(text));
    }),
  );
});

test("law: without duplicates and surrogates it takes all that the native parser takes", () => {
  const pieces = fc.array(fc.constantFrom("{", "}", "[", "]", ",", '"a":', '"b":', '"c"', "1", "1.0", "null", " "), { maxLength: 9 });
  checkProperty(
    fc.property(pieces, (parts) => {
      const text = parts.join("");
      try {
        JSON.parse(text);
      } catch {
        return;
      }
      const result = parse(text);
      assert.ok(result.ok || result.error.kind === "duplicate-key", text);
    }),
  );
});

test("isObject tells objects from all else", () => {
  assert.ok(isObject({}));
  for (const json of [null, [], "a", 1, true, new JsonNumber("1.0"), undefined]) assert.not.ok(isObject(json));
});

test.run();
