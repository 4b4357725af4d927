import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeBase64, decodeHex, decodeUtf8, encodeBase64, encodeHex, encodeUtf8, type Base64Fault } from "../../src/base/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const test = suite("base64");

/** RFC 4648 section 10. */
const VECTORS = [
  ["", ""],
  ["f", "Zg=="],
  ["fo", "Zm8="],
  ["foo", "Zm9v"],
  ["foob", "Zm9vYg=="],
  ["fooba", "Zm9vYmE="],
  ["foobar", "Zm9vYmFy"],
] as const;

test("RFC 4648 section 10", () => {
  for (const [text, encoded] of VECTORS) {
    assert.is(encodeBase64(encodeUtf8(text)), encoded);
    assert.equal(decodeBase64(encoded), { ok: true, value: encodeUtf8(text) });
    assert.equal(decodeBase64(encoded.replaceAll("=", "")), { ok: true, value: encodeUtf8(text) }, "padding may be left out");
  }
});

const REFUSED: readonly (readonly [string, Base64Fault])[] = [
  ["Zm9v\n", "alphabet"],
  ["Zm 9v", "alphabet"],
  ["Zm9v!", "alphabet"],
  ["Zm9v!A==", "alphabet"],
  ["Zm9vé===", "alphabet"],
  ["Zm9v====", "padding"],
  ["Zm9é", "alphabet"],
  ["+/-_", "mixed-alphabets"],
  ["ab+_", "mixed-alphabets"],
  ["Zg=", "padding"],
  ["Zg===", "padding"],
  ["Zm9v=", "padding"],
  ["Zm9v====", "padding"],
  ["Z=g=", "padding"],
  ["=", "padding"],
  ["==", "padding"],
  ["Z", "padding"],
  ["+w", "padding"],
  ["ab/", "padding"],
  ["Zh==", "trailing-bits"],
  ["Zm9=", "trailing-bits"],
  ["Zh", "trailing-bits"],
  ["-x", "trailing-bits"],
];

test("refuses every lenient spelling with its reason", () => {
  for (const [text, reason] of REFUSED) assert.equal(decodeBase64(text), { ok: false, error: reason }, JSON.stringify(text));
});

test("the URL-safe alphabet, with and without padding", () => {
  for (const text of ["-_8=", "-_8"]) assert.equal(decodeBase64(text), { ok: true, value: Uint8Array.of(0xfb, 0xff) });
  assert.equal(decodeBase64("+/8="), { ok: true, value: Uint8Array.of(0xfb, 0xff) });
});

test("law: bytes come back, and agree with the platform", () => {
  checkProperty(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = encodeBase64(bytes);
      assert.is(text, Buffer.from(bytes).toString("base64"));
      assert.equal(decodeBase64(text), { ok: true, value: bytes });
      assert.equal(decodeBase64(Buffer.from(bytes).toString("base64url")), { ok: true, value: bytes });
    }),
  );
});

test("chunks join without a seam", () => {
  const bytes = Uint8Array.from({ length: 40_000 }, (_, i) => i % 251);
  assert.is(encodeBase64(bytes), Buffer.from(bytes).toString("base64"));
});

test("every character is a digit or none, in short texts and at the seams of long ones", () => {
  for (const size of [48, 60_000]) {
    const text = Buffer.alloc(size, "any text at all").toString("base64");
    for (const at of [0, 5, 32, text.length - 1, ...(size > 48 ? [32_767, 32_768] : [])]) {
      for (let code = 0; code < 300; code++) {
        const changed = `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`;
        const result = decodeBase64(changed);
        const isDigit = /[A-Za-z0-9+/_-]/u.test(String.fromCharCode(code));
        const isPadding = code === 0x3d && at === text.length - 1;
        if (isPadding) continue;
        assert.is(result.ok, isDigit, `${code} at ${at} of ${size}`);
        const standard = changed.replaceAll("-", "+").replaceAll("_", "/");
        if (result.ok) assert.is(Buffer.from(result.value).toString("base64"), standard);
      }
    }
  }
});

test("white space and padding inside a long text are refused with their reasons", () => {
  const text = Buffer.alloc(60_000, "any text at all").toString("base64");
  for (const space of ["\n", "    ", "\r\n\r\n"])
    assert.equal(decodeBase64(`${text.slice(0, 32_768)}${space}${text.slice(32_768)}`), { ok: false, error: "alphabet" });
  assert.equal(decodeBase64(`${text.slice(0, 40_000)}====${text.slice(40_000)}`), { ok: false, error: "padding" });
});

test("law: one text for one sequence of bytes", () => {
  const text = fc.array(fc.constantFrom("A", "Q", "g", "Z", "+", "-", "=", "9"), { maxLength: 9 }).map((parts) => parts.join(""));
  checkProperty(
    fc.property(text, (candidate) => {
      const result = decodeBase64(candidate);
      if (!result.ok) return;
      const spellings = [Buffer.from(result.value).toString("base64"), Buffer.from(result.value).toString("base64url")];
      const padded = (spellings[1] as string).padEnd(Math.ceil((spellings[1] as string).length / 4) * 4, "=");
      assert.ok([...spellings, padded].includes(candidate), candidate);
    }),
  );
});

test("hex is lower case and whole bytes", () => {
  assert.is(encodeHex(Uint8Array.of(0, 15, 255)), "000fff");
  assert.equal(decodeHex("000fff"), Uint8Array.of(0, 15, 255));
  for (const text of ["0", "0F", "zz", " 00", "0x00"]) assert.is(decodeHex(text), undefined, text);
});

test("UTF-8 is strict", () => {
  assert.is(decodeUtf8(Uint8Array.of(0xc3)), undefined);
  assert.is(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf)), "\ufeff");
  assert.is(decodeUtf8(encodeUtf8("é😀")), "é😀");
});

test.run();
