import { suite } from "uvu";
import * as assert from "uvu/assert";
import { appendPointer, parsePointer, resolvePointer, type Json } from "../../src/base/index.ts";
import { escapePointerToken } from "../../src/base/pointer.ts";
import { checkProperty, fc } from "../support/property.ts";

const test = suite("pointer");

/** RFC 6901 §5, the document and all its examples. */
const document: Json = { foo: ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8 };
const EXAMPLES: readonly (readonly [string, Json])[] = [
  ["", document],
  ["/foo", ["bar", "baz"]],
  ["/foo/0", "bar"],
  ["/", 0],
  ["/a~1b", 1],
  ["/c%d", 2],
  ["/e^f", 3],
  ["/g|h", 4],
  ["/i\\j", 5],
  ['/k"l', 6],
  ["/ ", 7],
  ["/m~0n", 8],
];

test("RFC 6901 section 5", () => {
  for (const [pointer, value] of EXAMPLES) assert.equal(resolvePointer(document, pointer), value, pointer);
});

test("what points to nothing", () => {
  for (const pointer of [
    "/foo/2",
    "/foo/-",
    "/foo/00",
    "/foo/01",
    "/foo/+1",
    "/foo/1.0",
    "/foo/length",
    "/foo/0/0",
    "/nope",
    "/toString",
    "/foo/0/length",
  ]) {
    assert.is(resolvePointer(document, pointer), undefined, pointer);
  }
});

test("what is no pointer", () => {
  for (const pointer of ["foo", "~", "/~", "/~2", "/a~", "#/foo"]) assert.is(parsePointer(pointer), undefined, pointer);
});

test("~01 is a tilde and a one", () => {
  assert.equal(parsePointer("/~01"), ["~1"]);
  assert.is(escapePointerToken("~1"), "~01");
});

test("law: appended tokens come back", () => {
  checkProperty(fc.property(fc.array(fc.string()), (tokens) => assert.equal(parsePointer(appendPointer("", ...tokens)), tokens)));
});

test("law: the pointer of a member finds it", () => {
  checkProperty(
    fc.property(fc.string(), fc.nat(3), (name, index) => {
      const json = { x: [null, null, null, null, null].map(() => Object.fromEntries([[name, 42]])) } as Json;
      assert.is(resolvePointer(json, appendPointer("/x", index, name)), 42);
    }),
  );
});

test.run();
