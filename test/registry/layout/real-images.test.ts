import { suite } from "uvu";
import * as assert from "uvu/assert";
import { envelopeDigests, found, source, statuses } from "../../support/registry/ask.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";

const tests = suite("registry layout, real images");
const real = withRealdata(tests);

const LOCAL = { buildkit: "complete", "layout-referrers": "complete" };

interface Expected {
  readonly name: string;
  readonly root: string;
  readonly children: readonly string[];
  readonly statuses: Readonly<Record<string, string>>;
  readonly signed: readonly string[];
  readonly unsigned: number;
}

const IMAGES: readonly Expected[] = [
  {
    name: "slsa-verifier-v1.4.0",
    root: "sha256:a74d89d8dd86",
    children: [],
    statuses: { ...LOCAL, buildkit: "unsupported not-an-index", "layout-cosign": "complete" },
    signed: ["sha256:784c5bd14237"],
    unsigned: 0,
  },
  {
    name: "slsa-verifier-v1.10.0",
    root: "sha256:e0a0a765d690",
    children: ["sha256:ae01bed04d3f linux/amd64"],
    statuses: { ...LOCAL, "layout-cosign": "complete" },
    signed: ["sha256:20b16d5835ec"],
    unsigned: 1,
  },
  {
    name: "slsa-verifier-v2.1.0",
    root: "sha256:234e2c830c2f",
    children: ["sha256:d1fc0de9c6a3 linux/amd64"],
    statuses: { ...LOCAL, "layout-cosign": "complete" },
    signed: ["sha256:e163b472f2e5"],
    unsigned: 1,
  },
  {
    name: "docker-attest-unsigned-index",
    root: "sha256:db8f2a6e112e",
    children: ["sha256:7a76cec94385 linux/arm64", "sha256:da8b19066595 linux/amd64"],
    statuses: { ...LOCAL, "layout-cosign": "unsupported no-cosign-entries" },
    signed: [],
    unsigned: 4,
  },
  {
    name: "docker-attest-no-provenance-index",
    root: "sha256:1e3839ac14fb",
    children: ["sha256:52f7a760b932 linux/arm64", "sha256:7ae6b4165592 linux/amd64"],
    statuses: { ...LOCAL, "layout-cosign": "unsupported no-cosign-entries" },
    signed: [],
    unsigned: 2,
  },
  {
    name: "docker-attest-unsigned-image",
    root: "sha256:7ae6b4165592",
    children: [],
    statuses: { ...LOCAL, buildkit: "unsupported not-an-index", "layout-cosign": "unsupported no-cosign-entries" },
    signed: [],
    unsigned: 0,
  },
];

const short = (digest: string): string => digest.slice(0, 19);

for (const image of IMAGES) {
  real(`finds all that ${image.name} holds`, async () => {
    const discovery = await found(`oci-layout:${realdataPath("images", image.name)}`);
    assert.is(short(discovery.subject.digest), image.root);
    assert.equal(
      discovery.set.children.map((child) => `${short(child.digest)} ${child.platform}`),
      image.children,
    );
    assert.equal(statuses(discovery), image.statuses);
    assert.ok(discovery.absenceHolds);
    const signed = discovery.envelopes.filter((envelope) => envelope.unsigned !== true);
    assert.equal(
      signed.map((envelope) => short(envelope.digest)),
      image.signed,
    );
    assert.is(discovery.envelopes.length - signed.length, image.unsigned);
  });
}

real("keeps what cosign wrote beside an envelope", async () => {
  const discovery = await found(`oci-layout:${realdataPath("images", "slsa-verifier-v2.1.0")}`);
  const signed = discovery.envelopes.find((envelope) => envelope.unsigned !== true);
  assert.equal(Object.keys(signed?.annotations ?? {}).sort(), [
    "dev.cosignproject.cosign/signature",
    "dev.sigstore.cosign/bundle",
    "dev.sigstore.cosign/certificate",
    "dev.sigstore.cosign/chain",
    "predicateType",
  ]);
  assert.is(signed?.mediaType, "application/vnd.dsse.envelope.v1+json");
  assert.equal(signed?.sources, [source(discovery, "layout-cosign").id]);
});

real("says which image and which index a BuildKit statement belongs to", async () => {
  const discovery = await found(`oci-layout:${realdataPath("images", "docker-attest-unsigned-index")}`);
  const children = new Set<string | undefined>(discovery.set.children.map((child) => child.digest));
  for (const envelope of discovery.envelopes) {
    assert.is(envelope.carriers.length, 1);
    assert.is(envelope.carriers[0]?.index, discovery.subject.digest);
    assert.ok(children.has(envelope.carriers[0]?.subject));
  }
});

real("narrows an index to one platform and its own statements", async () => {
  const discovery = await found(`oci-layout:${realdataPath("images", "docker-attest-unsigned-index")}`, { platform: "linux/arm64" });
  assert.equal(
    discovery.set.children.map((child) => child.platform),
    ["linux/arm64"],
  );
  assert.is(envelopeDigests(discovery).length, 2);
});

real("finds the tag of a full name", async () => {
  const discovery = await found(`oci-layout:${realdataPath("images", "docker-attest-unsigned-index")}:test`);
  assert.is(discovery.subject.tag, "test");
});

tests.run();
