import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { attachToLayout, createLayout, putBlob, putManifest } from "../../../src/registry/index.ts";
import { found } from "../../support/registry/ask.ts";
import { Content, descriptorOf, envelope, fallbackTagOf, onPlatform } from "../../support/registry/content.ts";
import { isInstalled } from "../../support/registry/docker-registry.ts";
import { layoutFolder, temporaryFolder } from "../../support/registry/layout-folder.ts";
import { offlinePorts } from "../../support/registry/ports.ts";
import { withNeed } from "../../support/realdata.ts";

const tests = suite("registry layout, seen by skopeo");
const PROGRAM = "skopeo";
const seen = withNeed(tests, isInstalled(PROGRAM), PROGRAM);

function skopeo(...words: readonly string[]): string {
  return execFileSync(PROGRAM, words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

seen("what we write, another tool reads, the list of referrers included", async () => {
  const ports = offlinePorts();
  const folder = join(temporaryFolder(), "ours");
  const content = new Content();
  const index = content.index([onPlatform(content.image("amd"), "amd64")]);
  await createLayout(folder, ports);
  for (const stored of content.all()) await putBlob(folder, stored.bytes, ports);
  await putManifest(folder, { bytes: index.bytes, mediaType: index.mediaType, tag: "1.0" }, ports);
  const attached = await attachToLayout(folder, index.digest, { kind: "dsse", bytes: envelope("one").bytes }, ports);
  assert.ok(attached.ok);
  assert.is(JSON.stringify(JSON.parse(skopeo("inspect", "--raw", `oci:${folder}:1.0`))), index.bytes.toString());
  const listed = JSON.parse(skopeo("inspect", "--raw", `oci:${folder}:${fallbackTagOf(index.digest)}`)) as {
    manifests: { digest: string }[];
  };
  assert.equal(
    listed.manifests.map((entry) => entry.digest),
    attached.ok ? [attached.value.manifest] : [],
  );
});

seen("what another tool copies, we find", async () => {
  const content = new Content();
  const index = content.index([onPlatform(content.image("amd"), "amd64"), onPlatform(content.image("arm"), "arm64")]);
  const theirs = join(temporaryFolder(), "theirs");
  const ours = layoutFolder(content, [descriptorOf(index, { annotations: { "org.opencontainers.image.ref.name": "1.0" } })]);
  skopeo("--insecure-policy", "copy", "--all", "--preserve-digests", `oci:${ours}:1.0`, `oci:${theirs}:2.0`);
  const discovery = await found(`oci-layout:${theirs}:2.0`);
  assert.is(discovery.subject.digest, index.digest);
  assert.is(discovery.set.children.length, 2);
});

tests.run();
