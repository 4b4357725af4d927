/** The edges of DER and of the values in it: the last that is taken, the first that is not, and the sentence about it. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DerFault, readDer, type DerNode } from "../../../src/trust/der/der.ts";
import {
  ascii,
  bitStringBytes,
  boolean,
  child,
  expectTag,
  integerBytes,
  namedBits,
  octets,
  oid,
  sequence,
  smallInteger,
  time,
} from "../../../src/trust/der/values.ts";

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString("hex");
const textNode = (tag: string, text: string): string =>
  `${tag} ${text.length.toString(16).padStart(2, "0")} ${Buffer.from(text).toString("hex")}`;
const utc = (text: string): string => textNode("17", text);
const generalized = (text: string): string => textNode("18", text);

function outcomeOf(hex: string, read: (node: DerNode) => unknown, depth = 8): unknown {
  const outcome = readDer(bytes(hex), depth, read);
  return outcome.ok ? outcome.value : `fault: ${outcome.error}`;
}

const SHORT = "fault: an integer is not in its shortest form";
const RANGE = "fault: an integer is out of range";
const BITS = "fault: a bit string is malformed";
const BOOLEAN = "fault: a boolean is neither 00 nor FF";
const TIME = "fault: a time is malformed";
const ASCII = "fault: a text is not ASCII";

const rows: readonly (readonly [name: string, hex: string, read: (node: DerNode) => unknown, outcome: unknown])[] = [
  ["a part that is there", "30 03 02 01 07", (node) => smallInteger(child(node, 0)), 7],
  ["a part that is missing", "30 03 02 01 07", (node) => child(node, 1), "fault: a part is missing"],
  ["another tag, named", "02 01 00", sequence, "fault: tag 0x30 is expected and 0x2 stands there"],
  ["the tag that is expected", "a0 00", (node) => expectTag(node, 0xa0).tag, 0xa0],
  ["boolean of no byte", "01 00", boolean, BOOLEAN],
  ["boolean of two bytes, the first right", "01 02 ff ff", boolean, BOOLEAN],
  ["boolean of two bytes, false", "01 02 00 00", boolean, BOOLEAN],
  ["boolean FE", "01 01 fe", boolean, BOOLEAN],
  ["integer 0", "02 01 00", (node) => hexOf(integerBytes(node)), "00"],
  ["integer 127", "02 01 7f", smallInteger, 127],
  ["integer 128", "02 02 00 80", (node) => hexOf(integerBytes(node)), "0080"],
  ["integer -1", "02 01 ff", (node) => hexOf(integerBytes(node)), "ff"],
  ["integer -129", "02 02 ff 7f", (node) => hexOf(integerBytes(node)), "ff7f"],
  ["integer -128, padded", "02 02 ff 80", integerBytes, SHORT],
  ["integer -1, padded", "02 02 ff ff", integerBytes, SHORT],
  ["integer 127, padded", "02 02 00 7f", integerBytes, SHORT],
  ["integer 511", "02 02 01 ff", smallInteger, 511],
  ["integer empty", "02 00", integerBytes, "fault: an integer is empty"],
  ["2^31 - 1", "02 04 7f ff ff ff", smallInteger, 2 ** 31 - 1],
  ["2^31", "02 05 00 80 00 00 00", smallInteger, RANGE],
  ["-2^31", "02 04 80 00 00 00", smallInteger, RANGE],
  ["-128 is not small", "02 01 80", smallInteger, RANGE],
  ["three bytes", "02 03 01 02 03", smallInteger, 0x010203],
  ["octets", "04 02 01 02", (node) => hexOf(octets(node)), "0102"],
  ["octets of another tag", "03 02 00 01", octets, "fault: tag 0x4 is expected and 0x3 stands there"],
  ["bits, whole bytes", "03 03 00 80 01", (node) => hexOf(bitStringBytes(node)), "8001"],
  ["bits, one unused", "03 02 01 80", bitStringBytes, "fault: a bit string is not of whole bytes"],
  ["bits, not even their count", "03 00", bitStringBytes, "fault: a bit string is not of whole bytes"],
  ["named bits of the second byte", "03 03 07 00 80", (node) => [7, 8, 9].map(namedBits(node)), [false, true, false]],
  ["named bits, none", "03 01 00", (node) => [0, 7].map(namedBits(node)), [false, false]],
  ["named bits, seven unused", "03 02 07 80", (node) => namedBits(node)(0), true],
  ["named bits, eight unused", "03 02 08 80", namedBits, BITS],
  ["named bits, none and one unused", "03 01 01", namedBits, BITS],
  ["named bits, not even their count", "03 00", namedBits, BITS],
  ["oid 0.39", "06 01 27", oid, "0.39"],
  ["oid 1.0", "06 01 28", oid, "1.0"],
  ["oid 1.39", "06 01 4f", oid, "1.39"],
  ["oid 2.0", "06 01 50", oid, "2.0"],
  ["oid 2.48", "06 02 81 00", oid, "2.48"],
  ["oid with 16384 as an arc", "06 04 2a 81 80 00", oid, "1.2.16384"],
  ["oid with 128 as an arc", "06 03 2a 81 00", oid, "1.2.128"],
  ["oid with 2^31 - 1 as an arc", "06 06 2a 87 ff ff ff 7f", oid, "1.2.2147483647"],
  ["oid with 2^31 as an arc", "06 06 2a 88 80 80 80 00", oid, "fault: an arc of an object identifier is 2^31 or more"],
  ["oid padded at its start", "06 03 80 2a 03", oid, "fault: an arc of an object identifier is padded"],
  ["UTC time of 2049", utc("491231235959Z"), time, 2_524_607_999_000_000_000n],
  ["UTC time of 1950", utc("500101000000Z"), time, -631_152_000_000_000_000n],
  ["UTC time with something before it", utc("x230111165256Z"), time, TIME],
  ["UTC time with something behind it", utc("230111165256Zx"), time, TIME],
  ["UTC time in four digits of a year", utc("20230111165256Z"), time, TIME],
  ["generalized time with something before it", generalized("120230111165256Z"), time, TIME],
  ["generalized time with something behind it", generalized("20230111165256Z0"), time, TIME],
  ["generalized time in two digits of a year", generalized("230111165256Z"), time, TIME],
  ["generalized time of nanoseconds", generalized("19700101000000.000000001Z"), time, 1n],
  ["generalized time of less", generalized("19700101000000.0000000001Z"), time, TIME],
  ["generalized time with a bare point", generalized("19700101000000.Z"), time, TIME],
  ["a time in another kind of string", textNode("0c", "20230111165256Z"), time, TIME],
  ["a time that does not exist", utc("230230165256Z"), time, "fault: a time does not exist"],
  ["hour 24", utc("230111245256Z"), time, "fault: a time does not exist"],
  ["ASCII", textNode("16", "a~"), (node) => ascii(node.content), "a~"],
  ["the last of ASCII", "16 01 7f", (node) => ascii(node.content), "\x7f"],
  ["the first behind ASCII", "16 01 80", (node) => ascii(node.content), ASCII],
  ["UTF-8 is not ASCII", "16 02 c3 a4", (node) => ascii(node.content), ASCII],
];

const tests = suite("values of DER");
for (const [name, hex, read, outcome] of rows) tests(name, () => assert.equal(outcomeOf(hex, read), outcome));
tests.run();

const zeros = (count: number): string => "00".repeat(count);
const forms: readonly (readonly [name: string, hex: string, depth: number, outcome: unknown])[] = [
  ["a length of 127, short", `04 7f ${zeros(127)}`, 0, "127 bytes, 0 parts"],
  ["a length of 127, long", `04 81 7f ${zeros(127)}`, 0, "fault: a length is not in its shortest form"],
  ["a length of 128", `04 81 80 ${zeros(128)}`, 0, "128 bytes, 0 parts"],
  ["a length of 256 in two bytes", `04 82 01 00 ${zeros(256)}`, 0, "256 bytes, 0 parts"],
  ["a length in four bytes that reaches beyond the end", "04 84 01 00 00 00 00", 0, "fault: a length reaches beyond the end"],
  ["a length in four bytes, padded", `04 84 00 00 01 00 ${zeros(256)}`, 0, "fault: a length is not in its shortest form"],
  ["a length in five bytes", "04 85 01 00 00 00 00", 0, "fault: a length has more than four bytes"],
  ["a length that is cut off", "04 82 01", 0, "fault: it ends too early"],
  ["as deep as is allowed", "30 02 30 00", 1, "2 bytes, 1 parts"],
  ["one deeper", "30 04 30 02 30 00", 1, "fault: it is nested too deep"],
  ["a value has no parts, whatever it holds", "04 02 30 00", 0, "2 bytes, 0 parts"],
  ["a value as deep as is allowed", "30 02 05 00", 1, "2 bytes, 1 parts"],
  ["two parts", "30 04 05 00 05 00", 1, "4 bytes, 2 parts"],
  ["the tag zero, constructed", "20 00", 1, "fault: a tag is zero"],
  ["tag number 30", "1e 00", 0, "0 bytes, 0 parts"],
  ["tag number 31", "1f 00", 0, "fault: a tag number is above 30"],
];

const shapes = suite("forms of DER");
for (const [name, hex, depth, outcome] of forms)
  shapes(name, () =>
    assert.is(
      outcomeOf(hex, (root) => `${root.content.length} bytes, ${root.children.length} parts`, depth),
      outcome,
    ),
  );
shapes("a fault of our own is not taken for one of the bytes", () => {
  const own = new RangeError("ours");
  assert.throws(
    () =>
      readDer(bytes("30 00"), 8, () => {
        throw own;
      }),
    (thrown: unknown) => thrown === own,
  );
  const outcome = readDer(bytes("30 00"), 8, () => {
    throw new DerFault("the bytes'");
  });
  assert.equal(outcome, { ok: false, error: "the bytes'" });
});
shapes("what is read are the bytes themselves, not copies that could differ", () => {
  const input = bytes("30 06 04 01 aa 04 01 bb");
  const outcome = readDer(input, 8, (root) => root.children.map(({ raw }) => [raw.buffer === input.buffer, hexOf(raw)]));
  assert.equal(outcome, {
    ok: true,
    value: [
      [true, "0401aa"],
      [true, "0401bb"],
    ],
  });
});
shapes.run();
