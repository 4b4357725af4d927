import { suite } from "uvu";
import * as assert from "uvu/assert";
import { envelopeDigests, found, refused, source, stateOf, statuses } from "../../support/registry/ask.ts";
import {
  blob,
  Content,
  descriptorOf,
  envelope,
  IN_TOTO,
  OCI_INDEX,
  onPlatform,
  statement,
  type DescriptorJson,
  type Stored,
} from "../../support/registry/content.ts";
import { layoutFolder } from "../../support/registry/layout-folder.ts";
import { NAME, onPath } from "../../support/registry/one-image.ts";
import { TestRegistry, type RegistryOptions } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry faults: adversaries");

function portsFor(content: Content, image: Stored, options: RegistryOptions = {}) {
  const registry = new TestRegistry(options);
  registry.add("acme/app", content, { "1.0": image });
  return { registry, ports: remotePorts({ [HOST]: registry }) };
}

const DISGUISES: readonly (readonly [what: string, disguise: (entry: DescriptorJson) => DescriptorJson])[] = [
  ["unknown/unknown", (entry) => ({ ...entry, platform: { os: "unknown", architecture: "unknown" } })],
  ["an attestation manifest", (entry) => ({ ...entry, annotations: { "vnd.docker.reference.type": "attestation-manifest" } })],
  ["one of another's", (entry) => ({ ...entry, annotations: { "vnd.docker.reference.digest": entry.digest } })],
  ["an artifact", (entry) => ({ ...entry, artifactType: "application/spdx+json" })],
];

for (const [what, disguise] of DISGUISES) {
  tests(`a runnable child that its descriptor calls ${what} is judged all the same`, async () => {
    const content = new Content();
    const open = content.image("open");
    const hidden = content.image("hidden");
    const index = content.index([onPlatform(open, "amd64"), disguise(onPlatform(hidden, "arm64"))]);
    content.referrer(hidden, [envelope("about the hidden")]);
    const { ports } = portsFor(content, index);
    const discovery = await found(NAME, {}, ports);
    assert.ok(discovery.set.children.some((child) => child.digest === hidden.digest));
    assert.equal(envelopeDigests(discovery), [envelope("about the hidden").digest]);
  });
}

tests("an image whose layers are of unknown types is an image when it has a file system", async () => {
  const content = new Content();
  const config = content.add(blob(JSON.stringify({ rootfs: { diff_ids: ["sha256:1"] } }), "application/vnd.oci.image.config.v1+json"));
  const odd = content.manifest({ config: descriptorOf(config), layers: [descriptorOf(content.add(blob("x", "application/x-odd")))] });
  const empty = content.add(blob(JSON.stringify({ rootfs: { diff_ids: [] } }), "application/vnd.oci.image.config.v1+json"));
  const artifact = content.manifest({ config: descriptorOf(empty), layers: [descriptorOf(content.add(blob("y", "application/x-odd")))] });
  const helm = content.manifest({ config: descriptorOf(content.add(blob("{}", "application/vnd.cncf.helm.config.v1+json"))), layers: [] });
  const { ports } = portsFor(content, content.index([onPlatform(odd, "a"), onPlatform(artifact, "b"), onPlatform(helm, "c")]));
  const discovery = await found(NAME, {}, ports);
  assert.equal(
    discovery.set.children.map((child) => child.digest),
    [odd.digest],
  );
  assert.equal(discovery.set.others.map((child) => child.role).sort(), ["artifact", "artifact"]);
});

tests("a child that cannot be read stays in the set, and its source fails", async () => {
  const content = new Content();
  const gone = new Content().image("gone");
  const { ports } = portsFor(content, content.index([onPlatform(content.image("amd"), "amd64"), onPlatform(gone, "arm64")]));
  const discovery = await found(NAME, {}, ports);
  assert.ok(discovery.set.children.some((child) => child.digest === gone.digest));
  assert.is(statuses(discovery)["buildkit"], "failed blob-missing");
  assert.not.ok(discovery.absenceHolds);
});

const LYING: readonly (readonly [what: string, lie: (entry: DescriptorJson) => DescriptorJson, status: string])[] = [
  ["size", (entry) => ({ ...entry, size: entry.size + 1 }), "failed size-mismatch"],
  ["media type", (entry) => ({ ...entry, mediaType: OCI_INDEX }), "failed media-type-mismatch"],
];

for (const [what, lie, status] of LYING) {
  tests(`an index that lies about a child's ${what}`, async () => {
    const content = new Content();
    const { ports } = portsFor(content, content.index([lie(onPlatform(content.image("amd"), "amd64"))]));
    assert.is(statuses(await found(NAME, {}, ports))["buildkit"], status);
  });
}

function nested(depth: number): { content: Content; root: Stored } {
  const content = new Content();
  let inner = content.index([onPlatform(content.image("deep"), "amd64")]);
  for (let level = 1; level < depth; level++) inner = content.index([descriptorOf(inner)]);
  return { content, root: inner };
}

tests("indexes may be nested four deep and no deeper", async () => {
  const four = nested(4);
  const discovery = await found(NAME, {}, portsFor(four.content, four.root).ports);
  assert.is(discovery.set.children.filter((child) => child.role === "image").length, 1);
  const five = nested(5);
  assert.is((await refused(NAME, {}, portsFor(five.content, five.root).ports)).reason, "too-deep");
});

tests("an index of too many children is refused before they are asked for", async () => {
  const content = new Content();
  const children = Array.from({ length: 513 }, (_, index) => onPlatform(content.image(`${index}`), "amd64"));
  const { ports, registry } = portsFor(content, content.index(children));
  assert.is((await refused(NAME, {}, ports)).reason, "too-many");
  assert.ok(registry.log.length <= 4);
});

tests("an index of very many entries is refused by size or number", async () => {
  const content = new Content();
  const child = descriptorOf(content.image("one"));
  const many = content.index(Array.from({ length: 20_000 }, () => child));
  assert.is((await refused(NAME, {}, portsFor(content, many).ports)).reason, "too-many");
  const huge = content.index(Array.from({ length: 30_000 }, () => child));
  assert.is((await refused(NAME, {}, portsFor(content, huge).ports)).reason, "too-large");
});

tests("the same child many times is one", async () => {
  const content = new Content();
  const child = onPlatform(content.image("one"), "amd64");
  const discovery = await found(NAME, {}, portsFor(content, content.index([child, child, child])).ports);
  assert.is(discovery.set.children.length, 1);
});

tests("children of unknown types are skipped and said", async () => {
  const content = new Content();
  const odd = content.add(blob("odd", "application/x-odd"));
  const { ports } = portsFor(content, content.index([onPlatform(content.image("one"), "amd64"), descriptorOf(odd)]));
  const discovery = await found(NAME, {}, ports);
  assert.match(source(discovery, "buildkit").observed.notes[0] ?? "", odd.digest);
});

tests("a platform that is not there is told, with those that are", async () => {
  const content = new Content();
  const { ports } = portsFor(
    content,
    content.index([onPlatform(content.image("amd"), "amd64"), onPlatform(content.image("arm"), "arm64", "v8")]),
  );
  const fault = await refused(NAME, { platform: "linux/riscv64" }, ports);
  assert.is(fault.kind, "platform-not-found");
  assert.match(fault.detail, "linux/amd64");
  assert.is((await found(NAME, { platform: "linux/arm64" }, ports)).set.children.length, 1);
});

tests("a platform chooses nothing in a single image, and that is said", async () => {
  const content = new Content();
  const discovery = await found(NAME, { platform: "linux/arm64" }, portsFor(content, content.image("one")).ports);
  assert.match(discovery.warnings[0] ?? "", /one image/);
});

tests("a signed attestation inside an index is no bare statement", async () => {
  const content = new Content();
  const child = content.image("amd");
  const signed = { ...envelope("signed"), mediaType: "application/vnd.in-toto.provenance+dsse" };
  const { ports } = portsFor(content, content.index([onPlatform(child, "amd64"), content.buildkit(child, signed)]));
  const discovery = await found(NAME, {}, ports);
  assert.equal(
    discovery.envelopes.map((one) => [one.digest, one.unsigned]),
    [[signed.digest, undefined]],
  );
});

tests("a child that is a referrer too is one candidate by two roads", async () => {
  const content = new Content();
  const child = content.image("amd");
  const built = content.add(statement("built"));
  const both = content.referrer(child, [built], { artifactType: "application/vnd.docker.attestation.manifest.v1+json" });
  const { ports } = portsFor(content, content.index([onPlatform(child, "amd64"), descriptorOf(both)]));
  const discovery = await found(NAME, {}, ports);
  assert.is(discovery.candidates.length, 1);
  assert.is(discovery.candidates[0]?.sources.length, 2);
  assert.is(discovery.envelopes.length, 1);
  assert.is(discovery.envelopes[0]?.mediaType, IN_TOTO);
});

tests("foreign layers' addresses are never asked", async () => {
  const content = new Content();
  const image = content.image("one");
  const signed = envelope("one");
  content.referrer(image, [signed], { layers: [descriptorOf(signed, { urls: ["http://169.254.169.254/", "http://other.test/"] })] });
  const { ports } = portsFor(content, image);
  await found(NAME, {}, ports);
  assert.ok(ports.transport.requests.every((request) => new URL(request.url).host === HOST));
});

tests("control characters of a registry's words do not reach a terminal", async () => {
  const body = JSON.stringify({ errors: [{ code: "\u001b[2J\u202eevil" }] });
  const { ports } = portsFor(new Content(), new Content().image("none"), { script: onPath("/manifests/", () => ({ status: 418, body })) });
  const fault = await refused(NAME, {}, ports);
  assert.match(fault.detail, "\\u{1b}[2J\\u{202e}evil");

  assert.not.match(fault.detail, /[\u0000-\u001f\u202e]/);
});

tests("a listing of more attestations than are judged keeps none of them by chance", async () => {
  const content = new Content();
  const image = content.image("one");
  for (let index = 0; index < 5; index++) content.referrer(image, [envelope(`${index}`)]);
  const { ports, registry } = portsFor(content, image);
  const discovery = await found(NAME, { limits: { candidatesPerSubject: 4 } }, ports);
  assert.is(statuses(discovery)["referrers-api"], "failed too-many");
  assert.equal(discovery.envelopes, []);
  assert.not.ok(registry.log.some((line) => line.includes("/blobs/")));
});

tests("a blob that says it is huge is not asked for", async () => {
  const content = new Content();
  const image = content.image("one");
  const layer = { ...descriptorOf(envelope("huge")), size: 2 ** 31 };
  const referrer = content.referrer(image, [], { layers: [layer] });
  const { ports, registry } = portsFor(content, image);
  const discovery = await found(NAME, {}, ports);
  assert.is(stateOf(discovery, referrer.digest), "failed too-large");
  assert.not.ok(registry.log.some((line) => line.includes("/blobs/")));
});

tests("one corpus, four ways: the same evidence", async () => {
  const make = (): { content: Content; image: Stored; referrer: Stored; signed: Stored } => {
    const content = new Content();
    const image = content.image("one");
    const signed = envelope("one");
    return { content, image, signed, referrer: content.referrer(image, [signed]) };
  };
  const api = make();
  const byApi = await found(NAME, {}, portsFor(api.content, api.image).ports);
  const byLayout = await found(`oci-layout:${layoutFolder(api.content, [descriptorOf(api.image), descriptorOf(api.referrer)])}`);
  const tag = make();
  const fallback = new TestRegistry({ referrers: { kind: "off" } });
  fallback.add("acme/app", tag.content, {
    "1.0": tag.image,
    [tag.image.digest.replace(":", "-")]: tag.content.index([descriptorOf(tag.referrer)]),
  });
  const byTag = await found(NAME, {}, remotePorts({ [HOST]: fallback }));
  const att = new Content();
  const image = att.image("one");
  const attached = new TestRegistry({ referrers: { kind: "off" } });
  attached.add("acme/app", att, { "1.0": image, [`${image.digest.replace(":", "-")}.att`]: att.attachments([envelope("one")]) });
  const byAtt = await found(NAME, {}, remotePorts({ [HOST]: attached }));
  for (const discovery of [byApi, byLayout, byTag, byAtt]) {
    assert.equal(envelopeDigests(discovery), [envelope("one").digest]);
    assert.ok(discovery.absenceHolds);
  }
});

tests.run();
