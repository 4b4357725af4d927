/** The second opinion: that certificates as it is shown them say what its own reader reads, and each answer's reason. */
import { X509Certificate } from "@sigstore/core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { SigstoreRoot, SyncCrypto } from "../../../src/trust/index.ts";
import type { LogEntry } from "../../../src/trust/signed-material.ts";
import { CachedCertificate } from "../../../src/trust/sigstore/cached-certificate.ts";
import { askBundleForm, createSecondOpinion } from "../../../src/trust/sigstore/second-opinion.ts";
import { layeredLinks, memoryOf } from "../../../src/trust/sigstore/root-memory.ts";
import type { Certificate } from "../../../src/trust/x509/certificate.ts";
import { createLinkMemo, type LinkCheck } from "../../../src/trust/x509/signature.ts";
import { crypto, loadRoot, publicGood } from "../../support/trust/run.ts";
import { PUBLIC_GOOD, publicGoodRootBytes } from "../../../src/trust/index.ts";

const authorities = [...publicGood.certificateAuthorities, ...publicGood.timestampAuthorities];
const certificates = authorities.flatMap(({ chain }) => chain);
const links = createLinkMemo(crypto);
const hex = (bytes: Buffer): string => bytes.toString("hex");

const shown = suite("certificates as they are shown");
for (const certificate of certificates)
  shown(`${certificate.fingerprint.slice(0, 16)} as its own reader reads it`, () => {
    const [ours, theirs] = [new CachedCertificate(certificate, links), X509Certificate.parse(Buffer.from(certificate.der))];
    assert.equal(
      [ours.serialNumber, ours.issuer, ours.subject, ours.publicKey].map(hex),
      [theirs.serialNumber, theirs.issuer, theirs.subject, theirs.publicKey].map(hex),
    );
    assert.equal([ours.notBefore, ours.notAfter], [theirs.notBefore, theirs.notAfter]);
    assert.equal(
      [ours.isCA, ours.extSubjectKeyID?.keyIdentifier, ours.extAuthorityKeyID?.keyIdentifier, ours.extKeyUsage?.keyCertSign],
      [theirs.isCA, theirs.extSubjectKeyID?.keyIdentifier, theirs.extAuthorityKeyID?.keyIdentifier, theirs.extKeyUsage?.keyCertSign],
    );
    assert.is(ours.extSCT, undefined);
    assert.ok(ours.extensions.length > 0 && ours.extensions.length < certificate.extensions.length + 1);
    assert.is(ours.extensions, ours.extensions, "parsed once");
    assert.is(ours.clone(), ours);
  });
const [first, second] = certificates as [Certificate, Certificate];
function asking(answer: LinkCheck): { readonly made: CachedCertificate; readonly asked: string[] } {
  const asked: string[] = [];
  const memo = {
    check: (subject: Certificate, issuer: Certificate) => (asked.push(`${subject.fingerprint}>${issuer.fingerprint}`), answer),
  };
  return { made: new CachedCertificate(first, memo), asked };
}
shown("links are asked of the memory: its own, or another's", () => {
  const { made, asked } = asking("signed");
  const other = new CachedCertificate(second, links);
  assert.equal([made.verify(), made.verify(other)], [true, true]);
  assert.equal(asked, [`${first.fingerprint}>${first.fingerprint}`, `${first.fingerprint}>${second.fingerprint}`]);
  assert.is(made.verify(X509Certificate.parse(Buffer.from(second.der))), false, "a certificate that nobody parsed strictly signs nothing");
  for (const answer of ["not-signed", "algorithm"] as const) {
    assert.is(asking(answer).made.verify(), false);
    assert.is(asking(answer).made.verify(other), false);
  }
});
shown("the same is the same by its bytes", () => {
  const made = new CachedCertificate(first, links);
  assert.is(made.equals(new CachedCertificate(first, links)), true);
  assert.is(made.equals(new CachedCertificate(second, links)), false);
  assert.is(made.equals(X509Certificate.parse(Buffer.from(first.der))), false);
});
shown.run();

// --------------------------------------------------------------------------------------------------------------- answers

const chain = publicGood.certificateAuthorities.find((each) => each.chain.length > 1)?.chain ?? [];
const within = (chain[0]?.notBefore ?? 0n) + 1_000_000_000n;
const opinion = () => createSecondOpinion(publicGood, createLinkMemo(crypto));

const answers = suite("answers of the second opinion");
answers("authorities that make a path, and each time in their window", () => {
  assert.ok(chain.length > 1);
  assert.is(opinion().authorities(chain, [within]), undefined);
  assert.is(opinion().authorities([], [within]), undefined);
  const late = opinion().authorities(chain, [(chain[0]?.notAfter ?? 0n) + 1_000_000_000n]);
  assert.is(late?.reason, "certificate-chain-invalid");
  assert.ok((late?.detail ?? "").length > 0);
  assert.is(opinion().authorities(chain, [within, 0n])?.reason, "certificate-chain-invalid", "every time");
});
answers("authorities of another root make none", () => {
  const empty: SigstoreRoot = { ...publicGood, certificateAuthorities: [] };
  assert.is(createSecondOpinion(empty, createLinkMemo(crypto)).authorities(chain, [within])?.reason, "certificate-chain-invalid");
});
answers("links that nobody signed make none", () => {
  const refusing = createSecondOpinion(publicGood, { check: () => "not-signed" });
  assert.is(refusing.authorities(chain, [within])?.reason, "certificate-chain-invalid");
});
answers("what was agreed is not asked again, and what was not is", () => {
  let checks = 0;
  const memo = { check: (): LinkCheck => ((checks += 1), "signed") };
  const made = createSecondOpinion(publicGood, memo);
  assert.is(made.authorities(chain, [within]), undefined);
  const once = checks;
  assert.ok(once > 0);
  assert.is(made.authorities(chain, [within]), undefined);
  assert.is(checks, once);
  const failing = createSecondOpinion(publicGood, { check: () => ((checks += 1), "not-signed") });
  for (let i = 0; i < 2; i += 1) assert.is(failing.authorities(chain, [within])?.reason, "certificate-chain-invalid");
  assert.ok(checks > once + 1);
});
answers("an exception while a link is asked for is no agreement", () => {
  const broken = createSecondOpinion(publicGood, {
    check: () => {
      throw new TypeError("broken");
    },
  });
  assert.is(broken.authorities(chain, [within])?.reason, "certificate-chain-invalid");
});
answers("a token that is none", () => {
  const [authority] = publicGood.timestampAuthorities;
  assert.ok(authority);
  const unread = { reason: "token-malformed", detail: "the second opinion cannot read it" };
  for (const bytes of [[], [0x30, 0x00], [0x30, 0x03, 2, 1, 0], [0x30, 0x05, 0x30, 0x03, 2, 1, 0]])
    assert.equal(opinion().token(Uint8Array.from(bytes), new Uint8Array(), authority), unread);
});
answers("an entry whose promise or proof is not the log's", () => {
  const [log] = publicGood.logs;
  assert.ok(log);
  const entry: LogEntry = {
    logIndex: 1n,
    logId: Uint8Array.from(Buffer.from(log.logId, "hex")),
    kind: "dsse",
    version: "0.0.1",
    integratedTime: log.validFor.start / 1_000_000_000n + 1n,
    body: new TextEncoder().encode('{"kind":"dsse","apiVersion":"0.0.1","spec":{}}'),
  };
  const content = { signature: new Uint8Array(), compareDigest: () => true, compareSignedDigest: () => true };
  assert.is(opinion().entry({ ...entry, promise: Uint8Array.of(1) }, content)?.reason, "set-invalid");
  assert.is(opinion().entry({ ...entry, promise: Uint8Array.of(1) }, content)?.isBody, false);
  const proof = { logIndex: 0n, rootHash: new Uint8Array(32), treeSize: 1n, hashes: [], checkpoint: "x" };
  assert.equal(
    [opinion().entry({ ...entry, proof }, content)?.reason, opinion().entry({ ...entry, proof }, content)?.isBody],
    ["inclusion-invalid", false],
  );
  assert.is(createSecondOpinion({ ...publicGood, logs: [] }, createLinkMemo(crypto)).entry({ ...entry, proof }, content)?.isBody, false);
});
answers("the form of a bundle, in its own words", () => {
  assert.match(askBundleForm({}) ?? "", /invalid/iu);
  assert.is(typeof askBundleForm({ mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json" }), "string");
});
answers.run();

// ---------------------------------------------------------------------------------------------------------------- memory

const memory = suite("what a root remembers");
const fresh = (): SigstoreRoot => loadRoot(PUBLIC_GOOD, publicGoodRootBytes());
memory("one memory for each root and each provider", () => {
  const [root, other] = [fresh(), fresh()];
  const provider: SyncCrypto = {
    ...crypto,
    importPublic: () => undefined,
    verify: () => false,
    digest: (hash, parts) => crypto.digest(hash, parts),
  };
  assert.is(memoryOf(root, crypto), memoryOf(root, crypto));
  assert.is.not(memoryOf(root, crypto), memoryOf(other, crypto));
  assert.is.not(memoryOf(root, crypto), memoryOf(root, provider));
  assert.is(memoryOf(root, crypto).opinion, memoryOf(root, crypto).opinion);
});
memory("it owns the certificates of its file, and no equal ones", () => {
  const [root, other] = [fresh(), fresh()];
  const of = ({ certificateAuthorities, timestampAuthorities }: SigstoreRoot): readonly Certificate[] =>
    [...certificateAuthorities, ...timestampAuthorities].flatMap((each) => each.chain);
  assert.ok(of(root).every((certificate) => memoryOf(root, crypto).owns(certificate)));
  assert.ok(of(other).every((certificate) => !memoryOf(root, crypto).owns(certificate)));
});
memory("links between its own are its own, all others the run's", () => {
  const root = fresh();
  const own = root.certificateAuthorities.find((each) => each.chain.length > 1)?.chain as [Certificate, Certificate];
  const asked: string[] = [];
  const run = { check: (): LinkCheck => (asked.push("run"), "not-signed") };
  const layered = layeredLinks(memoryOf(root, crypto), run);
  assert.is(layered.check(own[0], own[1]), "signed");
  assert.equal(asked, []);
  const stranger = { ...own[0] };
  assert.equal(
    [layered.check(stranger, own[1]), layered.check(own[0], { ...own[1] }), layered.check(stranger, stranger)],
    ["not-signed", "not-signed", "not-signed"],
  );
  assert.is(asked.length, 3);
});
memory.run();
