import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseReference, type Reference } from "../../../src/registry/index.ts";
import { envelopeDigests, found } from "../../support/registry/ask.ts";
import { Content, envelope } from "../../support/registry/content.ts";
import { NAME, oneImage, registryWith } from "../../support/registry/one-image.ts";
import { TestRegistry, type RegistryOptions } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";

const tests = suite("registry evidence repositories");

const OTHER = "evidence.test";

function reference(text: string): Reference {
  const parsed = parseReference(text);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
}

/** The image with one attestation of its own, and one that is kept elsewhere. */
function setting(options: RegistryOptions = {}) {
  const one = oneImage();
  const kept = new Content();
  const referrer = kept.referrer(one.image, [envelope("kept elsewhere")]);
  const other = new TestRegistry(options);
  other.add("acme/evidence", kept, {});
  return { one, referrer, other, ports: remotePorts({ [HOST]: registryWith(one), [OTHER]: other }) };
}

const THERE = { evidenceRepositories: [reference(`${OTHER}/acme/evidence`)] };

tests("what is kept elsewhere is found there, and named by that place", async () => {
  const { one, ports } = setting();
  const discovery = await found(NAME, THERE, ports);
  assert.equal(envelopeDigests(discovery), [one.signed.digest, envelope("kept elsewhere").digest].sort());
  assert.ok(discovery.envelopes.some((envelopeFound) => envelopeFound.uri.startsWith(`oci://${OTHER}/acme/evidence@`)));
  assert.is(discovery.sources.length, 7);
  assert.ok(discovery.absenceHolds);
});

tests("nothing is asked where nobody declared it", async () => {
  const { other, ports } = setting();
  await found(NAME, {}, ports);
  assert.equal(other.log, []);
});

tests("a repository that does not exist holds nothing", async () => {
  const { ports } = setting();
  const discovery = await found(NAME, { evidenceRepositories: [reference(`${OTHER}/acme/none`)] }, ports);
  assert.is(discovery.envelopes.length, 1);
  assert.ok(discovery.absenceHolds);
});

tests("one that cannot be asked keeps absence open", async () => {
  const { ports } = setting({ script: () => ({ status: 403 }) });
  const discovery = await found(NAME, THERE, ports);
  assert.is(discovery.envelopes.length, 1);
  assert.not.ok(discovery.absenceHolds);
});

tests("the image's own repository is not asked twice", async () => {
  const { ports } = setting();
  const discovery = await found(NAME, { evidenceRepositories: [reference(`${HOST}/acme/app`)] }, ports);
  assert.is(discovery.sources.length, 4);
});

tests.run();
