import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createTransport, type ClosableTransport } from "../../../src/platform/http/undici-transport.ts";
import { envelopeDigests, found, statuses } from "../../support/registry/ask.ts";
import { BUNDLE, Content, descriptorOf, envelope, onPlatform, statement } from "../../support/registry/content.ts";
import type { RunningRegistry } from "../../support/registry/docker-registry.ts";
import { hasGoRegistry, startGoRegistry } from "../../support/registry/go-registry.ts";
import { layoutFolder } from "../../support/registry/layout-folder.ts";
import { offlinePorts } from "../../support/registry/ports.ts";
import { pushLayout } from "../../support/registry/push.ts";
import { withNeed } from "../../support/realdata.ts";

interface Context {
  registry?: RunningRegistry;
  transport?: ClosableTransport;
}

const isThere = hasGoRegistry();
const tests = suite<Context>("registry, go-containerregistry's");
const real = withNeed(tests, isThere, "go registry");

tests.before(async (context) => {
  if (!isThere) return;
  context.registry = await startGoRegistry();
  context.transport = createTransport({ proxy: "none" });
});

tests.after(async (context) => {
  await context.transport?.close();
  await context.registry?.kill();
});

real("a Referrers API that we did not write lists what we find, whatever its descriptors say", async ({ registry, transport }) => {
  if (registry === undefined || transport === undefined) throw new Error("it was not started");
  const content = new Content();
  const amd = content.image("amd");
  const index = content.index([onPlatform(amd, "amd64"), content.buildkit(amd, statement("built"))]);
  content.referrer(index, [envelope("on the index")]);
  content.referrer(amd, [{ ...envelope("on the platform"), mediaType: BUNDLE }]);
  const folder = layoutFolder(content, [descriptorOf(index)]);
  await pushLayout(registry.host, "acme/app", folder, { "1.0": index.digest });
  const remote = await found(`${registry.host}/acme/app:1.0`, {}, offlinePorts({ transport }));
  const local = await found(`oci-layout:${folder}@${index.digest}`);
  assert.equal(envelopeDigests(remote), envelopeDigests(local));
  assert.is(remote.envelopes.length, 3);
  assert.is(statuses(remote)["referrers-api"], "complete");
  assert.ok(remote.absenceHolds);
});

real("an image without referrers has an empty list, and that is known", async ({ registry, transport }) => {
  if (registry === undefined || transport === undefined) throw new Error("it was not started");
  const content = new Content();
  const image = content.image("alone");
  await pushLayout(registry.host, "acme/alone", layoutFolder(content, []), { "1.0": image.digest });
  const discovery = await found(`${registry.host}/acme/alone:1.0`, {}, offlinePorts({ transport }));
  assert.equal(discovery.envelopes, []);
  assert.is(statuses(discovery)["referrers-api"], "complete");
  assert.ok(discovery.absenceHolds);
});

tests.run();
