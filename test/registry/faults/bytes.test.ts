import { suite } from "uvu";
import * as assert from "uvu/assert";
import { envelopeDigests, found, refused, stateOf, statuses } from "../../support/registry/ask.ts";
import {
  type Content,
  descriptorOf,
  envelope,
  fallbackTagOf,
  json,
  OCI_INDEX,
  OCI_MANIFEST,
  sha256,
  type Stored,
} from "../../support/registry/content.ts";
import { NAME, oneImage, onPath, registryWith, tryScript } from "../../support/registry/one-image.ts";
import { TestRegistry, type Reply } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry faults: bytes that are not what they are said to be");

function asManifest(body: string | Uint8Array, type: string = OCI_MANIFEST): Reply {
  return { status: 200, headers: { "content-type": type }, body };
}

tests("wrong bytes for a referrer, and for nothing else", async () => {
  const one = oneImage();
  const { discovery, registry } = await tryScript(
    one,
    onPath(one.referrer.digest, () => asManifest(one.image.bytes)),
  );
  assert.is(stateOf(discovery, one.referrer.digest), "failed digest-mismatch");
  assert.is(statuses(discovery)["referrers-api"], "failed digest-mismatch");
  assert.is(registry.log.filter((line) => line.includes(one.referrer.digest)).length, 1);
});

tests("wrong bytes for a blob are asked for once more", async () => {
  const one = oneImage();
  const wrong = Buffer.alloc(one.signed.bytes.length, "x");
  const forGood = await tryScript(
    one,
    onPath("/blobs/", () => ({ status: 200, body: wrong })),
  );
  assert.is(stateOf(forGood.discovery, one.referrer.digest), "failed digest-mismatch");
  assert.is(forGood.registry.log.filter((line) => line.includes("/blobs/")).length, 2);
  const atFirst = await tryScript(
    one,
    onPath("/blobs/", (_, nth) => (nth === 1 ? { status: 200, body: wrong } : undefined)),
  );
  assert.equal(envelopeDigests(atFirst.discovery), [one.signed.digest]);
});

const SIZES: readonly (readonly [what: string, body: (bytes: Buffer) => Buffer])[] = [
  ["longer", (bytes) => Buffer.concat([bytes, Buffer.from(" ")])],
  ["shorter", (bytes) => bytes.subarray(1)],
  ["empty", () => Buffer.alloc(0)],
];

for (const [what, body] of SIZES) {
  tests(`a blob that is ${what} than its manifest says`, async () => {
    const one = oneImage();
    const { discovery } = await tryScript(
      one,
      onPath("/blobs/", () => ({ status: 200, body: body(one.signed.bytes) })),
    );
    assert.is(stateOf(discovery, one.referrer.digest), "failed size-mismatch");
  });
}

tests("a missing blob", async () => {
  const one = oneImage();
  const { discovery } = await tryScript(
    one,
    onPath("/blobs/", () => ({ status: 404 })),
  );
  assert.is(stateOf(discovery, one.referrer.digest), "failed blob-missing");
  assert.is(statuses(discovery)["referrers-api"], "failed blob-missing");
});

tests("wrong bytes for the image by digest leave no subject", async () => {
  const one = oneImage();
  const other = one.content.image("other");
  const ports = remotePorts({ [HOST]: registryWith(one, { script: onPath("/manifests/", () => asManifest(other.bytes)) }) });
  assert.is((await refused(`${HOST}/acme/app@${one.image.digest}`, {}, ports)).reason, "digest-mismatch");
});

tests("a digest header that lies: by digest refused, by tag our hash counts and it is said", async () => {
  const one = oneImage();
  const lie = { "content-type": OCI_MANIFEST, "docker-content-digest": one.referrer.digest };
  const script = onPath("/manifests/", (asked) => {
    const isImage = asked.url.pathname.endsWith("/1.0") || asked.url.pathname.endsWith(one.image.digest);
    return isImage ? { status: 200, headers: lie, body: one.image.bytes } : undefined;
  });
  const ports = remotePorts({ [HOST]: registryWith(one, { script }) });
  const discovery = await found(NAME, {}, ports);
  assert.is(discovery.subject.digest, one.image.digest);
  assert.match(discovery.warnings[0] ?? "", /our own hash counts/);
  assert.is((await refused(`${HOST}/acme/app@${one.image.digest}`, {}, ports)).reason, "digest-mismatch");
});

tests("a list under a tag whose digest header lies is no list", async () => {
  const { content, image } = oneImage();
  const atts = content.attachments([envelope("att")]);
  const headers = { "content-type": OCI_MANIFEST, "docker-content-digest": image.digest };
  const registry = new TestRegistry({ script: onPath(".att", () => ({ status: 200, headers, body: atts.bytes })) });
  registry.add("acme/app", content, { "1.0": image });
  const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }));
  assert.is(statuses(discovery)["cosign-att"], "failed digest-mismatch");
});

tests("a digest header of another algorithm is no lie", async () => {
  const one = oneImage();
  const headers = { "content-type": OCI_MANIFEST, "docker-content-digest": `sha512:${"a".repeat(128)}` };
  const ports = remotePorts({
    [HOST]: registryWith(one, {
      script: onPath(one.image.digest, (asked) =>
        asked.url.pathname.includes("/manifests/sha256:") ? { status: 200, headers, body: one.image.bytes } : undefined,
      ),
    }),
  });
  assert.is((await found(`${HOST}/acme/app@${one.image.digest}`, {}, ports)).subject.digest, one.image.digest);
});

const TYPES: readonly (readonly [what: string, type: string | undefined, byTag: string, byDigest: string])[] = [
  ["with parameters", `${OCI_MANIFEST}; charset=utf-8`, "found", "found"],
  ["in capitals", OCI_MANIFEST.toUpperCase(), "found", "found"],
  ["missing", undefined, "media-type-mismatch", "found"],
  ["octet-stream", "application/octet-stream", "media-type-mismatch", "found"],
  ["of a web page", "text/html; charset=utf-8", "media-type-mismatch", "media-type-mismatch"],
  ["of an index", OCI_INDEX, "media-type-mismatch", "media-type-mismatch"],
  ["of Docker's schema 1", "application/vnd.docker.distribution.manifest.v1+prettyjws", "media-type-mismatch", "media-type-mismatch"],
  ["plain JSON", "application/json", "media-type-mismatch", "media-type-mismatch"],
];

for (const [what, type, byTag, byDigest] of TYPES) {
  tests(`a Content-Type ${what}`, async () => {
    const one = oneImage();
    const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
    const script = onPath("/manifests/", (asked) => {
      const isImage = asked.url.pathname.endsWith("/1.0") || asked.url.pathname.endsWith(one.image.digest);
      return isImage ? { status: 200, headers, body: one.image.bytes } : undefined;
    });
    const ports = remotePorts({ [HOST]: registryWith(one, { script }) });
    for (const [reference, expected] of [
      [NAME, byTag],
      [`${HOST}/acme/app@${one.image.digest}`, byDigest],
    ] as const) {
      const outcome = expected === "found" ? (await found(reference, {}, ports), "found") : (await refused(reference, {}, ports)).reason;
      assert.is(outcome, expected);
    }
  });
}

tests("a sign-in page for an image is not parsed", async () => {
  const page = { status: 200, headers: { "content-type": "text/html" }, body: "<html>sign in</html>" };
  const ports = remotePorts({ [HOST]: registryWith(oneImage(), { script: () => page }) });
  assert.is((await refused(NAME, {}, ports)).reason, "media-type-mismatch");
});

tests("identity is asked for, and an encoded answer refused", async () => {
  const one = oneImage();
  const gzip = { "content-encoding": "gzip" };
  const blob = await tryScript(
    one,
    onPath("/blobs/", () => ({ status: 200, headers: gzip, body: one.signed.bytes })),
  );
  assert.is(stateOf(blob.discovery, one.referrer.digest), "failed content-encoded");
  const manifest = await tryScript(
    one,
    onPath(one.referrer.digest, () => ({ status: 200, headers: { ...gzip, "content-type": OCI_MANIFEST }, body: "x" })),
  );
  assert.is(stateOf(manifest.discovery, one.referrer.digest), "failed content-encoded");
  assert.ok(manifest.ports.transport.requests.every((request) => request.headers["accept-encoding"] === "identity"));
});

tests("every manifest type that we read is accepted in one list", async () => {
  const { ports } = await tryScript(oneImage(), () => undefined);
  const accepted = ports.transport.requests
    .filter((request) => request.url.includes("/manifests/"))
    .map((request) => request.headers["accept"]);
  assert.ok(
    accepted.every((accept) => accept?.includes("image.index.v1") === true && accept.includes("manifest.list.v2") && accept.includes(", ")),
  );
});

const FALLBACKS: readonly (readonly [what: string, make: (content: Content, image: Stored) => Stored, status: string])[] = [
  ["a manifest", (content) => content.image("odd"), "failed malformed"],
  ["garbage", (content) => content.addManifest(json({ schemaVersion: 2, manifests: 7 }, OCI_INDEX)), "failed malformed"],
  ["of 10 001 entries", (content, image) => content.index(Array.from({ length: 10_001 }, () => descriptorOf(image))), "failed too-many"],
  ["a list of the image itself", (content, image) => content.index([descriptorOf(image)]), "complete"],
  ["the image itself", (_, image) => image, "complete"],
];

for (const [what, make, status] of FALLBACKS) {
  tests(`a fallback tag that is ${what} is ${status}`, async () => {
    const { content, image } = oneImage();
    const registry = new TestRegistry();
    registry.add("acme/app", content, { "1.0": image, [fallbackTagOf(image.digest)]: make(content, image) });
    const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }));
    assert.is(statuses(discovery)["fallback-tag"], status);
    assert.is(discovery.envelopes.length, 1);
    assert.is(discovery.absenceHolds, status === "complete");
  });
}

tests("a fallback tag larger than a manifest may be is too large", async () => {
  const { discovery } = await tryScript(
    oneImage(),
    onPath("/manifests/sha256-", (asked) =>
      asked.url.pathname.endsWith(".att") ? undefined : asManifest(Buffer.alloc(4 * 1024 * 1024 + 1), OCI_INDEX),
    ),
  );
  assert.is(statuses(discovery)["fallback-tag"], "failed too-large");
});

tests("an unknown repository under a tag contradicts what was just read", async () => {
  const body = JSON.stringify({ errors: [{ code: "NAME_UNKNOWN" }] });
  const { discovery } = await tryScript(
    oneImage(),
    onPath(".att", () => ({ status: 404, body })),
  );
  assert.is(statuses(discovery)["cosign-att"], "failed contradiction");
});

tests("attestations that are an index are malformed", async () => {
  const { content, image } = oneImage();
  const registry = new TestRegistry();
  registry.add("acme/app", content, { "1.0": image, [`${fallbackTagOf(image.digest)}.att`]: content.index([]) });
  assert.is(statuses(await found(NAME, {}, remotePorts({ [HOST]: registry })))["cosign-att"], "failed malformed");
});

tests("a tag that moves meanwhile is resolved once", async () => {
  const one = oneImage();
  const moved = one.content.image("moved");
  const script = onPath("/manifests/1.0", (_, nth) => (nth > 1 ? asManifest(moved.bytes) : undefined));
  const { discovery, registry } = await tryScript(one, script);
  assert.is(discovery.subject.digest, one.image.digest);
  assert.is(discovery.subject.tag, "1.0");
  assert.is(registry.log.filter((line) => line.endsWith("/1.0")).length, 1);
  assert.not.ok(registry.log.some((line) => line.includes(moved.digest)));
});

tests("what was asked is the hash of what came", async () => {
  const one = oneImage();
  const { discovery } = await tryScript(one, () => undefined);
  for (const envelopeFound of discovery.envelopes) assert.is(sha256(envelopeFound.bytes), envelopeFound.digest);
  assert.equal(envelopeDigests(discovery), [envelope("one").digest]);
});

tests.run();
