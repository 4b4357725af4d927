import { createServer, request as forward } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createTransport } from "../../../src/platform/http/undici-transport.ts";
import type { Discovery, RegistryPorts } from "../../../src/registry/index.ts";
import { envelopeDigests, found, refused, statuses } from "../../support/registry/ask.ts";
import { Content, descriptorOf, envelope, fallbackTagOf, json, OCI_INDEX } from "../../support/registry/content.ts";
import { isInstalled, startDockerRegistry, type RunningRegistry } from "../../support/registry/docker-registry.ts";
import { layoutFolder } from "../../support/registry/layout-folder.ts";
import { offlinePorts } from "../../support/registry/ports.ts";
import { pushLayout } from "../../support/registry/push.ts";
import { realdata, realdataPath, withNeed } from "../../support/realdata.ts";

interface Context {
  registry?: RunningRegistry;
  ports?: RegistryPorts;
}

const hasRegistry = isInstalled("docker-registry");
const tests = suite<Context>("registry, Debian's docker-registry");
const real = withNeed(tests, hasRegistry, "docker-registry");
const realImages = withNeed(tests, hasRegistry && realdata !== undefined, "docker-registry and ../shared/realdata");

tests.before(async (context) => {
  if (!hasRegistry) return;
  const transport = createTransport({ proxy: "none" });
  context.registry = await startDockerRegistry();
  context.ports = offlinePorts({ transport });
});

tests.after(async (context) => {
  await context.registry?.kill();
});

function running(context: Context): { host: string; ports: RegistryPorts } {
  if (context.registry === undefined || context.ports === undefined) throw new Error("it was not started");
  return { host: context.registry.host, ports: context.ports };
}

const IMAGES: Readonly<Record<string, { readonly root: string; readonly atts: string }>> = {
  "slsa-verifier-v1.4.0": {
    root: "sha256:a74d89d8dd863ca5dae4a29e0feede81ddf59197849a80784af5a02ab7786925",
    atts: "sha256:738d456c898daf28d211c2e0b8ecf5dc67b9a1d631c99ef2c4b4669bcb7a0354",
  },
  "slsa-verifier-v1.10.0": {
    root: "sha256:e0a0a765d690a5104331cfbac88ebbbf01736c1f87aaa3cd455c516a5ea586a5",
    atts: "sha256:31cc4fb663c8d34e2e6a0bd5f183d576c2811ee286e0998b4c2965e3b35a0d86",
  },
  "slsa-verifier-v2.1.0": {
    root: "sha256:234e2c830c2fb31ac5671789d22adfe44d30c3ee831d01beae5e237841a13122",
    atts: "sha256:21454caf3a160dfbe6359f0501aa8401c6c0f2c7a8b71380ea21f8c4b48b64fe",
  },
};

function evidenceOf(discovery: Discovery): unknown {
  return discovery.envelopes.map((one) => [one.digest, one.mediaType, { ...one.annotations }, one.unsigned]);
}

for (const [name, { root, atts }] of Object.entries(IMAGES)) {
  realImages(`${name}: the same evidence as in the layout`, async (context) => {
    const { host, ports } = running(context);
    const folder = realdataPath("images", name);
    const repository = `real/${name}`;
    await pushLayout(host, repository, folder, { "1.0": root, [`${fallbackTagOf(root)}.att`]: atts });
    const remote = await found(`${host}/${repository}:1.0`, {}, ports);
    const local = await found(`oci-layout:${folder}`);
    assert.is(remote.subject.digest, local.subject.digest);
    assert.equal(remote.set.children, local.set.children);
    assert.equal(evidenceOf(remote), evidenceOf(local));
    assert.is(statuses(remote)["cosign-att"], "complete");
    assert.is(statuses(remote)["referrers-api"], "unsupported no-referrers-api");
    assert.ok(remote.absenceHolds);
  });
}

/** An image with referrers under the fallback tag, in the registry as `name`. */
async function pushFallback(host: string, name: string): Promise<{ root: string; envelopes: readonly string[] }> {
  const content = new Content();
  const image = content.image(name);
  const signed = ["a", "b", "c"].map((one) => envelope(one));
  const referrers = signed.map((one) => content.referrer(image, [one]));
  const index = json({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: referrers.map((one) => descriptorOf(one)) }, OCI_INDEX);
  content.addManifest(index);
  await pushLayout(host, name, layoutFolder(content, []), { "1.0": image.digest, [fallbackTagOf(image.digest)]: index.digest });
  return { root: image.digest, envelopes: signed.map((one) => one.digest).sort() };
}

real("finds what the fallback tag lists, by tag and by digest", async (context) => {
  const { host, ports } = running(context);
  const { root, envelopes } = await pushFallback(host, "fallback/app");
  for (const reference of [`${host}/fallback/app:1.0`, `${host}/fallback/app@${root}`]) {
    const discovery = await found(reference, {}, ports);
    assert.equal(envelopeDigests(discovery), envelopes);
    assert.is(statuses(discovery)["fallback-tag"], "complete");
    assert.ok(discovery.absenceHolds);
  }
});

real("what is not there is told as that", async (context) => {
  const { host, ports } = running(context);
  assert.is((await refused(`${host}/no/such:1.0`, {}, ports)).kind, "subject-not-found");
});

real("a registry that dies half-way leaves failed sources, never none", async (context) => {
  const { host, ports } = running(context);
  await pushFallback(host, "dying/app");
  for (const survived of [1, 2, 4, 6]) {
    const proxy = await dyingProxy(host, survived);
    const discovery = await found(`${proxy}/dying/app:1.0`, {}, ports);
    assert.not.ok(discovery.absenceHolds, `${survived}`);
    assert.ok(discovery.sources.some((one) => one.status.kind === "failed" && one.status.because === "unreachable"));
  }
});

/** Forwards so many requests and is gone then. */
async function dyingProxy(host: string, survived: number): Promise<string> {
  let left = survived;
  const proxy = createServer((request, response) => {
    if (left-- <= 0) {
      request.socket.destroy();
      return void proxy.close();
    }
    const onward = forward(`http://${host}${request.url ?? "/"}`, { headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.end();
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  proxy.unref();
  return `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

tests.run();
