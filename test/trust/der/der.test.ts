/** The strict DER reader: what it refuses, and that nothing makes it throw. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DerFault, readDer } from "../../../src/trust/der/der.ts";
import { boolean, integerBytes, namedBits, oid, smallInteger, time } from "../../../src/trust/der/values.ts";
import { checkProperty, fc } from "../../support/property.ts";

function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

const forms: readonly (readonly [name: string, hex: string, outcome: string])[] = [
  ["empty sequence", "30 00", "ok"],
  ["nested", "30 02 31 00", "ok"],
  ["nothing", "", "it ends too early"],
  ["no length", "30", "it ends too early"],
  ["trailing byte", "30 00 00", "bytes follow the end"],
  ["beyond the end", "30 02 31", "a length reaches beyond the end"],
  ["child beyond its parent", "30 02 04 01 00", "a length reaches beyond the end"],
  ["indefinite", "30 80 00 00", "a length is indefinite"],
  ["long form of a short length", "04 81 01 00", "a length is not in its shortest form"],
  ["padded length", `04 82 00 80 ${"00".repeat(128)}`, "a length is not in its shortest form"],
  ["length of 2^48", "04 86 01 00 00 00 00 00", "a length has more than four bytes"],
  ["high tag number", "3f 81 00 00", "a tag number is above 30"],
  ["tag zero", "00 00", "a tag is zero"],
  ["arc of 2^31", "06 06 2a 88 80 80 80 00", "an arc of an object identifier is 2^31 or more"],
  ["arc cut off", "06 02 2a 88", "an object identifier is cut off"],
  ["arc padded", "06 03 2a 80 01", "an arc of an object identifier is padded"],
  ["no arc", "06 00", "an object identifier is cut off"],
];

const tests = suite("der");
for (const [name, hex, outcome] of forms)
  tests(name, () => {
    const read = readDer(bytes(hex), 8, () => "ok");
    assert.is(read.ok ? read.value : read.error, outcome);
  });
tests("depth is counted, and 100 000 levels do not exhaust the stack", () => {
  let nested = bytes("30 00");
  for (let i = 0; i < 9; i++) nested = new Uint8Array([0x30, nested.length, ...nested]);
  assert.is(readDer(nested, 10, () => true).ok, true);
  assert.is(readDer(nested, 8, () => true).ok, false);
  const hostile = new Uint8Array(200_000).fill(0x30);
  assert.is(readDer(hostile, 100, () => true).ok, false);
});

const values: readonly (readonly [name: string, hex: string, read: (node: Parameters<typeof oid>[0]) => unknown, value: unknown])[] = [
  ["oid", "06 03 55 1d 11", oid, "2.5.29.17"],
  ["oid with a large arc", "06 0a 2b 06 01 04 01 83 bf 30 01 08", oid, "1.3.6.1.4.1.57264.1.8"],
  ["oid below 2.", "06 02 88 37", oid, "2.999"],
  ["true", "01 01 ff", boolean, true],
  ["false", "01 01 00", boolean, false],
  ["boolean 01", "01 01 01", boolean, DerFault],
  ["integer 128", "02 02 00 80", smallInteger, 128],
  ["integer padded", "02 02 00 7f", integerBytes, DerFault],
  ["integer empty", "02 00", integerBytes, DerFault],
  ["negative", "02 01 ff", smallInteger, DerFault],
  ["too large", "02 05 00 80 00 00 00", smallInteger, DerFault],
  ["another tag", "04 01 00", boolean, DerFault],
  ["UTC time", `17 0d ${Buffer.from("230111165256Z").toString("hex")}`, time, 1_673_455_976_000_000_000n],
  ["UTC time of the last century", `17 0d ${Buffer.from("500101000000Z").toString("hex")}`, time, -631_152_000_000_000_000n],
  ["generalized time", `18 0f ${Buffer.from("20230111165256Z").toString("hex")}`, time, 1_673_455_976_000_000_000n],
  ["with a fraction", `18 13 ${Buffer.from("20230111165256.125Z").toString("hex")}`, time, 1_673_455_976_125_000_000n],
  ["no such day", `17 0d ${Buffer.from("230230165256Z").toString("hex")}`, time, DerFault],
  ["with an offset", `17 11 ${Buffer.from("230111165256+0100").toString("hex")}`, time, DerFault],
  ["without seconds", `17 0b ${Buffer.from("2301111652Z").toString("hex")}`, time, DerFault],
];
for (const [name, hex, read, value] of values)
  tests(`value: ${name}`, () => {
    const outcome = readDer(bytes(hex), 8, read);
    if (value === DerFault) assert.is(outcome.ok, false);
    else assert.equal(outcome, { ok: true, value });
  });
tests("named bits", () => {
  const bit = readDer(bytes("03 02 01 06"), 1, namedBits);
  assert.ok(bit.ok);
  assert.equal([0, 5, 6, 7, 40].map(bit.value), [false, true, true, false, false]);
});
tests("law: any bytes give a tree or an error", () => {
  checkProperty(fc.property(fc.uint8Array({ maxLength: 200 }), (input) => assert.type(readDer(input, 16, () => true).ok, "boolean")));
});
tests.run();
