/** Resolving a subject alone: the digest that discovery would judge, and nothing asked about it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSubject, resolveSubject, type RegistryPorts, type ResolvedSubject } from "../../../src/registry/index.ts";
import { found, refused } from "../../support/registry/ask.ts";
import { Content, descriptorOf, envelope, onPlatform } from "../../support/registry/content.ts";
import { layoutFolder, temporaryFolder } from "../../support/registry/layout-folder.ts";
import { offlinePorts } from "../../support/registry/ports.ts";
import { TestRegistry } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const content = new Content();
const image = content.image("app");
const other = content.image("other");
const index = content.index([onPlatform(image, "amd64"), onPlatform(other, "arm64")]);
const referrer = content.referrer(index, [envelope("one")]);
const tagged = { annotations: { "org.opencontainers.image.ref.name": "1.0" } };
const layout = layoutFolder(content, [descriptorOf(index, tagged), descriptorOf(referrer)]);
const two = layoutFolder(content, [descriptorOf(image), descriptorOf(other)]);
const file = join(temporaryFolder(), "app.tgz");
writeFileSync(file, "a file");

function registry(): TestRegistry {
  const made = new TestRegistry();
  made.add("acme/app", content, { "1.0": index });
  return made;
}

async function outcome(subject: string, ports: RegistryPorts): Promise<ResolvedSubject | string> {
  const parsed = parseSubject(subject);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  const resolved = await resolveSubject({ subject: parsed.value }, ports);
  return resolved.ok ? resolved.value : `${resolved.error.kind} ${resolved.error.reason}: ${resolved.error.detail}`;
}

const tests = suite("resolving a subject");
const subjects = [
  `${HOST}/acme/app:1.0`,
  `${HOST}/acme/app@${index.digest}`,
  `oci-layout:${layout}`,
  `oci-layout:${layout}:1.0`,
  `file:${file}`,
];
for (const subject of [...subjects, image.digest])
  tests(`${subject.replace(/\/.*\//u, "/…/")} is what discovery finds`, async () => {
    const ports = (): RegistryPorts => remotePorts({ [HOST]: registry() });
    assert.equal(await outcome(subject, ports()), (await found(subject, {}, ports())).subject);
  });
tests("one request for a tag, one for a digest, and none about what is said of it", async () => {
  for (const reference of ["1.0", index.digest]) {
    const asked = registry();
    await outcome(`${HOST}/acme/app${reference.startsWith("sha256") ? "@" : ":"}${reference}`, remotePorts({ [HOST]: asked }));
    const manifests = asked.log.filter((line) => !line.endsWith("/v2/"));
    assert.is(manifests.length, 1, manifests.join("\n"));
    assert.match(manifests[0] ?? "", new RegExp(`GET .*/manifests/${reference}`, "u"));
  }
});
tests("a digest and a file open no connection", async () => {
  for (const subject of [image.digest, `file:${file}`]) assert.type(await outcome(subject, offlinePorts()), "object");
});
const faults = [`${HOST}/acme/app:2.0`, `oci-layout:${layout}:2.0`, `oci-layout:${two}`, `oci-layout:${layout}/none`, `file:${file}.none`];
for (const subject of faults)
  tests(`${subject.replace(/\/.*\//u, "/…/")} is refused as discovery refuses it`, async () => {
    const ports = (): RegistryPorts => remotePorts({ [HOST]: registry() });
    const { kind, reason, detail } = await refused(subject, {}, ports());
    assert.is(await outcome(subject, ports()), `${kind} ${reason}: ${detail}`);
    assert.is(kind, subject.endsWith(two) ? "subject-ambiguous" : "subject-not-found");
  });
tests("a registry that cannot be reached is a failure, never an answer", async () => {
  assert.match((await outcome(`${HOST}/acme/app:1.0`, offlinePorts())) as string, /^subject-unreadable unreachable: /u);
});
tests.run();
