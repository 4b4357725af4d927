/** Evidence about something else than the image: which places are asked, each once, and which are never. `registry.md` §4.6. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Digest } from "../../../src/base/index.ts";
import {
  explore,
  parseReference,
  parseSubject,
  type Discovery,
  type Exploration,
  type FurtherSubject,
} from "../../../src/registry/index.ts";
import { found, statusOf } from "../../support/registry/ask.ts";
import { Content, descriptorOf, envelope, json, onPlatform, sha256 } from "../../support/registry/content.ts";
import { layoutFolder } from "../../support/registry/layout-folder.ts";
import { NAME, oneImage, registryWith } from "../../support/registry/one-image.ts";
import { offlinePorts } from "../../support/registry/ports.ts";
import { TestRegistry } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("further subjects");

type More = Omit<Parameters<typeof explore>[0], "subject">;

async function exploring(subject: string, ports = offlinePorts(), more: More = {}): Promise<Exploration> {
  const parsed = parseSubject(subject);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  const explored = await explore({ subject: parsed.value, ...more }, ports);
  if (!explored.ok) throw new Error(explored.error.detail);
  return explored.value;
}

const ofDigest = (digest: Digest, ...places: readonly string[]): FurtherSubject => ({ kind: "digest", digests: [digest], places });
const COMMIT = "c0".repeat(20);
const ofCommit: FurtherSubject = { kind: "commit", commit: COMMIT };

function told({ further = [], sources }: Discovery): readonly string[] {
  return further.flatMap(({ sources: ids }) =>
    sources.filter(({ id }) => ids.includes(id)).map((record) => `${record.kind} ${record.location} ${statusOf(record)}`),
  );
}

/** A base image beside the app, with evidence of its own. */
function setting() {
  const one = oneImage();
  const base = one.content.image("base");
  const said = envelope("about the base");
  one.content.referrer(base, [said]);
  return { one, base, said };
}

tests("the image's own repository is asked, and what it holds is found", async () => {
  const { one, base, said } = setting();
  const { discovery, further } = await exploring(NAME, remotePorts({ [HOST]: registryWith(one) }));
  assert.not.ok(discovery.envelopes.some(({ digest }) => digest === said.digest));
  const all = await further([ofDigest(base.digest)]);
  assert.ok(all.envelopes.some(({ digest }) => digest === said.digest));
  assert.equal(
    all.further?.map(({ own }) => own.length),
    [3],
  );
  assert.ok(all.absenceHolds);
  assert.not.equal(all.evidenceSetDigest, discovery.evidenceSetDigest);
  // What was numbered keeps its number.
  assert.equal(all.sources.slice(0, discovery.sources.length), discovery.sources);
});

tests("each subject is asked about once, however often it is named", async () => {
  const { one, base } = setting();
  const registry = registryWith(one);
  const { further } = await exploring(NAME, remotePorts({ [HOST]: registry }));
  const first = await further([ofDigest(base.digest)]);
  const asked = registry.log.length;
  assert.equal(await further([ofDigest(base.digest), ofDigest(base.digest, "oci://elsewhere.test/x")]), first);
  assert.is(registry.log.length, asked);
});

tests("a place on the host that a person named is asked too; any other host never hears of it", async () => {
  const { one, base } = setting();
  const kept = new Content();
  const said = envelope("kept in the base's own repository");
  kept.referrer(base, [said]);
  const registry = registryWith(one);
  registry.add("acme/base", kept, {});
  const other = new TestRegistry();
  const ports = remotePorts({ [HOST]: registry, "elsewhere.test": other });
  const { further } = await exploring(NAME, ports);
  const all = await further([
    ofDigest(base.digest, `oci://${HOST}/acme/base`, "oci://elsewhere.test/acme/base", "https://elsewhere.test/x"),
  ]);
  assert.ok(all.envelopes.some(({ digest }) => digest === said.digest));
  assert.equal(other.log, []);
  assert.ok(told(all).every((line) => line.includes(HOST)));
});

tests("a place that fails is failed for what was asked there, and says nothing about the image", async () => {
  const { one, base } = setting();
  const registry = registryWith(one, {
    script: (asked) => (asked.url.pathname.includes(base.digest.slice(7)) ? { status: 403 } : undefined),
  });
  const { discovery, further } = await exploring(NAME, remotePorts({ [HOST]: registry }));
  const all = await further([ofDigest(base.digest)]);
  assert.ok(
    told(all).every((line) => line.includes("failed")),
    told(all).join("\n"),
  );
  assert.is(all.absenceHolds, discovery.absenceHolds);
});

tests("a digest that registries do not know is asked about nowhere", async () => {
  const { one } = setting();
  const { further } = await exploring(NAME, remotePorts({ [HOST]: registryWith(one) }));
  const all = await further([{ kind: "digest", digests: [`sha384:${"0a".repeat(48)}`], places: [] }]);
  assert.equal(
    all.further?.map(({ sources }) => sources),
    [[]],
  );
});

tests("the image itself has been asked about", async () => {
  const { one } = setting();
  const registry = registryWith(one);
  const { discovery, further } = await exploring(NAME, remotePorts({ [HOST]: registry }));
  const asked = registry.log.length;
  const all = await further([ofDigest(one.image.digest)]);
  assert.is(registry.log.length, asked);
  assert.equal(all.sources, discovery.sources);
  assert.ok((all.further?.[0]?.sources.length ?? 0) >= 3);
  assert.equal(all.further?.[0]?.own, []);
});

tests("of a commit only evidence repositories hold a list", async () => {
  const { one } = setting();
  const kept = new Content();
  const said = envelope("about the commit");
  const referrer = kept.attachments([said]);
  const list = kept.index([descriptorOf(referrer)]);
  const other = new TestRegistry();
  other.add("acme/evidence", kept, { [`gitCommit-${COMMIT}`]: list });
  const reference = parseReference("evidence.test/acme/evidence");
  if (!reference.ok) throw new Error("no reference");
  const ports = remotePorts({ [HOST]: registryWith(one), "evidence.test": other });
  const { further } = await exploring(NAME, ports, { evidenceRepositories: [reference.value] });
  const all = await further([ofCommit]);
  assert.ok(all.envelopes.some(({ digest }) => digest === said.digest));
  assert.is(told(all).length, 1);
  const alone = await exploring(NAME, remotePorts({ [HOST]: registryWith(one) }));
  assert.equal(
    (await alone.further([ofCommit])).further?.map(({ sources }) => sources),
    [[]],
  );
});

tests("a layout is asked for what it holds about others, and by the tag of a commit", async () => {
  const content = new Content();
  const [image, base] = [content.image("app"), content.image("base")];
  const said = envelope("about the base");
  const referrer = content.referrer(base, [said]);
  const ofTheCommit = envelope("about the commit");
  const list = content.index([descriptorOf(content.attachments([ofTheCommit]))]);
  const named = (tag: string) => ({ annotations: { "org.opencontainers.image.ref.name": tag } });
  const folder = layoutFolder(content, [
    descriptorOf(image, named("app")),
    descriptorOf(base, named("base")),
    descriptorOf(referrer),
    descriptorOf(list, named(`gitCommit-${COMMIT}`)),
  ]);
  const { discovery, further } = await exploring(`oci-layout:${folder}:app`);
  assert.equal(discovery.envelopes, []);
  const all = await further([ofDigest(base.digest), ofCommit]);
  assert.equal(
    all.envelopes.map(({ digest }) => digest),
    [said.digest, ofTheCommit.digest].sort(),
  );
});

tests("a file of evidence holds what it holds, and a bare digest has no other place", async () => {
  const { further } = await exploring(sha256("app"));
  const all = await further([ofDigest(sha256("base"))]);
  assert.equal(
    all.further?.map(({ sources }) => sources),
    [[]],
  );
});

tests("sixty-four of them are asked about, and the sixty-fifth is in no record", async () => {
  const { further } = await exploring(sha256("app"));
  const subjects = Array.from({ length: 70 }, (_, index) => ofDigest(sha256(`base ${index}`)));
  assert.is((await further(subjects)).further?.length, 64);
});

// ------------------------------------------------------------------------------------------------------- configs

tests("what an image is made for is taken from its own config, where that is asked for", async () => {
  const content = new Content();
  const [amd64, lying] = [content.image("app"), content.image("lying")];
  const index = content.index([onPlatform(amd64, "amd64"), onPlatform(lying, "s390x")]);
  const folder = layoutFolder(content, [descriptorOf(index)]);
  const plain = await found(`oci-layout:${folder}`);
  assert.ok(plain.set.children.every(({ runs }) => runs === undefined));
  const read = await found(`oci-layout:${folder}`, { configs: "read" });
  assert.equal(
    read.set.children.map(({ runs }) => runs),
    ["linux/amd64", "linux/amd64"],
  );
});

tests("a config that cannot be read says nothing", async () => {
  const content = new Content();
  const config = json({ rootfs: {} }, "application/vnd.oci.image.config.v1+json");
  content.add(config);
  const image = content.manifest({
    config: descriptorOf(config),
    layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", digest: sha256("x"), size: 1 }],
  });
  const folder = layoutFolder(content, [descriptorOf(image)]);
  const { set } = await found(`oci-layout:${folder}`, { configs: "read" });
  assert.equal([set.root.role, set.root.runs], ["image", undefined]);
});

tests.run();
