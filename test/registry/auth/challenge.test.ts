import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseChallenges } from "../../../src/registry/auth/challenge.ts";
import { checkProperty, fc } from "../../support/property.ts";

const tests = suite("registry challenge");

type Parsed = readonly (readonly [scheme: string, parameters: Readonly<Record<string, string>>])[];

const CASES: readonly (readonly [headers: readonly string[], expected: Parsed])[] = [
  [
    ['Bearer realm="https://a/t",service="s",scope="repository:a:pull,push"'],
    [["bearer", { realm: "https://a/t", service: "s", scope: "repository:a:pull,push" }]],
  ],
  [["BASIC Realm=x"], [["basic", { realm: "x" }]]],
  [
    ['Basic realm="a, b", Bearer realm="c"'],
    [
      ["basic", { realm: "a, b" }],
      ["bearer", { realm: "c" }],
    ],
  ],
  [
    ['Basic realm="a"', 'Bearer realm = "b" , error = "x"'],
    [
      ["basic", { realm: "a" }],
      ["bearer", { realm: "b", error: "x" }],
    ],
  ],
  [
    ["Negotiate, Basic realm=x"],
    [
      ["negotiate", {}],
      ["basic", { realm: "x" }],
    ],
  ],
  [
    ["Negotiate abc==, Basic realm=x"],
    [
      ["negotiate", {}],
      ["basic", { realm: "x" }],
    ],
  ],
  [['Bearer realm="a\\"b"'], [["bearer", { realm: 'a"b' }]]],
  [['Bearer realm="a",realm="b"'], [["bearer", { realm: "a" }]]],
  [['Bearer realm="open'], [["bearer", {}]]],
  [["", ",,", "\u0000"], []],
  [["x".repeat(20_000)], []],
];

for (const [headers, expected] of CASES) {
  tests(JSON.stringify(headers).slice(0, 60), () => {
    const parsed = parseChallenges(headers).map((one) => [one.scheme, Object.fromEntries(one.parameters)]);
    assert.equal(parsed, expected);
  });
}

tests("never throws and always ends", () => {
  checkProperty(fc.property(fc.array(fc.string({ maxLength: 60 })), (headers) => assert.ok(Array.isArray(parseChallenges(headers)))));
  checkProperty(fc.property(fc.stringMatching(/^[Bb =",\\x]{0,40}$/), (header) => assert.ok(Array.isArray(parseChallenges([header])))));
});

tests.run();
