import { suite } from "uvu";
import * as assert from "uvu/assert";
import { JsonNumber, scalars, type Json, type Scalar, type ScalarName, type ScalarValue } from "../../../src/base/index.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("scalars");

/** Texts that each type reads, two of them equal in meaning where the type knows other spellings. */
const SAMPLES: { readonly [K in ScalarName]: readonly string[] } = {
  Bool: ["true", "false"],
  Int: ["0", "-7", "9223372036854775807"],
  Decimal: ["0", "9.8", "9.80", "-0.5"],
  String: ["", "é", "1.10"],
  Timestamp: ["2026-01-10T00:00:00Z", "2026-01-10T01:00:00+01:00", "2026-01-05"],
  Duration: ["7 days", "168 hours", "P7D", "0 seconds"],
  Digest: [`sha256:${"a".repeat(64)}`, `sha512:${"b".repeat(128)}`],
  Commit: ["a".repeat(40), "A".repeat(40), "b".repeat(64)],
  Uri: ["https://a.example/x", "HTTPS://A.example:443/x", "urn:a:b"],
  Repository: ["alpine", "docker.io/library/alpine", "ghcr.io/a/b"],
  GitRef: ["refs/tags/v1", "main"],
  Platform: ["linux/arm64/v8", "linux/arm64", "linux/amd64"],
  Purl: ["pkg:npm/a@1", "pkg:NPM/a@1"],
  SemVer: ["1.2.3", "1.2.3+b", "1.2.3-rc.1"],
  Licence: ["MIT OR ISC", "isc or mit", "GPL-2.0-only"],
  Identity: ["alice@acme.example", "github:alice", "https://a.example/"],
};

const all = Object.entries(scalars) as readonly (readonly [ScalarName, Scalar<ScalarValue>])[];

function read(name: ScalarName, text: string): ScalarValue {
  const parsed = scalars[name].parse(text);
  if (!parsed.ok) throw new Error(`${name} ${text}: ${parsed.error}`);
  return parsed.value;
}

test("law: parse of show is an equal value", () => {
  for (const [name, scalar] of all) {
    for (const text of SAMPLES[name]) {
      const value = read(name, text);
      const again = scalar.parse(scalar.show(value));
      assert.ok(again.ok, `${name} ${text}`);
      assert.is(again.ok && scalar.equal(value, again.value), true, `${name} ${text}`);
    }
  }
});

test("law: equal values have equal canonical forms, and no others", () => {
  for (const [name, scalar] of all) {
    for (const a of SAMPLES[name].map((text) => read(name, text))) {
      for (const b of SAMPLES[name].map((text) => read(name, text))) {
        assert.is(scalar.equal(a, b) === true, scalar.canonical(a) === scalar.canonical(b), `${name} ${scalar.show(a)} ${scalar.show(b)}`);
      }
    }
  }
});

test("law: an order is total and agrees with equality", () => {
  for (const [name, scalar] of all) {
    if (scalar.compare === undefined) continue;
    for (const a of SAMPLES[name].map((text) => read(name, text))) {
      for (const b of SAMPLES[name].map((text) => read(name, text))) {
        assert.is(Math.sign(scalar.compare(a, b)) + Math.sign(scalar.compare(b, a)), 0);
        assert.is(scalar.compare(a, b) === 0, scalar.equal(a, b));
      }
    }
  }
});

test("the types with an order are those of the language", () => {
  const ordered = all.filter(([, scalar]) => scalar.compare !== undefined).map(([name]) => name);
  assert.equal(ordered.sort(), ["Decimal", "Duration", "Int", "SemVer", "Timestamp"]);
});

test("law: total over any text and any JSON, with a reason for every refusal", () => {
  const json = fc.oneof(fc.jsonValue() as fc.Arbitrary<Json>, fc.constantFrom(new JsonNumber("1.0"), new JsonNumber("1e999")));
  for (const [name, scalar] of all) {
    checkProperty(
      fc.property(fc.string({ unit: "binary" }), json, (text, value) => {
        for (const result of [scalar.parse(text), scalar.fromJson(value)]) {
          if (!result.ok) assert.ok(result.error.length > 0 && !result.error.endsWith("."), name);
        }
      }),
    );
  }
});

test("law: hostile lengths are refused or read, at once", () => {
  const long = [
    "a".repeat(1_000_000),
    "(".repeat(1_000_000),
    "/".repeat(1_000_000),
    "%25".repeat(300_000),
    "https://a/" + "%2525".repeat(1_500),
    "9".repeat(1_000_000),
    "- ".repeat(500_000),
  ];
  for (const [, scalar] of all) for (const text of long) assert.type(scalar.parse(text).ok, "boolean");
});

test("no type but String reads null, an array or an object that is not its own", () => {
  for (const [name, scalar] of all) {
    for (const json of [null, [], {}, ["x"]] as readonly Json[]) assert.not.ok(scalar.fromJson(json).ok, `${name} ${JSON.stringify(json)}`);
  }
});

test("a Timestamp of evidence names the instant, a date will not do", () => {
  assert.not.ok(scalars.Timestamp.fromJson("2026-01-05").ok);
  assert.ok(scalars.Timestamp.parse("2026-01-05").ok);
});

test.run();
