/** Key references: a closed registry of schemes, and nothing that looks like a URI is a file name. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseKeyReference } from "../../../src/trust/index.ts";

function read(text: string, more: readonly string[] = []): string {
  const parsed = parseKeyReference(text, new Set(more));
  return parsed.ok ? JSON.stringify(parsed.value) : `${parsed.error.reason}: ${parsed.error.detail}`;
}

const tests = suite("key references");
const good: readonly (readonly [text: string, reference: object])[] = [
  ["cosign.key", { kind: "file", path: "cosign.key" }],
  ["/keys/a.key", { kind: "file", path: "/keys/a.key" }],
  ["./a b.key", { kind: "file", path: "./a b.key" }],
  ["C:\\keys\\a.key", { kind: "file", path: "C:\\keys\\a.key" }],
  ["file:a.key", { kind: "file", path: "a.key" }],
  ["file:///keys/a.key", { kind: "file", path: "/keys/a.key" }],
  ["env://COSIGN_PRIVATE_KEY", { kind: "environment", variable: "COSIGN_PRIVATE_KEY" }],
  ["awskms:///alias/release", { kind: "plug-in", scheme: "awskms", reference: "awskms:///alias/release" }],
  ["hashivault://release", { kind: "plug-in", scheme: "hashivault", reference: "hashivault://release" }],
  ["pkcs11:token=acme;object=release%20key", { kind: "pkcs11", token: { token: "acme", object: "release key" } }],
  ["pkcs11:id=%01%aF;slot-id=3;type=private", { kind: "pkcs11", token: { id: "01af", slotId: "3" } }],
  ["pkcs11:object=k?module-path=/usr/lib/m.so", { kind: "pkcs11", token: { object: "k", modulePath: "/usr/lib/m.so" } }],
];
for (const [text, reference] of good) tests(text, () => assert.equal(JSON.parse(read(text)), reference));

const bad: readonly (readonly [text: string, outcome: RegExp])[] = [
  ["", /^trust-config-invalid: it is empty$/u],
  ["eng-09:key", /^key-scheme-unknown: no kind of key is called `eng-09:`$/u],
  ["https://keys.example/a.pub", /^key-scheme-unknown/u],
  ["AWSKMS:///alias/x", /^key-scheme-unknown/u],
  ["my-hsm://key", /^key-scheme-unknown/u],
  ["awskms:", /^trust-config-invalid: it names no key/u],
  ["awskms://", /^trust-config-invalid: it names no key/u],
  ["file://", /^trust-config-invalid: it names no file$/u],
  ["env://", /^trust-config-invalid: it names no variable/u],
  ["env://A=B", /^trust-config-invalid: it names no variable/u],
  ["pkcs11:", /^trust-config-invalid: it names no key/u],
  ["pkcs11:token=a", /^trust-config-invalid: it names no key/u],
  ["pkcs11:object=a;object=b", /^trust-config-invalid: `object` stands twice$/u],
  ["pkcs11:object=a?pin-value=1234", /^trust-config-invalid: the PIN comes from the environment/u],
  ["pkcs11:object=a?pin-source=file:/pin", /^trust-config-invalid: the PIN comes from the environment/u],
  ["pkcs11:object=a?module-path=m.so", /^trust-config-invalid: `module-path` is not absolute$/u],
  ["pkcs11:object=a;slot-id=x", /^trust-config-invalid: `slot-id` is no number$/u],
  ["pkcs11:object=a;slot-description=x", /^trust-config-invalid: `slot-description` is not read$/u],
  ["pkcs11:object=a%0Ab", /^trust-config-invalid: `object` is no text$/u],
  ["pkcs11:object=%ff", /^trust-config-invalid: `object` is no text$/u],
  ["pkcs11:object=%4", /^trust-config-invalid: `object` is not percent-encoded/u],
  ["pkcs11:object=a?b?c", /^trust-config-invalid: it has two question marks$/u],
  ["pkcs11:constructor=a;object=k", /^trust-config-invalid: `constructor` is not read$/u],
];
for (const [text, outcome] of bad) tests(`refused: ${text}`, () => assert.match(read(text), outcome));
tests("a scheme that the machine's configuration adds", () => assert.match(read("my-hsm://key", ["my-hsm"]), /"plug-in"/u));
tests.run();
