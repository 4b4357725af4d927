/** Certificate files as users bring them, and ten real look-alikes. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadAuthorities, makeOwnAuthorities } from "../../../src/trust/index.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";
import { newAuthority, newLeaf, pem } from "../../support/trust/own-pki.ts";
import { crypto } from "../../support/trust/run.ts";

const root = await newAuthority("root");
const issuing = await newAuthority("issuing", { by: root });
const other = await newAuthority("other");
const leaf = await newLeaf({ by: issuing, san: { type: "email", value: "a@acme.example" } });
const bytes = (text: string) => new TextEncoder().encode(text);

function load(content: Uint8Array | string): string {
  const loaded = loadAuthorities(typeof content === "string" ? bytes(content) : content, crypto);
  return loaded.ok ? `${loaded.value.length} certificates` : `${loaded.error.reason}: ${loaded.error.detail}`;
}

const tests = suite("certificate files");
const rows: readonly (readonly [name: string, content: Uint8Array | string, outcome: RegExp])[] = [
  ["PEM", pem(root), /^1 certificates$/u],
  ["DER", root.der, /^1 certificates$/u],
  ["several blocks", pem(root) + pem(issuing), /^2 certificates$/u],
  ["nothing", "", /^key-unreadable: it is neither PEM nor DER$/u],
  ["text", "root", /^key-unreadable: it is neither PEM nor DER$/u],
  ["a broken block", pem(root).replace("MII", "M!I"), /^key-unreadable: /u],
  [
    "a private key",
    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    /^key-unreadable: a block is labelled `PRIVATE KEY`/u,
  ],
  ["no certificate inside", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", /^key-unreadable: it is no certificate/u],
  ["DER with something behind", Uint8Array.from([...root.der, 0]), /^key-unreadable: it is no certificate: bytes follow the end$/u],
  ["one certificate twice", pem(root) + pem(root), /^trust-config-invalid: it holds one certificate twice$/u],
  ["a leaf", pem(leaf), /^trust-config-invalid: it cannot be an authority: the certificate is no authority$/u],
  ["a leaf behind an authority", pem(root) + pem(leaf), /^trust-config-invalid: block 2: it cannot be an authority/u],
  ["65 blocks", pem(root).repeat(65), /^key-unreadable: it has more than 64 blocks$/u],
  ["more than a mebibyte", new Uint8Array(1024 * 1024 + 1), /^key-unreadable: it has more than 1048576 bytes$/u],
];
for (const [name, content, outcome] of rows) tests(name, () => assert.match(load(content), outcome));

tests("what is issued by something listed beside it is no anchor; order and repetition change nothing", () => {
  const names = (holders: readonly (typeof root)[]) => {
    const set = makeOwnAuthorities(holders.map(({ certificate }) => certificate));
    return [set.anchors.length, set.intermediates.length, set.id];
  };
  const both = names([root, issuing, other]);
  assert.equal(both.slice(0, 2), [2, 1]);
  assert.equal(names([other, issuing, root, issuing]), both);
  assert.equal(names([issuing]).slice(0, 2), [1, 0]);
  assert.is.not(names([root, issuing])[2], names([root])[2]);
});

const real = withRealdata(tests);
const lookAlikes: readonly (readonly [name: string, outcome: RegExp])[] = [
  ["root", /^1 certificates$/u],
  ["intermediate", /^1 certificates$/u],
  ["intermediate-with-eku", /^1 certificates$/u],
  ["root-noncritical-bc", /basic constraints are not critical$/u],
  ["root-invalid-ku", /key usage does not allow signing certificates$/u],
  ["root-missing-ku", /key usage does not allow signing certificates$/u],
  ["leaf", /is no authority$/u],
  ["leaf-invalid-eku", /is no authority$/u],
  ["leaf-missing-eku", /is no authority$/u],
  ["leaf-invalid-ku", /is no authority$/u],
];
for (const [name, outcome] of lookAlikes)
  real(`real: bogus-${name}`, () =>
    assert.match(load(readFileSync(realdataPath("x509", "sigstore-python", `bogus-${name}.pem`))), outcome),
  );
tests.run();
