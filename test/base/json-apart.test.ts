/** A long text decoded where it lies: the answer is always that of the plain reader, with bytes in the place of one string. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeBase64, isObject, parseJson, parseJsonApart, TEXT_APART, type Json, type JsonLimits } from "../../src/base/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const limits: JsonLimits = { maxBytes: 1 << 20, maxDepth: 8, maxNodes: 1_000 };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const data = Uint8Array.from({ length: 900 }, (_, i) => (i * 7) % 256);
const long = Buffer.from(data).toString("base64");

function read(text: string | Uint8Array): { json: Json; apart?: Uint8Array } | string {
  const result = parseJsonApart(typeof text === "string" ? bytesOf(text) : text, "payload", limits);
  return result.ok ? result.value : `${result.error.kind}: ${result.error.detail}`;
}

function readPlain(text: string | Uint8Array): { json: Json } | string {
  const result = parseJson(typeof text === "string" ? bytesOf(text) : text, limits);
  return result.ok ? { json: result.value } : `${result.error.kind}: ${result.error.detail}`;
}

/** Puts the text back; throws where anything else stands in its place. */
function restored(answer: ReturnType<typeof read>): ReturnType<typeof readPlain> {
  if (typeof answer === "string" || answer.apart === undefined) return answer;
  const text = Buffer.from(answer.apart).toString("base64");
  let places = 0;
  const walk = (json: Json): Json => {
    if (json === TEXT_APART) {
      places++;
      return text;
    }
    if (Array.isArray(json)) return json.map(walk);
    return isObject(json) ? Object.fromEntries(Object.entries(json).map(([name, value]) => [name, walk(value)])) : json;
  };
  const json = walk(answer.json);
  assert.is(places, 1, "one text stands apart, in one place");
  return { json };
}

const tests = suite("json apart");
tests("the named text is decoded where it lies", () => {
  for (const text of [
    `{"payload":"${long}","more":[1]}`,
    `{ "more" : [1] , "payload" :\n\t"${long}" }`,
    `{"more":[1],"payload":"${long}"}`,
  ])
    assert.equal(read(text), { json: JSON.parse(text.replace(long, "\\ud800")), apart: data });
  assert.equal(read(`[{"in":{"payload":"${long}"}}]`), { json: [{ in: { payload: TEXT_APART } }], apart: data }, "at any depth");
});

const notApart: readonly (readonly [name: string, text: string])[] = [
  ["short", `{"payload":"${long.slice(0, 1000)}"}`],
  ["of another name", `{"payloads":"${long}"}`],
  ["of a name that ends alike", `{"a\\"payload":"${long}x"}`],
  ["a name itself", `{"${long}":1}`],
  ["an element", `{"payload":["${long}"]}`],
  ["not the longest", `{"payload":"${long}","b":"${long}${long}"}`],
  ["URL-safe", `{"payload":"${long.replace("+", "-").replace("/", "_")}"}`],
  ["without padding", `{"payload":"${Buffer.from(data.subarray(0, 899)).toString("base64").replaceAll("=", "")}"}`],
  ["with trailing bits", `{"payload":"${long.slice(0, -4)}AB=="}`],
  ["with white space", `{"payload":"${long.slice(0, 8)}    ${long.slice(8)}"}`],
  ["with an escape", `{"payload":"${long.slice(0, 8)}\\u0041${long.slice(8)}"}`],
];
for (const [name, text] of notApart) {
  tests(`left as a string: ${name}`, () => {
    const answer = read(text);
    assert.equal(answer, readPlain(text));
    assert.not.type(answer, "string", "it is JSON");
  });
}

const refused: readonly (readonly [name: string, text: string | Uint8Array, reason: RegExp])[] = [
  ["a name that stands twice", `{"payload":"${long}","payload":"x"}`, /^duplicate-key/u],
  ["a name that stands twice, spelt in two ways", `{"payload":"${long}","p\\u0061yload":"x"}`, /^duplicate-key/u],
  ["another name that stands twice", `{"a":1,"payload":"${long}","a":1}`, /^duplicate-key: .* at byte 1220$/u],
  ["half a surrogate pair beside it", `{"payload":"${long}","a":"\\ud800"}`, /^json-malformed: half of a surrogate pair/u],
  ["bad UTF-8 before it", Buffer.concat([bytesOf('{"'), Uint8Array.of(0xff), bytesOf(`":1,"payload":"${long}"}`)]), /^utf8-invalid/u],
  ["bad UTF-8 behind it", Buffer.concat([bytesOf(`{"payload":"${long}","`), Uint8Array.of(0xff), bytesOf('":1}')]), /^utf8-invalid/u],
  ["a byte order mark", `\ufeff{"payload":"${long}"}`, /^utf8-invalid: a byte order mark/u],
  ["a control character in it", `{"payload":"${long}\u0001"}`, /^json-malformed/u],
  ["no end", `{"payload":"${long}`, /^json-malformed/u],
  ["bad grammar behind it", `{"payload":"${long}" "x"}`, /^json-malformed: .* at byte 1214$/u],
  ["a text outside every string", `"a"payload":"${long}"`, /^json-malformed/u],
  ["too deep", `[[[[[[[[{"payload":"${long}"}]]]]]]]]`, /^too-deep/u],
  ["too many values", `{"payload":"${long}","a":[${"1,".repeat(1000)}1]}`, /^too-many/u],
  ["too many bytes", `{"payload":"${long.repeat(1000)}"}`, /^too-large/u],
];
for (const [name, text, reason] of refused) {
  tests(`refused with the plain reader's words: ${name}`, () => {
    const answer = read(text);
    assert.is(answer, readPlain(text));
    assert.match(typeof answer === "string" ? answer : "it was read", reason);
  });
}

tests("no text that is read can be taken for what stands for one", () => {
  const beside = (said: Uint8Array): Uint8Array => Buffer.concat([bytesOf(`{"payload":"${long}","other":"`), said, bytesOf('"}')]);
  for (const said of [bytesOf("\\ud800"), bytesOf("\\uD800"), Uint8Array.of(0xed, 0xa0, 0x80)]) {
    const answer = read(beside(said));
    assert.match(typeof answer === "string" ? answer : "it was read", /surrogate|utf8-invalid/u, String(said));
  }
});

tests("law: with the text put back it is what the plain reader gives", () => {
  const token = fc.oneof(
    fc.constantFrom(
      ...["{", "}", "[", "]", ",", ":", '"', "\\", " ", '"payload"', '"payload":', '"', "1.0", "\\ud800", "é", "{}", "null"],
      ...[long, `"${long}"`, `{"payload":"${long}"}`, `"payload":"${long}"`, `"a":1`, `"a":"x"`],
    ),
  );
  checkProperty(
    fc.property(fc.array(token, { maxLength: 8 }), fc.boolean(), (tokens, isObjectText) => {
      const text = isObjectText ? `{${tokens.join(",")}}` : tokens.join("");
      assert.equal(restored(read(text)), readPlain(text), text.replaceAll(long, "<long>"));
    }),
  );
});

tests("law: one changed byte of the text changes neither reading", () => {
  const text = bytesOf(`{"a":1,"payload":"${long}","b":[2]}`);
  checkProperty(
    fc.property(fc.nat({ max: text.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
      const changed = Uint8Array.from(text);
      changed[at] = byte;
      assert.equal(restored(read(changed)), readPlain(changed));
    }),
  );
});

tests("every byte in the text is a digit or none, wherever it stands", () => {
  for (const at of [0, 1, 2, 3, 63, 64, 65, 1195, 1196, 1197, 1198, 1199]) {
    for (let byte = 0; byte < 256; byte++) {
      const changed = bytesOf(`{"payload":"${long}"}`);
      changed[12 + at] = byte;
      const plain = readPlain(changed);
      assert.equal(restored(read(changed)), plain, `byte ${byte} at ${at}`);
      const isCanonical = typeof plain !== "string" && decodesAlone(String((plain.json as { payload?: unknown }).payload));
      const answer = read(changed);
      assert.is(typeof answer !== "string" && answer.apart !== undefined, isCanonical, `byte ${byte} at ${at}`);
    }
  }
});

/** By the reader that looks at each digit: a text of the standard alphabet with padding. */
function decodesAlone(text: string): boolean {
  const decoded = decodeBase64(text);
  return decoded.ok && Buffer.from(decoded.value).toString("base64") === text;
}
tests.run();
