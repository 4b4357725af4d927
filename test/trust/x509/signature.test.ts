/** Which identifiers name which algorithms for which keys, and when one certificate counts as signed by another. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { PublicKey, SignatureJob } from "../../../src/trust/index.ts";
import { certificateAlgorithm, checkLink, createLinkMemo, keyFault } from "../../../src/trust/x509/signature.ts";
import { fakeCrypto, keyNamed, plainCertificate, type PlainSpec } from "../../support/trust/plain-certificate.ts";

const families = ["p256", "p384", "p521", "ed25519", "rsa", "unsupported"] as const;

const identifiers: Readonly<Record<string, Partial<Record<(typeof families)[number], string>>>> = {
  "1.2.840.10045.4.3.2": { p256: "ecdsa-sha2-256-nistp256", p384: "ecdsa-sha2-256-nistp384", p521: "ecdsa-sha2-256-nistp521" },
  "1.2.840.10045.4.3.3": { p256: "ecdsa-sha2-384-nistp256", p384: "ecdsa-sha2-384-nistp384", p521: "ecdsa-sha2-384-nistp521" },
  "1.2.840.10045.4.3.4": { p256: "ecdsa-sha2-512-nistp256", p384: "ecdsa-sha2-512-nistp384", p521: "ecdsa-sha2-512-nistp521" },
  "1.2.840.113549.1.1.11": { rsa: "rsa-sign-pkcs1-sha256" },
  "1.2.840.113549.1.1.12": { rsa: "rsa-sign-pkcs1-sha384" },
  "1.2.840.113549.1.1.13": { rsa: "rsa-sign-pkcs1-sha512" },
  "1.3.101.112": { ed25519: "ed25519" },
  "ecdsa with SHA-1: 1.2.840.10045.4.1": {},
  "RSA with SHA-1: 1.2.840.113549.1.1.5": {},
  "RSA with MD5: 1.2.840.113549.1.1.4": {},
  "PSS: 1.2.840.113549.1.1.10": {},
  "": {},
};

const algorithms = suite("algorithms of certificates");
for (const [named, expected] of Object.entries(identifiers))
  for (const family of families)
    algorithms(`${named} with ${family}`, () => assert.is(certificateAlgorithm(named.split(" ").at(-1) ?? "", family), expected[family]));
algorithms.run();

const key = (family: PublicKey["family"], bits: number): PublicKey => ({ family, bits, fingerprint: "sha256:00", spki: new Uint8Array() });
const weak: readonly (readonly [name: string, key: PublicKey, fault: unknown])[] = [
  ["RSA of 2048 bits", key("rsa", 2048), undefined],
  ["RSA of 2047 bits", key("rsa", 2047), { reason: "key-weak", detail: "its RSA key has 2047 bits, at least 2048 are needed" }],
  ["a curve of 256 bits", key("p256", 256), undefined],
  ["Ed25519", key("ed25519", 256), undefined],
  [
    "another curve",
    key("unsupported", 4096),
    { reason: "algorithm-unsupported", detail: "its key is of an algorithm or curve that is not allowed" },
  ],
];
const keys = suite("keys that may sign");
for (const [name, given, fault] of weak) keys(name, () => assert.equal(keyFault(given), fault));
keys.run();

function link(subject: PlainSpec, issuer: PlainSpec, verifies: "signed" | "forged" = "signed"): string {
  const jobs: SignatureJob[] = [];
  const crypto = fakeCrypto((job) => (jobs.push(job), verifies === "signed"));
  const answer = checkLink(plainCertificate(subject), plainCertificate({ subject: "root", ...issuer }), crypto);
  return jobs.length === 0 ? answer : `${answer} by ${jobs.map(({ algorithm }) => algorithm).join()}`;
}

const links = suite("links");
links("the issuer's key signed it", () => assert.is(link({}, {}), "signed by ecdsa-sha2-256-nistp256"));
links("it did not", () => assert.is(link({}, {}, "forged"), "not-signed by ecdsa-sha2-256-nistp256"));
links("a key that cannot be read signs nothing", () => assert.is(link({}, { spki: keyNamed("none") }), "not-signed"));
links("a weak key", () => assert.is(link({ signatureOid: "1.2.840.113549.1.1.11" }, { spki: keyNamed("rsa 1024") }), "algorithm"));
links("a strong one", () =>
  assert.is(link({ signatureOid: "1.2.840.113549.1.1.11" }, { spki: keyNamed("rsa 2048") }), "signed by rsa-sign-pkcs1-sha256"),
);
links("another family's algorithm", () => assert.is(link({ signatureOid: "1.2.840.113549.1.1.11" }, {}), "algorithm"));
links("SHA-1", () => assert.is(link({ signatureOid: "1.2.840.10045.4.1" }, {}), "algorithm"));
links("two identifiers that differ", () => assert.is(link({ signatureAlgorithmsAgree: false }, {}), "algorithm"));
links("the signed bytes, the signature and the issuer's key are what is checked", () => {
  const jobs: SignatureJob[] = [];
  const crypto = fakeCrypto((job) => jobs.push(job) > 0);
  const subject = plainCertificate({ subject: "leaf", signature: Uint8Array.of(7, 8) });
  checkLink(subject, plainCertificate({ subject: "root", spki: keyNamed("p384") }), crypto);
  const [job] = jobs;
  assert.equal(job?.parts, [subject.tbs]);
  assert.is(job?.signature, subject.signature);
  assert.is(job?.key.family, "p384");
});
links("what was checked is remembered for both certificates together", () => {
  let checks = 0;
  const memo = createLinkMemo(fakeCrypto((job) => ((checks += 1), new TextDecoder().decode(job.parts[0]) !== "forged")));
  const [leaf, forged, root, other] = ["leaf", "forged", "root", "other"].map((subject) => plainCertificate({ subject }));
  assert.ok(leaf && forged && root && other);
  const answers = [memo.check(leaf, root), memo.check(forged, root), memo.check(leaf, root), memo.check(forged, root)];
  assert.equal([answers, checks], [["signed", "not-signed", "signed", "not-signed"], 2]);
  assert.is(memo.check(leaf, other), "signed");
  assert.is(memo.check(other, leaf), "signed");
  assert.is(checks, 4, "another issuer, and the two in each other's place, are other questions");
});
links("the memory is bounded, and what it cannot hold is checked each time", () => {
  let checks = 0;
  const memo = createLinkMemo(fakeCrypto(() => ((checks += 1), true)));
  const root = plainCertificate({ subject: "root" });
  const many = Array.from({ length: 4097 }, (_, i) => plainCertificate({ subject: Uint8Array.of(i >> 8, i & 0xff) }));
  for (const certificate of many) memo.check(certificate, root);
  assert.is(checks, 4097);
  for (const certificate of many) assert.is(memo.check(certificate, root), "signed");
  assert.is(checks, 4098, "4096 are remembered");
});
links.run();
