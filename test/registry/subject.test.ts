import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSubject, printSubject } from "../../src/registry/index.ts";

const tests = suite("registry subject");

const DIGEST = `sha256:${"a".repeat(64)}`;

const GOOD: readonly (readonly [text: string, subject: object])[] = [
  ["oci-layout:./img", { kind: "layout", directory: "./img" }],
  ["oci-layout:./img:1.0", { kind: "layout", directory: "./img", tag: "1.0" }],
  [`oci-layout:/a b/c@${DIGEST}`, { kind: "layout", directory: "/a b/c", digest: DIGEST }],
  [`oci-layout:img:v1@${DIGEST}`, { kind: "layout", directory: "img", tag: "v1", digest: DIGEST }],
  ["oci-layout:a@b/c", { kind: "layout", directory: "a@b/c" }],
  ["oci-layout:a:b/c", { kind: "layout", directory: "a:b/c" }],
  ["file:dist/app.whl", { kind: "file", path: "dist/app.whl" }],
  [DIGEST, { kind: "digest", digest: DIGEST }],
];

for (const [text, subject] of GOOD) {
  tests(`reads ${text}`, () => {
    const parsed = parseSubject(text);
    assert.equal(parsed.ok && parsed.value, subject);
    assert.is(parsed.ok && printSubject(parsed.value), text);
  });
}

tests("takes anything else for a name in a registry", () => {
  const parsed = parseSubject("localhost:5000/app:1.0");
  assert.is(parsed.ok && parsed.value.kind, "registry");
  assert.is(parsed.ok && printSubject(parsed.value), "localhost:5000/app:1.0");
});

for (const text of [
  "oci-layout:",
  "oci-layout:x@sha256:abc",
  `oci-layout:x@sha256:${"A".repeat(64)}`,
  "file:",
  "sha256:xyz",
  "sha384:00",
  "file:a\0b",
]) {
  tests(`refuses ${JSON.stringify(text)}`, () => {
    const parsed = parseSubject(text);
    assert.is(parsed.ok ? "" : parsed.error.kind, "reference-invalid");
  });
}

tests.run();
