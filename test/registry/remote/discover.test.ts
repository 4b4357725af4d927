import { suite } from "uvu";
import * as assert from "uvu/assert";
import { envelopeDigests, found, refused, source, stateOf, statuses } from "../../support/registry/ask.ts";
import {
  BUNDLE,
  Content,
  descriptorOf,
  envelope,
  fallbackTagOf,
  onPlatform,
  statement,
  type Stored,
} from "../../support/registry/content.ts";
import { TestRegistry, type RegistryOptions } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry remote discovery");

const ALL_COMPLETE = { "referrers-api": "complete", "fallback-tag": "complete", "cosign-att": "complete" };

function registryOf(content: Content, tags: Record<string, Stored>, options: RegistryOptions = {}): TestRegistry {
  const registry = new TestRegistry(options);
  registry.add("acme/app", content, tags);
  return registry;
}

/** One platform and `count` attestations about it. */
function onePlatform(count: number): { content: Content; image: Stored; envelopes: readonly string[] } {
  const content = new Content();
  const image = content.image("app");
  const signed = Array.from({ length: count }, (_, index) => envelope(`one ${index}`));
  for (const one of signed) content.referrer(image, [one]);
  return { content, image, envelopes: signed.map((one) => one.digest).sort() };
}

/** Two platforms with their BuildKit manifests, three attestations on the index and one on each platform. */
function twoPlatforms(): { content: Content; index: Stored } {
  const content = new Content();
  const amd = content.image("amd");
  const arm = content.image("arm");
  const index = content.index([
    onPlatform(amd, "amd64"),
    onPlatform(arm, "arm64", "v8"),
    content.buildkit(amd, statement("amd")),
    content.buildkit(arm, statement("arm")),
  ]);
  for (const name of ["a", "b", "c"]) content.referrer(index, [envelope(name)]);
  content.referrer(amd, [envelope("amd")]);
  content.referrer(arm, [envelope("arm")]);
  return { content, index };
}

tests("finds the referrers of the API", async () => {
  const { content, image, envelopes } = onePlatform(2);
  const discovery = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registryOf(content, { "1.0": image }) }));
  assert.is(discovery.subject.digest, image.digest);
  assert.is(discovery.subject.reference, `${HOST}/acme/app:1.0@${image.digest}`);
  assert.is(discovery.subject.repository, `${HOST}/acme/app`);
  assert.equal(statuses(discovery), { ...ALL_COMPLETE, buildkit: "unsupported not-an-index" });
  assert.equal(envelopeDigests(discovery), envelopes);
  assert.ok(discovery.absenceHolds);
});

tests("finds the referrers of the fallback tag where there is no API", async () => {
  const { content, image, envelopes } = onePlatform(2);
  const referrers = [...content.manifests.values()].filter((one) => one !== image);
  const fallback = content.index(referrers.map((one) => descriptorOf(one)));
  const registry = registryOf(content, { "1.0": image, [fallbackTagOf(image.digest)]: fallback }, { referrers: { kind: "off" } });
  const discovery = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registry }));
  assert.equal(statuses(discovery), {
    ...ALL_COMPLETE,
    "referrers-api": "unsupported no-referrers-api",
    buildkit: "unsupported not-an-index",
  });
  assert.equal(envelopeDigests(discovery), envelopes);
  assert.ok(discovery.absenceHolds);
});

tests("finds cosign's attestations beside an unrelated referrer", async () => {
  const content = new Content();
  const image = content.image("app");
  const unrelated = content.referrer(image, [{ ...envelope("x"), mediaType: "application/spdx+json" }]);
  const atts = content.attachments([envelope("att")], { "dev.sigstore.cosign/bundle": "{}" });
  const registry = registryOf(content, { "1.0": image, [`${fallbackTagOf(image.digest)}.att`]: atts });
  const discovery = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registry }));
  assert.equal(envelopeDigests(discovery), [envelope("att").digest]);
  assert.equal({ ...discovery.envelopes[0]?.annotations }, { "dev.sigstore.cosign/bundle": "{}" });
  assert.is(stateOf(discovery, unrelated.digest), "ignored not-an-attestation");
});

tests("what two sources list is one candidate with both", async () => {
  const { content, image } = onePlatform(1);
  const referrer = [...content.manifests.values()].find((one) => one !== image) as Stored;
  const fallback = content.index([descriptorOf(referrer)]);
  const registry = registryOf(content, { "1.0": image, [fallbackTagOf(image.digest)]: fallback });
  const discovery = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registry }));
  assert.is(discovery.candidates.length, 1);
  assert.equal(discovery.candidates[0]?.sources, [source(discovery, "referrers-api").id, source(discovery, "fallback-tag").id]);
  assert.is(discovery.envelopes.length, 1);
});

tests("finds what is said about each platform and what is inside the index", async () => {
  const { content, index } = twoPlatforms();
  const discovery = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registryOf(content, { "1.0": index }) }));
  assert.equal(discovery.set.children.map((child) => child.platform ?? "").sort(), ["linux/amd64", "linux/arm64/v8"]);
  assert.is(discovery.set.others.length, 2);
  assert.is(discovery.envelopes.length, 7);
  assert.is(discovery.envelopes.filter((one) => one.unsigned === true).length, 2);
});

tests("assumes latest, and says so", async () => {
  const { content, image } = onePlatform(0);
  const discovery = await found(`${HOST}/acme/app`, {}, remotePorts({ [HOST]: registryOf(content, { latest: image }) }));
  assert.match(discovery.warnings[0] ?? "", /latest/);
});

tests("never asks for the tag where a digest decides", async () => {
  const { content, image } = onePlatform(0);
  const registry = registryOf(content, {});
  const discovery = await found(`${HOST}/acme/app:gone@${image.digest}`, {}, remotePorts({ [HOST]: registry }));
  assert.is(discovery.subject.tag, "gone");
  assert.not.ok(registry.log.some((line) => line.endsWith("/gone")));
});

tests("an image or a repository that is not there is no subject", async () => {
  const { content, image } = onePlatform(0);
  const ports = remotePorts({ [HOST]: registryOf(content, { "1.0": image }) });
  assert.is((await refused(`${HOST}/acme/app:2.0`, {}, ports)).kind, "subject-not-found");
  assert.is((await refused(`${HOST}/other:1.0`, {}, ports)).kind, "subject-not-found");
  assert.is((await refused("ghcr.io/acme/app:1.0", {}, ports)).reason, "unreachable");
});

interface Budget {
  readonly what: string;
  readonly make: () => { content: Content; root: Stored };
  readonly more?: { readonly unsigned?: "trim"; readonly platform?: string };
  readonly requests: number;
}

const ONE = (count: number): (() => { content: Content; root: Stored }) => {
  return () => {
    const { content, image } = onePlatform(count);
    return { content, root: image };
  };
};

const TWO = (): { content: Content; root: Stored } => {
  const { content, index } = twoPlatforms();
  return { content, root: index };
};

/** `1 + C + 3·S + P + R + B`. Where BuildKit's bare statements are wanted too, each is a blob more. */
const BUDGETS: readonly Budget[] = [
  { what: "one platform, nothing attached", make: ONE(0), requests: 4 },
  { what: "one platform, 1 attestation", make: ONE(1), requests: 6 },
  { what: "one platform, 3 attestations", make: ONE(3), requests: 10 },
  { what: "two platforms with BuildKit", make: TWO, more: { unsigned: "trim" }, requests: 24 },
  { what: "the same, one platform", make: TWO, more: { unsigned: "trim", platform: "linux/arm64" }, requests: 17 },
  { what: "two platforms with what BuildKit says", make: TWO, requests: 26 },
];

for (const { what, make, more, requests } of BUDGETS) {
  for (const by of ["tag", "digest"]) {
    tests(`asks no more than it must, by ${by}: ${what}`, async () => {
      const { content, root } = make();
      const registry = registryOf(content, { "1.0": root });
      const reference = by === "tag" ? `${HOST}/acme/app:1.0` : `${HOST}/acme/app@${root.digest}`;
      await found(reference, more ?? {}, remotePorts({ [HOST]: registry }));
      assert.is(registry.log.length, requests);
      assert.is(new Set(registry.log).size, requests);
    });
  }
}

tests("the number of rounds does not grow with the number of attestations", async () => {
  for (const count of [1, 3, 60]) {
    const { content, image } = onePlatform(count);
    const ports = remotePorts({ [HOST]: registryOf(content, { "1.0": image }) });
    await found(`${HOST}/acme/app:1.0`, { limits: { requestsAtOnce: 1000 } }, ports);
    assert.is(ports.transport.rounds, 4, `${count}`);
  }
  const { content, index } = twoPlatforms();
  const ports = remotePorts({ [HOST]: registryOf(content, { "1.0": index }) });
  await found(`${HOST}/acme/app:1.0`, { limits: { requestsAtOnce: 1000 } }, ports);
  assert.is(ports.transport.rounds, 4);
});

tests("no more than six requests of a run are under way at one host", async () => {
  const { content, image } = onePlatform(30);
  const registry = registryOf(content, { "1.0": image });
  let open = 0;
  let most = 0;
  const ports = remotePorts({ [HOST]: registry });
  const counting = {
    ...ports,
    transport: {
      exchange: async (request: Parameters<typeof ports.transport.exchange>[0]) => {
        most = Math.max(most, ++open);
        const answer = await ports.transport.exchange(request);
        open--;
        return answer;
      },
    },
  };
  await found(`${HOST}/acme/app:1.0`, {}, counting);
  assert.is(most, 6);
});

tests("the order in which sources answer changes nothing", async () => {
  const { content, index } = twoPlatforms();
  const digests = new Set<string>();
  for (const requestsAtOnce of [1, 2, 7, 100]) {
    const discovery = await found(
      `${HOST}/acme/app:1.0`,
      { limits: { requestsAtOnce } },
      remotePorts({ [HOST]: registryOf(content, { "1.0": index }) }),
    );
    digests.add(JSON.stringify({ ...discovery, envelopes: envelopeDigests(discovery) }));
  }
  assert.is(digests.size, 1);
});

tests("an incomplete discovery has another digest than a complete one of the same evidence", async () => {
  const { content, image } = onePlatform(1);
  const whole = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registryOf(content, { "1.0": image }) }));
  const script = (asked: { url: URL }): { status: number } | undefined =>
    asked.url.pathname.endsWith(".att") ? { status: 403 } : undefined;
  const partly = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registryOf(content, { "1.0": image }, { script }) }));
  assert.equal(envelopeDigests(partly), envelopeDigests(whole));
  assert.is.not(partly.evidenceSetDigest, whole.evidenceSetDigest);
});

tests("takes inline data for a blob when it is the blob", async () => {
  const content = new Content();
  const image = content.image("app");
  const signed = envelope("inline");
  const layer = descriptorOf(signed, { data: signed.bytes.toString("base64") });
  content.referrer(image, [], { layers: [layer] });
  content.referrer(image, [], { layers: [{ ...layer, data: Buffer.from("lie").toString("base64") }] });
  content.referrer(image, [], { layers: [{ ...layer, data: Buffer.alloc(signed.bytes.length, "x").toString("base64") }] });
  const registry = registryOf(content, { "1.0": image });
  const discovery = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registry }));
  assert.is(registry.log.filter((line) => line.includes("/blobs/")).length, 0);
  assert.equal(discovery.candidates.map((one) => one.because?.reason ?? one.state).sort(), [
    "admitted",
    "digest-mismatch",
    "size-mismatch",
  ]);
});

tests("a bundle and an envelope of one manifest are both found", async () => {
  const content = new Content();
  const image = content.image("app");
  content.referrer(image, [envelope("a"), { ...envelope("b"), mediaType: BUNDLE }]);
  const discovery = await found(`${HOST}/acme/app:1.0`, {}, remotePorts({ [HOST]: registryOf(content, { "1.0": image }) }));
  assert.is(discovery.envelopes.length, 2);
});

tests("hosts in the clear that are not this machine prove no absence", async () => {
  const { content, image } = onePlatform(1);
  const ports = remotePorts({ "registry.test": registryOf(content, { "1.0": image }) });
  const discovery = await found("registry.test/acme/app:1.0", { plainHttpHosts: ["registry.test"] }, ports);
  assert.equal(source(discovery, "referrers-api").status, { kind: "complete", origin: "plain" });
  assert.not.ok(discovery.absenceHolds);
  assert.ok(ports.transport.requests.every((request) => request.url.startsWith("http://registry.test/")));
});

tests("other hosts are spoken to over TLS", async () => {
  const { content, image } = onePlatform(0);
  const ports = remotePorts({ "registry.test": registryOf(content, { "1.0": image }) });
  const discovery = await found("registry.test/acme/app:1.0", {}, ports);
  assert.ok(ports.transport.requests.every((request) => request.url.startsWith("https://registry.test/")));
  assert.ok(discovery.absenceHolds);
});

tests("names the bare statements that it leaves where they are", async () => {
  const { content, index } = twoPlatforms();
  const discovery = await found(
    `${HOST}/acme/app:1.0`,
    { unsigned: "trim" },
    remotePorts({ [HOST]: registryOf(content, { "1.0": index }) }),
  );
  assert.equal(discovery.candidates.filter((one) => one.state === "trimmed").length, 2);
  assert.ok(discovery.envelopes.every((one) => one.unsigned !== true));
  assert.ok(discovery.absenceHolds);
});

tests.run();
