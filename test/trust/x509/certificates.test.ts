/** Certificates and paths over real look-alikes: ten certificates with one name, right and wrong usages. */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits } from "../../../src/base/index.ts";
import { readPem } from "../../../src/trust/keys/pem.ts";
import type { Certificate } from "../../../src/trust/x509/certificate.ts";
import { extendedKeyUsage, keyUsage } from "../../../src/trust/x509/extensions.ts";
import { checkLeafProfile } from "../../../src/trust/x509/leaf-profile.ts";
import { oids } from "../../../src/trust/x509/oids.ts";
import { parseCertificate } from "../../../src/trust/x509/parse.ts";
import { findPath, issuerFault, type PathQuestion } from "../../../src/trust/x509/path.ts";
import { createLinkMemo } from "../../../src/trust/x509/signature.ts";
import { checkProperty, fc } from "../../support/property.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";
import { crypto, instant, publicGood } from "../../support/trust/run.ts";

function parse(der: Uint8Array): Certificate {
  const certificate = parseCertificate(der, crypto, defaultLimits.derDepth);
  if (!certificate.ok) throw new Error(certificate.error);
  return certificate.value;
}

function read(name: string): Certificate {
  const blocks = readPem(readFileSync(realdataPath("x509", "sigstore-python", `bogus-${name}.pem`), "utf8"));
  if (!blocks.ok) throw new Error(blocks.error);
  return parse((blocks.value[0] as { der: Uint8Array }).der);
}

function question(leaf: string, intermediates: readonly string[], anchors: readonly string[], change: Partial<PathQuestion> = {}): string {
  const path = findPath(
    {
      leaf: read(leaf),
      intermediates: intermediates.map(read),
      anchors: anchors.map(read),
      times: [],
      purpose: oids.codeSigning,
      maxLength: 8,
      maxChecks: 64,
      ...change,
    },
    createLinkMemo(crypto),
  );
  return path.ok ? `path of ${path.value.length}` : path.error.reason;
}

const authorities: readonly (readonly [name: string, fault: RegExp | undefined])[] = [
  ["root", undefined],
  ["intermediate", undefined],
  ["intermediate-with-eku", undefined],
  ["root-noncritical-bc", /not critical/u],
  ["root-invalid-ku", /key usage/u],
  ["root-missing-ku", /key usage/u],
  ["leaf", /no authority/u],
];

const tests = suite("certificates");
const real = withRealdata(tests);
for (const [name, fault] of authorities)
  real(`X4 ${name} as an authority`, () => {
    const found = issuerFault(read(name), 0, oids.codeSigning);
    if (fault === undefined) assert.is(found, undefined);
    else assert.match(found ?? "", fault);
  });
real("the path finds the right one among look-alikes", () => {
  const looks = ["root-missing-ku", "root-invalid-ku", "root-noncritical-bc", "root"];
  assert.is(question("intermediate", [], looks), "path of 2");
  assert.is(question("intermediate", [], looks.slice(0, 3)), "certificate-chain-invalid");
});
real("X2 signature checks are bounded", () => {
  assert.is(question("intermediate", [], ["leaf", "root"], { maxChecks: 0 }), "too-many");
});
real("X3 every certificate is valid at every time, both ends included", () => {
  const leaf = read("intermediate");
  assert.is(question("intermediate", [], ["root"], { times: [leaf.notBefore] }), "path of 2");
  assert.is(question("intermediate", [], ["root"], { times: [leaf.notAfter] }), "path of 2");
  assert.is(question("intermediate", [], ["root"], { times: [leaf.notAfter + 1n] }), "certificate-not-valid-at-time");
  assert.is(question("intermediate", [], ["root"], { times: [leaf.notBefore - 1n] }), "certificate-not-valid-at-time");
  assert.is(
    question("intermediate", [], ["root"], { times: [leaf.notBefore, instant("2020-01-01T00:00:00Z")] }),
    "certificate-not-valid-at-time",
  );
});
real("B17 a DNS name signs nothing", () => {
  const outcome = checkLeafProfile(read("leaf"), crypto);
  assert.is(outcome.ok ? "good" : outcome.error.detail, "its alternative name is a DNS name");
});
const leaves: readonly (readonly [name: string, detail: RegExp])[] = [
  ["leaf-invalid-eku", /another purpose/u],
  ["leaf-missing-eku", /no extended key usage/u],
  ["leaf-invalid-ku", /key usage/u],
  ["root", /an authority's/u],
];
for (const [name, detail] of leaves)
  real(`cert-02 ${name}`, () => {
    const outcome = checkLeafProfile(read(name), crypto);
    assert.is(outcome.ok, false);
    assert.match(outcome.ok ? "" : outcome.error.detail, detail);
    assert.is(outcome.ok ? "" : outcome.error.reason, "certificate-profile");
  });
tests("the shipped authorities say what they are for", () => {
  const [intermediate] = publicGood.certificateAuthorities.at(-1)?.chain ?? [];
  assert.ok(intermediate);
  assert.equal(extendedKeyUsage(intermediate), { ok: true, value: [oids.codeSigning] });
  assert.equal(keyUsage(intermediate), { ok: true, value: { digitalSignature: false, keyCertSign: true, crlSign: true } });
});
tests("law: a changed byte never throws, and what still parses is another certificate", () => {
  const der = publicGood.certificateAuthorities[1]?.chain[0]?.der ?? new Uint8Array();
  const original = parse(der);
  checkProperty(
    fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Uint8Array.from(der);
      changed[at] = (der[at] as number) ^ mask;
      const outcome = parseCertificate(changed, crypto, defaultLimits.derDepth);
      if (outcome.ok) assert.is.not(outcome.value.fingerprint, original.fingerprint);
    }),
  );
});
tests.run();
