import { suite } from "uvu";
import * as assert from "uvu/assert";
import { envelopeDigests, found, source, stateOf, statuses } from "../../support/registry/ask.ts";
import { Content, descriptorOf, envelope, fallbackTagOf, OCI_INDEX, type Stored } from "../../support/registry/content.ts";
import { NAME, oneImage, onPath, registryWith, tryScript } from "../../support/registry/one-image.ts";
import { notFound, TestRegistry, type ReferrersKnob, type Reply } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry faults: what the Referrers API may answer");

const EMPTY = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] });

/** Each line of `registry.md` §4.1. */
const ANSWERS: readonly (readonly [what: string, reply: Reply, status: string, holds: boolean])[] = [
  ["an empty index", { status: 200, headers: { "content-type": OCI_INDEX }, body: EMPTY }, "complete", true],
  ["an index with parameters", { status: 200, headers: { "content-type": `${OCI_INDEX}; charset=utf-8` }, body: EMPTY }, "complete", true],
  ["a web page", { status: 200, headers: { "content-type": "text/html" }, body: "<html>" }, "unsupported not-a-listing", true],
  [
    "JSON of another type",
    { status: 200, headers: { "content-type": "application/json" }, body: EMPTY },
    "unsupported not-a-listing",
    true,
  ],
  ["no type", { status: 200, body: EMPTY }, "unsupported not-a-listing", true],
  ["404 in plain text", { status: 404, body: "404 page not found\n" }, "unsupported no-referrers-api", true],
  ["404 of another kind", notFound("MANIFEST_UNKNOWN"), "unsupported no-referrers-api", true],
  ["an unknown repository", notFound("NAME_UNKNOWN"), "failed contradiction", false],
  ["400", { status: 400 }, "unsupported no-referrers-api", true],
  ["405", { status: 405 }, "unsupported no-referrers-api", true],
  ["406", { status: 406 }, "unsupported no-referrers-api", true],
  ["415", { status: 415 }, "unsupported no-referrers-api", true],
  ["501", { status: 501 }, "unsupported no-referrers-api", true],
  ["303 to a web page", { status: 303, headers: { location: "https://elsewhere.test/" } }, "unsupported redirected-away", true],
  ["401", { status: 401 }, "failed auth", false],
  ["403", { status: 403 }, "failed forbidden", false],
  [
    "404 in the clear after a promise of JSON",
    { status: 200, headers: { "content-type": OCI_INDEX }, body: "not found" },
    "failed malformed",
    false,
  ],
  [
    "a manifest",
    { status: 200, headers: { "content-type": OCI_INDEX }, body: '{"schemaVersion":2,"config":{}}' },
    "failed malformed",
    false,
  ],
  [
    "a key twice",
    { status: 200, headers: { "content-type": OCI_INDEX }, body: EMPTY.replace("{", '{"schemaVersion":2,') },
    "failed malformed",
    false,
  ],
  ["deep nesting", { status: 200, headers: { "content-type": OCI_INDEX }, body: "[".repeat(1_000_000) }, "failed too-deep", false],
  [
    "a digest that climbs",
    {
      status: 200,
      headers: { "content-type": OCI_INDEX },
      body: JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType: OCI_INDEX, size: 1, digest: "sha256:../../x" }] }),
    },
    "failed malformed",
    false,
  ],
  [
    "an encoded body",
    { status: 200, headers: { "content-type": OCI_INDEX, "content-encoding": "gzip" }, body: "x" },
    "failed content-encoded",
    false,
  ],
];

for (const [what, reply, status, holds] of ANSWERS) {
  tests(`${what} is ${status}`, async () => {
    const { content, image } = oneImage();
    const atts = content.attachments([envelope("att")]);
    const registry = new TestRegistry({ script: onPath("/referrers/", () => reply) });
    registry.add("acme/app", content, { "1.0": image, [`${fallbackTagOf(image.digest)}.att`]: atts });
    const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }));
    assert.is(statuses(discovery)["referrers-api"], status);
    assert.is(discovery.absenceHolds, holds);
    assert.equal(envelopeDigests(discovery), [envelope("att").digest]);
    assert.not.ok(registry.log.some((line) => line.includes("elsewhere")));
  });
}

tests("a redirect at home is followed", async () => {
  const one = oneImage();
  const script = onPath("/v2/acme/app/referrers/", (asked) => {
    return asked.url.search === "" ? { status: 307, headers: { location: `${asked.url.pathname}?moved=1` } } : undefined;
  });
  const { discovery } = await tryScript(one, script);
  assert.is(statuses(discovery)["referrers-api"], "complete");
  assert.is(discovery.envelopes.length, 1);
});

function many(count: number): { content: Content; image: Stored; digests: readonly string[] } {
  const content = new Content();
  const image = content.image("app");
  const signed = Array.from({ length: count }, (_, index) => envelope(`${index}`));
  for (const one of signed) content.referrer(image, [one]);
  return { content, image, digests: signed.map((one) => one.digest).sort() };
}

async function paged(count: number, knob: Partial<Extract<ReferrersKnob, { kind: "on" }>>, more: object = {}) {
  const { content, image, digests } = many(count);
  const registry = new TestRegistry({ referrers: { kind: "on", pageSize: 2, ...knob } });
  registry.add("acme/app", content, { "1.0": image });
  const discovery = await found(NAME, more, remotePorts({ [HOST]: registry }));
  return { discovery, digests, registry };
}

const LINKS: readonly (readonly [what: string, link: (path: string) => string])[] = [
  ["relative", (path) => `<${path}>; rel="next"`],
  ["absolute", (path) => `<http://${HOST}${path}>; rel="next"`],
  ["unquoted", (path) => `<${path}>;rel=next`],
  ["among others", (path) => `<http://other.test/>; rel="prev", <${path}>; title="a, b"; rel="last next"`],
  ["by query alone", (path) => `<${path.slice(path.indexOf("?"))}>; rel="next"`],
];

for (const [what, link] of LINKS) {
  tests(`follows a ${what} link to the last page`, async () => {
    const { discovery, digests } = await paged(7, { link });
    assert.equal(envelopeDigests(discovery), digests);
    assert.is(source(discovery, "referrers-api").pages, 4);
    assert.is(source(discovery, "referrers-api").listed, 7);
    assert.ok(discovery.absenceHolds);
  });
}

const BAD_LINKS: readonly (readonly [what: string, link: (path: string) => string, status: string])[] = [
  ["to another host", (path) => `<http://other.test${path}>; rel="next"`, "failed redirect-refused"],
  ["to another port", (path) => `<http://localhost:5001${path}>; rel="next"`, "failed redirect-refused"],
  ["with a user", (path) => `<http://a:b@${HOST}${path}>; rel="next"`, "failed redirect-refused"],
  ["to the same page", (path) => `<${path.slice(0, path.indexOf("?"))}>; rel="next"`, "failed too-many"],
  ["round and round", () => `<?from=2>; rel="next"`, "failed too-many"],
];

for (const [what, link, status] of BAD_LINKS) {
  tests(`a link ${what} fails the source and keeps what was read`, async () => {
    const { discovery, registry } = await paged(7, { link });
    assert.is(statuses(discovery)["referrers-api"], status);
    assert.ok(discovery.envelopes.length >= 2);
    assert.not.ok(discovery.absenceHolds);
    assert.ok(registry.log.length < 40);
  });
}

tests("pages and entries have an end", async () => {
  assert.is(statuses((await paged(7, {}, { limits: { referrerPages: 3 } })).discovery)["referrers-api"], "failed too-many");
  assert.is(statuses((await paged(7, {}, { limits: { referrers: 5 } })).discovery)["referrers-api"], "failed too-many");
  const endless = onPath("/referrers/", (asked, nth) => {
    const link = `<?page=${Number(asked.url.searchParams.get("page") ?? 0) + nth}>; rel="next"`;
    return { status: 200, headers: { "content-type": OCI_INDEX, link }, body: EMPTY };
  });
  const { discovery, registry } = await tryScript(oneImage(), endless);
  assert.is(statuses(discovery)["referrers-api"], "failed too-many");
  assert.is(registry.log.filter((line) => line.includes("/referrers/")).length, 200);
});

for (const status of [404, 405, 500, 403]) {
  tests(`a later page that answers ${status} is a list that was cut`, async () => {
    const { content, image } = many(5);
    const registry = new TestRegistry({
      referrers: { kind: "on", pageSize: 2 },
      script: (asked) => (asked.url.search === "?from=2" ? { status } : undefined),
    });
    registry.add("acme/app", content, { "1.0": image });
    const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }));
    assert.is(source(discovery, "referrers-api").status.kind, "failed");
    assert.is(discovery.envelopes.length, 2);
    assert.not.ok(discovery.absenceHolds);
  });
}

tests("no filter is asked for, and a claim of one changes nothing", async () => {
  const one = oneImage();
  const plain = await tryScript(one, () => undefined);
  assert.ok(plain.registry.log.every((line) => !line.includes("artifactType")));
  const listing = JSON.stringify({ schemaVersion: 2, manifests: [descriptorOf(one.referrer)] });
  for (const filters of ["artifactType", " artifactType , annotations "]) {
    const headers = { "content-type": OCI_INDEX, "oci-filters-applied": filters };
    const { discovery } = await tryScript(
      one,
      onPath("/referrers/", () => ({ status: 200, headers, body: listing })),
    );
    assert.equal(discovery.candidates, plain.discovery.candidates);
  }
});

const LIES: readonly (readonly [what: string, describe: Extract<ReferrersKnob, { kind: "on" }>["describe"]])[] = [
  ["no artifactType", ({ artifactType: _, ...entry }) => entry],
  ["a wrong artifactType", (entry) => ({ ...entry, artifactType: "application/spdx+json" })],
  ["wrong annotations", (entry) => ({ ...entry, annotations: { "in-toto.io/predicate-type": "lie" } })],
  ["a wrong size", (entry) => ({ ...entry, size: 1 })],
  ["a wrong media type", (entry) => ({ ...entry, mediaType: OCI_INDEX })],
  ["a platform", (entry) => ({ ...entry, platform: { os: "unknown", architecture: "unknown" } })],
];

for (const [what, describe] of LIES) {
  tests(`a descriptor with ${what} excludes nothing: the manifest decides`, async () => {
    const one = oneImage();
    const registry = registryWith(one, { referrers: { kind: "on", ...(describe === undefined ? {} : { describe }) } });
    const discovery = await found(NAME, {}, remotePorts({ [HOST]: registry }));
    assert.equal(envelopeDigests(discovery), [one.signed.digest]);
    assert.ok(discovery.absenceHolds);
  });
}

tests("a referrer of another image is dropped and recorded, and hides nothing", async () => {
  const one = oneImage();
  const foreign = one.content.referrer(one.content.image("other"), [envelope("foreign")]);
  const listing = JSON.stringify({ schemaVersion: 2, manifests: [descriptorOf(foreign), descriptorOf(one.referrer)] });
  const reply = { status: 200, headers: { "content-type": OCI_INDEX }, body: listing };
  const { discovery, registry } = await tryScript(
    one,
    onPath("/referrers/", () => reply),
  );
  assert.is(stateOf(discovery, foreign.digest), "foreign referrer-subject-mismatch");
  assert.equal(envelopeDigests(discovery), [one.signed.digest]);
  assert.ok(discovery.absenceHolds);
  assert.not.ok(registry.log.some((line) => line.includes(envelope("foreign").digest)));
});

tests("a listed digest that is not there fails the source as dangling", async () => {
  const one = oneImage();
  const gone = new Content().image("gone");
  const listing = JSON.stringify({ schemaVersion: 2, manifests: [descriptorOf(gone), descriptorOf(one.referrer)] });
  const { discovery } = await tryScript(
    one,
    onPath("/referrers/", () => ({ status: 200, headers: { "content-type": OCI_INDEX }, body: listing })),
  );
  assert.is(stateOf(discovery, gone.digest), "failed dangling");
  assert.is(statuses(discovery)["referrers-api"], "failed dangling");
  assert.equal(envelopeDigests(discovery), [one.signed.digest]);
});

tests.run();
