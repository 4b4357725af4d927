import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { envelopeDigests, found, refused, source, stateOf, statuses, statusOf } from "../../support/registry/ask.ts";
import {
  blob,
  BUNDLE,
  Content,
  descriptorOf,
  envelope,
  fallbackTagOf,
  json,
  OCI_INDEX,
  onPlatform,
  statement,
} from "../../support/registry/content.ts";
import { blobFile, layoutFolder, temporaryFolder } from "../../support/registry/layout-folder.ts";

const tests = suite("registry layout");

const REF = "org.opencontainers.image.ref.name";
const KIND = "kind";

function named(tag: string): Record<string, unknown> {
  return { annotations: { [REF]: tag } };
}

function oneReferrer(): {
  content: Content;
  image: ReturnType<Content["image"]>;
  signed: ReturnType<typeof envelope>;
  referrer: ReturnType<Content["image"]>;
} {
  const content = new Content();
  const image = content.image("app");
  const signed = envelope("one");
  const referrer = content.referrer(image, [signed]);
  return { content, image, signed, referrer };
}

tests("finds a referrer that index.json lists", async () => {
  const { content, image, signed, referrer } = oneReferrer();
  const folder = layoutFolder(content, [descriptorOf(image, named("1.0")), descriptorOf(referrer)]);
  const discovery = await found(`oci-layout:${folder}`);
  assert.is(discovery.subject.digest, image.digest);
  assert.equal(envelopeDigests(discovery), [signed.digest]);
  assert.is(stateOf(discovery, referrer.digest), "admitted");
  assert.equal(discovery.envelopes[0]?.carriers, [{ manifest: referrer.digest, subject: image.digest }]);
});

tests("finds a referrer that only the fallback tag lists", async () => {
  const { content, image, signed, referrer } = oneReferrer();
  const fallback = content.index([descriptorOf(referrer)]);
  const folder = layoutFolder(content, [descriptorOf(image), descriptorOf(fallback, named(fallbackTagOf(image.digest)))]);
  assert.equal(envelopeDigests(await found(`oci-layout:${folder}`)), [signed.digest]);
});

tests("finds a referrer that nothing lists, and says so", async () => {
  const { content, image, signed, referrer } = oneReferrer();
  const discovery = await found(`oci-layout:${layoutFolder(content, [descriptorOf(image)])}`);
  assert.equal(envelopeDigests(discovery), [signed.digest]);
  assert.equal(source(discovery, "layout-referrers").observed.notes, [`unlisted: ${referrer.digest}`]);
});

tests("finds a referrer of a platform manifest", async () => {
  const content = new Content();
  const child = content.image("amd");
  const index = content.index([onPlatform(child, "amd64")]);
  const referrer = content.referrer(child, [blob("{}", BUNDLE)]);
  const discovery = await found(`oci-layout:${layoutFolder(content, [descriptorOf(index), descriptorOf(referrer)])}`);
  assert.is(stateOf(discovery, referrer.digest), "admitted");
});

tests("reads cosign's attestations by kind and by tag", async () => {
  const content = new Content();
  const image = content.image("app");
  const byKind = content.attachments([envelope("kind")]);
  const byTag = content.attachments([envelope("tag")]);
  const folder = layoutFolder(content, [
    descriptorOf(image, { annotations: { [KIND]: "dev.cosignproject.cosign/image" } }),
    descriptorOf(byKind, { annotations: { [KIND]: "dev.cosignproject.cosign/atts" } }),
    descriptorOf(byTag, named(`${fallbackTagOf(image.digest)}.att`)),
  ]);
  const discovery = await found(`oci-layout:${folder}`);
  assert.equal(new Set(envelopeDigests(discovery)), new Set([envelope("kind").digest, envelope("tag").digest]));
  assert.is(statuses(discovery)["layout-cosign"], "complete");
});

tests("takes the same bytes found twice for one envelope, and other annotations for another", async () => {
  const content = new Content();
  const image = content.image("app");
  const signed = envelope("same");
  const plain = content.referrer(image, [signed]);
  const again = content.referrer(image, [signed], { annotations: { other: "manifest" } });
  const atts = content.attachments([signed], { "dev.sigstore.cosign/certificate": "one" });
  const folder = layoutFolder(content, [
    descriptorOf(image),
    descriptorOf(plain),
    descriptorOf(again),
    descriptorOf(atts, { annotations: { [KIND]: "dev.cosignproject.cosign/atts" } }),
  ]);
  const discovery = await found(`oci-layout:${folder}`);
  assert.is(discovery.envelopes.length, 2);
  assert.equal(
    discovery.envelopes.map((one) => one.carriers.length).sort((a, b) => a - b),
    [1, 2],
  );
});

tests("drops a referrer of another image, and what is no attestation, with the reason", async () => {
  const content = new Content();
  const image = content.image("app");
  const other = content.referrer(content.image("other"), [envelope("other")]);
  const sbom = content.referrer(image, [blob("an sbom", "application/spdx+json")]);
  const good = content.referrer(image, [envelope("good")]);
  const fallback = content.index([descriptorOf(other), descriptorOf(sbom), descriptorOf(good)]);
  const folder = layoutFolder(content, [descriptorOf(image), descriptorOf(fallback, named(fallbackTagOf(image.digest)))]);
  const discovery = await found(`oci-layout:${folder}`);
  assert.is(stateOf(discovery, other.digest), "foreign referrer-subject-mismatch");
  assert.is(stateOf(discovery, sbom.digest), "ignored not-an-attestation");
  assert.equal(envelopeDigests(discovery), [envelope("good").digest]);
  assert.is(statuses(discovery)["layout-referrers"], "complete");
});

tests("a malformed referrer hides nothing and is told", async () => {
  const content = new Content();
  const image = content.image("app");
  const broken = content.addManifest(json({ schemaVersion: 2, layers: "none" }, "application/vnd.oci.image.manifest.v1+json"));
  const good = content.referrer(image, [envelope("good")]);
  const fallback = content.index([descriptorOf(broken), descriptorOf(good)]);
  const folder = layoutFolder(content, [descriptorOf(image), descriptorOf(fallback, named(fallbackTagOf(image.digest)))]);
  const discovery = await found(`oci-layout:${folder}`);
  assert.is(stateOf(discovery, broken.digest), "failed manifest-malformed");
  assert.is(statuses(discovery)["layout-referrers"], "complete");
  assert.equal(envelopeDigests(discovery), [envelope("good").digest]);
});

type Damage = (folder: string, digests: { image: string; referrer: string; signed: string }) => void;

const DAMAGE: readonly (readonly [what: string, damage: Damage, status: string, state: string])[] = [
  ["one byte more in an envelope", (f, d) => appendFileSync(blobFile(f, d.signed), " "), "failed size-mismatch", "failed size-mismatch"],
  ["an envelope of other bytes", (f, d) => flip(blobFile(f, d.signed)), "failed digest-mismatch", "failed digest-mismatch"],
  ["a missing envelope", (f, d) => rmSync(blobFile(f, d.signed)), "failed blob-missing", "failed blob-missing"],
  ["a cut envelope", (f, d) => truncateSync(blobFile(f, d.signed), 10), "failed size-mismatch", "failed size-mismatch"],
  ["a link for an envelope", (f, d) => link(f, d.signed), "failed path-refused", "failed path-refused"],
  ["a pipe for an envelope", (f, d) => pipe(blobFile(f, d.signed)), "failed path-refused", "failed path-refused"],
  ["a missing referrer", (f, d) => rmSync(blobFile(f, d.referrer)), "failed dangling", "failed dangling"],
  ["a referrer of other bytes", (f, d) => flip(blobFile(f, d.referrer)), "failed digest-mismatch", "failed digest-mismatch"],
  ["a huge referrer", (f, d) => truncateSync(blobFile(f, d.referrer), 5_000_000), "failed too-large", "failed too-large"],
];

function flip(path: string): void {
  const size = Number(execFileSync("stat", ["-c", "%s", path], { encoding: "utf8" }));
  writeFileSync(path, `{${"x".repeat(size - 1)}`);
}

function link(folder: string, digest: string): void {
  renameSync(blobFile(folder, digest), join(folder, "elsewhere"));
  symlinkSync(join(folder, "elsewhere"), blobFile(folder, digest));
}

function pipe(path: string): void {
  rmSync(path);
  execFileSync("mkfifo", [path]);
}

for (const [what, damage, status, state] of DAMAGE) {
  tests(`${what} fails its source`, async () => {
    const { content, image, signed, referrer } = oneReferrer();
    const fallback = content.index([descriptorOf(referrer)]);
    const folder = layoutFolder(content, [descriptorOf(image), descriptorOf(fallback, named(fallbackTagOf(image.digest)))]);
    damage(folder, { image: image.digest, referrer: referrer.digest, signed: signed.digest });
    const discovery = await found(`oci-layout:${folder}`);
    assert.is(statuses(discovery)["layout-referrers"], status);
    assert.is(stateOf(discovery, referrer.digest), state);
    assert.equal(discovery.envelopes, []);
    assert.not.ok(discovery.absenceHolds);
  });
}

const BROKEN: readonly (readonly [what: string, damage: (folder: string, image: string) => void, reason: string])[] = [
  ["nothing", (f) => rmSync(f, { recursive: true }), "not-found"],
  ["no marker", (f) => rmSync(join(f, "oci-layout")), "not-found"],
  ["another layout version", (f) => writeFileSync(join(f, "oci-layout"), '{"imageLayoutVersion":"2.0.0"}'), "malformed"],
  ["an index that is no JSON", (f) => writeFileSync(join(f, "index.json"), "{"), "manifest-malformed"],
  ["a key twice", (f) => writeFileSync(join(f, "index.json"), '{"schemaVersion":2,"manifests":[],"manifests":[]}'), "manifest-malformed"],
  ["deep nesting", (f) => writeFileSync(join(f, "index.json"), `{"a":${"[".repeat(1_000_000)}`), "too-deep"],
  ["a huge index", (f) => truncateSync(join(f, "index.json"), 100_000_000), "too-large"],
  ["an index that is a link", (f) => linkIndex(f), "path-refused"],
  ["a blobs folder that is a link", (f) => linkBlobs(f), "path-refused"],
  ["an image of other bytes", (f, image) => flip(blobFile(f, image)), "digest-mismatch"],
  ["an image of another size", (f, image) => appendFileSync(blobFile(f, image), " "), "size-mismatch"],
  ["no image blob", (f, image) => rmSync(blobFile(f, image)), "not-found"],
  ["a digest that climbs", (f) => writeFileSync(join(f, "index.json"), climbing()), "reference-invalid"],
];

function linkIndex(folder: string): void {
  renameSync(join(folder, "index.json"), join(folder, "real.json"));
  symlinkSync("real.json", join(folder, "index.json"));
}

function linkBlobs(folder: string): void {
  renameSync(join(folder, "blobs"), join(folder, "real"));
  symlinkSync("real", join(folder, "blobs"));
}

function climbing(): string {
  return JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: OCI_INDEX, size: 2, digest: "sha256:../../x" }] });
}

for (const [what, damage, reason] of BROKEN) {
  tests(`a layout with ${what} has no subject`, async () => {
    const content = new Content();
    const image = content.image("app");
    const folder = layoutFolder(content, [descriptorOf(image)]);
    damage(folder, image.digest);
    const fault = await refused(`oci-layout:${folder}`);
    assert.is(fault.reason, reason);
    assert.is(fault.kind, reason === "not-found" ? "subject-not-found" : "subject-unreadable");
  });
}

tests("an empty layout has no subject", async () => {
  assert.is((await refused(`oci-layout:${layoutFolder(new Content(), [])}`)).kind, "subject-not-found");
});

tests("a layout of two images wants a tag or digest, and lists them", async () => {
  const content = new Content();
  const one = content.image("one");
  const two = content.image("two");
  const folder = layoutFolder(content, [descriptorOf(one, named("v1")), descriptorOf(two, named("ghcr.io/acme/two:v2"))]);
  const fault = await refused(`oci-layout:${folder}`);
  assert.is(fault.kind, "subject-ambiguous");
  assert.match(fault.detail, "v1");
  assert.is((await found(`oci-layout:${folder}:v2`)).subject.digest, two.digest);
  assert.is((await found(`oci-layout:${folder}@${one.digest}`)).subject.digest, one.digest);
  assert.is((await found(`oci-layout:${folder}:v2@${one.digest}`)).subject.digest, one.digest);
  assert.is((await refused(`oci-layout:${folder}:v3`)).kind, "subject-not-found");
});

tests("what is attached does not count as an image", async () => {
  const { content, image, referrer } = oneReferrer();
  const signatures = content.attachments([blob("sig", "application/vnd.dev.cosign.simplesigning.v1+json")]);
  const folder = layoutFolder(content, [
    descriptorOf(referrer),
    descriptorOf(signatures, named(`${fallbackTagOf(image.digest)}.sig`)),
    descriptorOf(content.attachments([]), { annotations: { [KIND]: "dev.cosignproject.cosign/sigs" } }),
    descriptorOf(image),
  ]);
  assert.is((await found(`oci-layout:${folder}`)).subject.digest, image.digest);
});

tests("an empty list of attestations is complete and holds as absence", async () => {
  const content = new Content();
  const image = content.image("app");
  const atts = content.attachments([]);
  const discovery = await found(
    `oci-layout:${layoutFolder(content, [descriptorOf(image), descriptorOf(atts, { annotations: { [KIND]: "dev.cosignproject.cosign/atts" } })])}`,
  );
  assert.is(stateOf(discovery, atts.digest), "ignored not-an-attestation");
  assert.ok(discovery.absenceHolds);
});

tests("more blobs than may be looked through fail the source", async () => {
  const { content, image } = oneReferrer();
  const discovery = await found(`oci-layout:${layoutFolder(content, [descriptorOf(image)])}`, { limits: { unlistedBlobs: 2 } });
  assert.is(statusOf(source(discovery, "layout-referrers")), "failed too-many");
});

const CUTS: readonly (readonly [limit: object, status: string])[] = [
  [{ candidatesPerSubject: 2 }, "failed too-many"],
  [{ referrers: 2 }, "failed too-many"],
  [{ attestationBytes: 50 }, "failed too-large"],
  [{ runAttestationBytes: 1200 }, "failed too-large"],
];

for (const [limits, status] of CUTS) {
  tests(`past ${Object.keys(limits)[0]} the listing is not whole`, async () => {
    const content = new Content();
    const image = content.image("app");
    const referrers = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map((name) => content.referrer(image, [envelope(name)]));
    const index = content.index(referrers.map((referrer) => descriptorOf(referrer)));
    const nested = new Content();
    for (const stored of content.all()) nested.add(stored);
    const folder = layoutFolder(nested, [descriptorOf(image), descriptorOf(index, named(fallbackTagOf(image.digest)))]);
    const discovery = await found(`oci-layout:${folder}`, { limits });
    assert.is(statusOf(source(discovery, "layout-referrers")), status);
    assert.not.ok(discovery.absenceHolds);
  });
}

tests("more layers than may be read are too many", async () => {
  const content = new Content();
  const image = content.image("app");
  const atts = content.attachments([envelope("a"), envelope("b"), envelope("c")]);
  const entries = [descriptorOf(image), descriptorOf(atts, { annotations: { [KIND]: "dev.cosignproject.cosign/atts" } })];
  const discovery = await found(`oci-layout:${layoutFolder(content, entries)}`, { limits: { layersPerManifest: 2 } });
  assert.is(stateOf(discovery, atts.digest), "failed too-many");
  assert.is(statuses(discovery)["layout-cosign"], "failed too-many");
});

tests("names the layout by the words of the user", async () => {
  const { content, image } = oneReferrer();
  const folder = layoutFolder(content, [descriptorOf(image, named("v1"))]);
  assert.is((await found(`oci-layout:${folder}:v1`)).subject.reference, `oci-layout:${folder}:v1@${image.digest}`);
});

tests("a folder that is no layout is told from one that is damaged", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "blobs"));
  assert.is((await refused(`oci-layout:${folder}`)).kind, "subject-not-found");
});

tests("bytes of a bare statement inside an index are unsigned", async () => {
  const content = new Content();
  const child = content.image("amd");
  const index = content.index([onPlatform(child, "amd64"), content.buildkit(child, statement("built"))]);
  const discovery = await found(`oci-layout:${layoutFolder(content, [descriptorOf(index)])}`);
  assert.equal(
    discovery.envelopes.map((one) => [one.digest, one.unsigned]),
    [[statement("built").digest, true]],
  );
});

tests.run();
