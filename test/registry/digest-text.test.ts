import { suite } from "uvu";
import * as assert from "uvu/assert";
import { digestOf, fallbackTag, parseDigest } from "../../src/registry/digest-text.ts";
import { nodeHasher } from "../support/registry/ports.ts";

const tests = suite("registry digest text");

const HEX = "0123456789abcdef".repeat(4);

const TEXTS: readonly (readonly [text: string, isDigest: boolean])[] = [
  [`sha256:${HEX}`, true],
  [`sha512:${HEX}${HEX}`, true],
  [`sha256:${HEX}${HEX}`, false],
  [`sha512:${HEX}`, false],
  [`sha384:${HEX}${HEX.slice(0, 32)}`, false],
  [`sha256:${HEX.toUpperCase()}`, false],
  [`SHA256:${HEX}`, false],
  [`sha256:${HEX.slice(1)}`, false],
  [`sha256:${HEX.slice(1)} `, false],
  [` sha256:${HEX}`, false],
  [`sha256:${HEX.slice(1)}\n`, false],
  ["sha256:../../x", false],
  ["sha256:", false],
  [HEX, false],
  ["", false],
];

for (const [text, isDigest] of TEXTS) {
  tests(`${JSON.stringify(text.slice(0, 20))}… of ${text.length} is ${isDigest ? "a" : "no"} digest`, () => {
    assert.is(parseDigest(text), isDigest ? text : undefined);
  });
}

tests("the fallback tag is cut where the specification cuts it", () => {
  assert.is(fallbackTag(`sha256:${HEX}`), `sha256-${HEX}`);
  assert.is(fallbackTag(`sha512:${HEX}${"f".repeat(64)}`), `sha512-${HEX}`);
});

tests("hashes what it is given", () => {
  assert.is(digestOf(nodeHasher, Buffer.from("")), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.match(digestOf(nodeHasher, Buffer.from(""), "sha512"), /^sha512:cf83e1357eefb8bd/);
});

tests.run();
