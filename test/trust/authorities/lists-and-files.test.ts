/** Of several paths the one on which nothing is revoked; and certificate and list files at their edges. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits, encodeUtf8 } from "../../../src/base/index.ts";
import { checkOwnCertificate } from "../../../src/trust/authorities/check-certificate.ts";
import { loadAuthorities, loadRevocationLists } from "../../../src/trust/authorities/load-authorities.ts";
import { authoritySetId } from "../../../src/trust/authorities/own-authorities.ts";
import { createLinkMemo } from "../../../src/trust/x509/signature.ts";
import { newAuthority, newLeaf, pem, revocationList, setOf, type Holder } from "../../support/trust/own-pki.ts";
import { crypto, NOW } from "../../support/trust/run.ts";

const [root, other] = [await newAuthority("root"), await newAuthority("other")];
const issuing = await newAuthority("issuing", { by: root });
const crossed = await newAuthority("issuing", { by: other, key: issuing.key });
const leaf = await newLeaf({ by: issuing, san: { type: "email", value: "alice@acme.example" } });

function judge(holders: readonly Holder[], lists: readonly Uint8Array[]): string {
  const outcome = checkOwnCertificate(
    { leaf: leaf.certificate, carried: [], times: [], now: NOW },
    { sets: [setOf(holders, lists)], links: createLinkMemo(crypto), crypto, limits: defaultLimits },
  );
  if (!outcome.ok) return outcome.error.reason;
  const [{ anchor, revocation }] = outcome.value.paths;
  return `${revocation} by ${anchor === root.certificate.fingerprint ? "root" : "other"}`;
}

const ofIssuing = await revocationList({ by: issuing });
const [ofRoot, ofOther] = [await revocationList({ by: root }), await revocationList({ by: other })];
const [rootRevokes, otherRevokes] = [
  await revocationList({ by: root, revoked: [issuing] }),
  await revocationList({ by: other, revoked: [crossed] }),
];
const orders = [
  [root, other, issuing, crossed],
  [other, root, crossed, issuing],
];
const paths = suite("paths and lists");
paths("a path on which nothing is revoked is taken before one on which something is, whatever the order", () => {
  for (const holders of orders) {
    assert.is(judge(holders, [ofIssuing, rootRevokes, ofOther]), "good by other");
    assert.is(judge(holders, [ofIssuing, ofRoot, otherRevokes]), "good by root");
    assert.match(judge(holders, [ofIssuing, rootRevokes, otherRevokes]), /^revoked by /u);
  }
});
paths("a path that lists vouch for is taken before one that none speaks of", () => {
  for (const holders of orders) {
    assert.is(judge(holders, [ofIssuing, ofRoot]), "good by root");
    assert.is(judge(holders, [ofIssuing, ofOther]), "good by other");
  }
});
paths("without lists nothing is known", () => assert.match(judge([root, other, issuing, crossed], []), /^unknown by /u));
paths("the id of a set hangs on its certificates alone, and no two lists of them run together", () => {
  assert.is(authoritySetId(["sha256:b", "sha256:a", "sha256:b"]), "sha256:a sha256:b");
  assert.is(authoritySetId([]), "");
});
paths.run();

// ----------------------------------------------------------------------------------------------------------------- files

const certificates = (bytes: Uint8Array | string): string => {
  const loaded = loadAuthorities(typeof bytes === "string" ? encodeUtf8(bytes) : bytes, crypto);
  return loaded.ok ? `${loaded.value.length} certificates` : `${loaded.error.reason}: ${loaded.error.detail}`;
};
const lists = (bytes: Uint8Array | string): string => {
  const loaded = loadRevocationLists(typeof bytes === "string" ? encodeUtf8(bytes) : bytes);
  return loaded.ok ? `${loaded.value.length} lists` : `${loaded.error.reason}: ${loaded.error.detail}`;
};
const block = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString("base64")}\n-----END ${label}-----\n`;
const padded = (length: number): string => pem(root) + "\n".repeat(length - pem(root).length);
const many: string[] = [];
for (let i = 0; i < 65; i += 1) many.push(pem(await newAuthority(`ca ${i}`, { key: root.key })));

const files = suite("files of authorities and lists");
for (const [name, outcome, expected] of [
  ["a list in PEM", lists(block("X509 CRL", ofRoot)), "1 lists"],
  ["two lists", lists(block("X509 CRL", ofRoot) + block("X509 CRL", ofOther)), "2 lists"],
  ["a list in DER", lists(ofRoot), "1 lists"],
  ["a certificate for a list", lists(pem(root)), "key-unreadable: a block is labelled `CERTIFICATE`, and `X509 CRL` is read"],
  [
    "a list for a certificate",
    certificates(block("X509 CRL", ofRoot)),
    "key-unreadable: a block is labelled `X509 CRL`, and `CERTIFICATE` is read",
  ],
  [
    "a second list that is none",
    lists(block("X509 CRL", ofRoot) + block("X509 CRL", Uint8Array.of(0x30, 0))),
    "key-unreadable: a revocation list has three parts",
  ],
  ["no list", lists("x"), "key-unreadable: it is neither PEM nor DER"],
  ["space before PEM", certificates(` \n${pem(root)}`), "1 certificates"],
  ["as long as is allowed", certificates(padded(1024 * 1024)), "1 certificates"],
  ["one byte longer", certificates(padded(1024 * 1024 + 1)), "key-unreadable: it has more than 1048576 bytes"],
  ["as many as are allowed", certificates(many.slice(0, 64).join("")), "64 certificates"],
  ["one more", certificates(many.join("")), "key-unreadable: it has more than 64 blocks"],
  [
    "a certificate that is too large",
    certificates(block("CERTIFICATE", new Uint8Array(32 * 1024 + 1))),
    "key-unreadable: the certificate is too large",
  ],
  [
    "one as large as is allowed",
    certificates(block("CERTIFICATE", new Uint8Array(32 * 1024))),
    "key-unreadable: it is no certificate: a tag is zero",
  ],
  [
    "the second of two",
    certificates(pem(root) + pem(leaf)),
    "trust-config-invalid: block 2: it cannot be an authority: the certificate is no authority",
  ],
  ["one alone", certificates(pem(leaf)), "trust-config-invalid: it cannot be an authority: the certificate is no authority"],
] as const)
  files(name, () => assert.is(outcome, expected));
files("a certificate whose key cannot be read", () => {
  const unreadable = { ...crypto, digest: crypto.digest.bind(crypto), verify: () => false, importPublic: () => undefined };
  const loaded = loadAuthorities(root.der, unreadable);
  assert.equal(loaded, { ok: false, error: { reason: "key-unreadable", detail: "the certificate's key cannot be read" } });
});
files.run();
