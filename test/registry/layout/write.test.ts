import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { attachToLayout, createLayout, putBlob, putManifest } from "../../../src/registry/index.ts";
import { envelopeDigests, found, statuses } from "../../support/registry/ask.ts";
import { BUNDLE, Content, descriptorOf, envelope, fallbackTagOf } from "../../support/registry/content.ts";
import { blobFile, layoutFolder, temporaryFolder } from "../../support/registry/layout-folder.ts";
import { offlinePorts, testTimer } from "../../support/registry/ports.ts";

const tests = suite("registry layout writing");

const ports = offlinePorts();
const REF = "org.opencontainers.image.ref.name";

interface Entry {
  readonly digest: string;
  readonly mediaType: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly subject?: Entry;
  readonly config?: Entry;
  readonly layers?: readonly Entry[];
}

function indexOf(folder: string): readonly Entry[] {
  return (JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as { manifests: readonly Entry[] }).manifests;
}

function blobJson(folder: string, digest: string): Entry & { readonly manifests?: readonly Entry[] } {
  return JSON.parse(readFileSync(blobFile(folder, digest), "utf8")) as Entry;
}

function imageLayout(): { folder: string; image: ReturnType<Content["image"]> } {
  const content = new Content();
  const image = content.image("app");
  return { folder: layoutFolder(content, [descriptorOf(image, { annotations: { [REF]: "1.0" } })]), image };
}

tests("an image put into a new layout is read back", async () => {
  const folder = join(temporaryFolder(), "new");
  assert.ok((await createLayout(folder, ports)).ok);
  const content = new Content();
  const image = content.image("app");
  for (const stored of content.blobs.values()) assert.equal(await putBlob(folder, stored.bytes, ports), { ok: true, value: stored.digest });
  const put = await putManifest(folder, { bytes: image.bytes, mediaType: image.mediaType, tag: "1.0" }, ports);
  assert.equal(put, { ok: true, value: image.digest });
  assert.is((await found(`oci-layout:${folder}:1.0`)).subject.digest, image.digest);
  assert.ok((await createLayout(folder, ports)).ok);
  assert.is(indexOf(folder).length, 1);
});

tests("a folder with somebody else's index is left alone", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "index.json"), "theirs");
  const created = await createLayout(folder, ports);
  assert.is(created.ok ? "" : created.error.reason, "malformed");
  assert.equal(readdirSync(folder), ["index.json"]);
  assert.is(readFileSync(join(folder, "index.json"), "utf8"), "theirs");
});

tests("a tag moves", async () => {
  const { folder } = imageLayout();
  const other = new Content().image("other");
  await putManifest(folder, { bytes: other.bytes, mediaType: other.mediaType, tag: "1.0" }, ports);
  assert.equal(
    indexOf(folder).map((entry) => entry.digest),
    [other.digest],
  );
});

tests("what is attached stands in the index and under the fallback tag", async () => {
  const { folder, image } = imageLayout();
  const signed = envelope("one");
  const attached = await attachToLayout(
    folder,
    image.digest,
    { kind: "dsse", bytes: signed.bytes, predicateType: "https://example.test/p" },
    ports,
  );
  assert.ok(attached.ok);
  const manifest = attached.ok ? attached.value.manifest : "";
  const entry = indexOf(folder).find((one) => one.digest === manifest);
  assert.is(entry?.artifactType, "application/vnd.in-toto+json");
  const fallback = indexOf(folder).find((one) => one.annotations?.[REF] === fallbackTagOf(image.digest));
  assert.equal(
    blobJson(folder, fallback?.digest ?? "").manifests?.map((one) => [one.digest, one.artifactType]),
    [[manifest, "application/vnd.in-toto+json"]],
  );
  const written = blobJson(folder, manifest);
  assert.is(written.subject?.digest, image.digest);
  assert.is(written.subject?.size, image.bytes.length);
  assert.is(written.config?.mediaType, "application/vnd.oci.empty.v1+json");
  assert.is(written.layers?.[0]?.mediaType, "application/vnd.dsse.envelope.v1+json");
  assert.is(written.annotations?.["dev.sigstore.bundle.predicateType"], "https://example.test/p");
  const discovery = await found(`oci-layout:${folder}:1.0`);
  assert.equal(envelopeDigests(discovery), [signed.digest]);
  assert.is(statuses(discovery)["layout-referrers"], "complete");
});

tests("a bundle is attached as a bundle", async () => {
  const { folder, image } = imageLayout();
  const attached = await attachToLayout(folder, image.digest, { kind: "bundle", bytes: Buffer.from("{}") }, ports);
  const written = blobJson(folder, attached.ok ? attached.value.manifest : "");
  assert.is(written.artifactType, BUNDLE);
  assert.is(written.layers?.[0]?.mediaType, BUNDLE);
});

tests("many attached one after the other are all found, twice the same is once", async () => {
  const { folder, image } = imageLayout();
  const all = ["a", "b", "c", "a"].map((name) => envelope(name));
  for (const one of all) assert.ok((await attachToLayout(folder, image.digest, { kind: "dsse", bytes: one.bytes }, ports)).ok);
  assert.equal(envelopeDigests(await found(`oci-layout:${folder}`)), [...new Set(all.map((one) => one.digest))].sort());
  assert.is(indexOf(folder).filter((one) => one.annotations?.[REF] !== undefined).length, 2);
});

tests("writers at once lose nothing", async () => {
  const { folder, image } = imageLayout();
  const all = ["a", "b", "c", "d", "e"].map((name) => envelope(name));
  const waiting = offlinePorts({ timer: { ...testTimer(), sleep: () => new Promise((resolve) => setImmediate(resolve)) } });
  const done = await Promise.all(all.map((one) => attachToLayout(folder, image.digest, { kind: "dsse", bytes: one.bytes }, waiting)));
  assert.ok(done.every((one) => one.ok));
  assert.equal(envelopeDigests(await found(`oci-layout:${folder}`)), all.map((one) => one.digest).sort());
});

tests("what other tools wrote into the lists stays", async () => {
  const content = new Content();
  const image = content.image("app");
  const theirs = content.referrer(image, [envelope("theirs")]);
  const fallback = content.index([descriptorOf(theirs, { artifactType: "x", "their.member": 1 })]);
  const folder = layoutFolder(content, [
    descriptorOf(image),
    descriptorOf(fallback, { annotations: { [REF]: fallbackTagOf(image.digest) }, "their.member": 2 }),
  ]);
  await attachToLayout(folder, image.digest, { kind: "dsse", bytes: envelope("ours").bytes }, ports);
  const tag = indexOf(folder).find((one) => one.annotations?.[REF] === fallbackTagOf(image.digest));
  const listed = blobJson(folder, tag?.digest ?? "").manifests ?? [];
  assert.is(listed.length, 2);
  assert.equal(listed[0], descriptorOf(theirs, { artifactType: "x", "their.member": 1 }));
  assert.is((await found(`oci-layout:${folder}`)).envelopes.length, 2);
});

tests("a fallback tag that is no index is not overwritten", async () => {
  const content = new Content();
  const image = content.image("app");
  const odd = content.image("odd");
  const folder = layoutFolder(content, [descriptorOf(image), descriptorOf(odd, { annotations: { [REF]: fallbackTagOf(image.digest) } })]);
  const before = readFileSync(join(folder, "index.json"), "utf8");
  const attached = await attachToLayout(folder, image.digest, { kind: "dsse", bytes: envelope("one").bytes }, ports);
  assert.is(attached.ok ? "" : attached.error.reason, "malformed");
  assert.is(readFileSync(join(folder, "index.json"), "utf8"), before);
});

tests("nothing is attached to what is not there, or is damaged", async () => {
  const { folder, image } = imageLayout();
  const missing = await attachToLayout(folder, `sha256:${"0".repeat(64)}`, { kind: "dsse", bytes: envelope("one").bytes }, ports);
  assert.is(missing.ok ? "" : missing.error.reason, "not-found");
  writeFileSync(blobFile(folder, image.digest), "{}");
  const damaged = await attachToLayout(folder, image.digest, { kind: "dsse", bytes: envelope("one").bytes }, ports);
  assert.is(damaged.ok ? "" : damaged.error.reason, "digest-mismatch");
});

tests("a lock that stays is told, with the way out, and never broken", async () => {
  const { folder, image } = imageLayout();
  writeFileSync(join(folder, "index.json.lock"), "someone\n");
  const attached = await attachToLayout(folder, image.digest, { kind: "dsse", bytes: envelope("one").bytes }, ports);
  assert.is(attached.ok ? "" : attached.error.reason, "locked");
  assert.match(attached.ok ? "" : attached.error.detail, /remove that file/);
  rmSync(join(folder, "index.json.lock"));
  assert.ok((await attachToLayout(folder, image.digest, { kind: "dsse", bytes: envelope("one").bytes }, ports)).ok);
});

tests("no draft and no lock is left", async () => {
  const { folder, image } = imageLayout();
  await attachToLayout(folder, image.digest, { kind: "dsse", bytes: envelope("one").bytes }, ports);
  assert.equal(readdirSync(folder).sort(), ["blobs", "index.json", "oci-layout"]);
  assert.ok(readdirSync(join(folder, "blobs", "sha256")).every((name) => /^[0-9a-f]{64}$/.test(name)));
});

tests.run();
