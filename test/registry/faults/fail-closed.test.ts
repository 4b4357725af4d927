/** The one law behind all faults: whatever breaks, either the failure is told or nothing is missing. */
import { readFileSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ask, envelopeDigests, found } from "../../support/registry/ask.ts";
import { Content, descriptorOf, envelope, fallbackTagOf, onPlatform, statement, type Stored } from "../../support/registry/content.ts";
import { blobFile, layoutFolder } from "../../support/registry/layout-folder.ts";
import { NAME } from "../../support/registry/one-image.ts";
import { TestRegistry, type Reply, type Script } from "../../support/registry/registry.ts";
import { HOST, remotePorts } from "../../support/registry/remote.ts";
import { checkAsyncProperty, fc } from "../../support/property.ts";

const tests = suite("registry faults: fail closed");

interface Corpus {
  readonly content: Content;
  readonly index: Stored;
  readonly tags: Readonly<Record<string, Stored>>;
}

/** Every kind of source has something that no other one has. */
function corpus(): Corpus {
  const content = new Content();
  const amd = content.image("amd");
  const arm = content.image("arm");
  const index = content.index([onPlatform(amd, "amd64"), onPlatform(arm, "arm64"), content.buildkit(amd, statement("built"))]);
  content.referrer(index, [envelope("by the API"), envelope("beside it")]);
  content.referrer(amd, [envelope("about one platform")]);
  const elsewhere = new Content();
  const byTag = elsewhere.referrer(arm, [envelope("by the tag")]);
  const fallback = content.index([descriptorOf(byTag)]);
  for (const stored of elsewhere.blobs.values()) content.add(stored);
  content.addManifest(byTag);
  const attached = content.attachments([envelope("attached")]);
  return {
    content,
    index,
    tags: { "1.0": index, [fallbackTagOf(arm.digest)]: fallback, [`${fallbackTagOf(index.digest)}.att`]: attached },
  };
}

function registryOf(made: Corpus, script: Script): TestRegistry {
  const registry = new TestRegistry({ script });
  registry.add("acme/app", made.content, made.tags);
  return registry;
}

/** Faults that say nothing about what is there. (A registry's own 404 is its word, and only it can give it.) */
const REPLIES: readonly Reply[] = [
  ...[401, 403, 418, 429, 500, 503].map((status) => ({ status })),
  ...(["reset", "cut", "silent", "endless"] as const).map((trouble) => ({ status: 200, trouble })),
];

type Fault =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "flip"; readonly at: number }
  | { readonly kind: "shorten"; readonly at: number };

const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom(...REPLIES).map((reply) => ({ kind: "reply" as const, reply })),
  fc.nat().map((at) => ({ kind: "flip" as const, at })),
  fc.nat().map((at) => ({ kind: "shorten" as const, at })),
);

function damaged(bytes: Buffer, fault: Exclude<Fault, { kind: "reply" }>): Buffer {
  if (bytes.length === 0) return Buffer.from("x");
  const at = fault.at % bytes.length;
  if (fault.kind === "shorten") return bytes.subarray(0, at);
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

tests("one answer of a registry that is wrong for good, wherever it is", async () => {
  const made = corpus();
  const whole = registryOf(made, () => undefined);
  // By digest: behind a tag, other bytes are simply another image.
  const name = `${HOST}/acme/app@${made.index.digest}`;
  const expected = envelopeDigests(await found(name, {}, remotePorts({ [HOST]: whole })));
  assert.is(expected.length, 6);
  const lines = [...new Set(whole.log)];
  await checkAsyncProperty(
    fc.asyncProperty(fc.constantFrom(...lines), anyFault, async (line, fault) => {
      const truth = new TestRegistry();
      truth.add("acme/app", made.content, made.tags);
      const script: Script = (asked) => {
        if (`${asked.method} ${asked.url.pathname}${asked.url.search}` !== line) return undefined;
        if (fault.kind === "reply") return fault.reply;
        const answer = truth.answer(asked);
        return answer.status === 200 ? { ...answer, body: damaged(Buffer.from(answer.body ?? ""), fault) } : undefined;
      };
      const discovery = await ask(name, {}, remotePorts({ [HOST]: registryOf(made, script) }));
      if (discovery.ok && discovery.value.absenceHolds) assert.equal(envelopeDigests(discovery.value), expected);
    }),
  );
});

tests("a registry that dies after so many answers", async () => {
  const made = corpus();
  const whole = registryOf(made, () => undefined);
  const expected = envelopeDigests(await found(NAME, {}, remotePorts({ [HOST]: whole })));
  for (let survived = 0; survived < whole.log.length; survived++) {
    let answered = 0;
    const dying = registryOf(made, () => (answered++ < survived ? undefined : { status: 200, trouble: "reset" }));
    const discovery = await ask(NAME, {}, remotePorts({ [HOST]: dying }));
    if (!discovery.ok) continue;
    assert.not.ok(discovery.value.absenceHolds, `${survived}`);
    assert.ok(discovery.value.sources.some((source) => source.status.kind === "failed"));
    assert.ok(envelopeDigests(discovery.value).every((digest) => expected.includes(digest)));
  }
});

tests("one blob of a layout that is damaged, wherever it is", async () => {
  const made = corpus();
  const entries = [
    descriptorOf(made.index, { annotations: { "org.opencontainers.image.ref.name": "1.0" } }),
    ...Object.entries(made.tags).map(([tag, stored]) =>
      descriptorOf(stored, { annotations: { "org.opencontainers.image.ref.name": tag } }),
    ),
    ...[...made.content.manifests.values()].filter((stored) => stored.bytes.includes('"subject"')).map((stored) => descriptorOf(stored)),
  ];
  const folder = layoutFolder(made.content, entries);
  const expected = envelopeDigests(await found(`oci-layout:${folder}:1.0`));
  assert.is(expected.length, 6);
  const files = made.content.all().map((stored) => blobFile(folder, stored.digest));
  const anyDamage = anyFault.filter((fault) => fault.kind !== "reply");
  await checkAsyncProperty(
    fc.asyncProperty(fc.constantFrom(...files), anyDamage, async (file, fault) => {
      const bytes = readFileSync(file);
      writeFileSync(file, damaged(bytes, fault));
      try {
        const discovery = await ask(`oci-layout:${folder}:1.0`);
        if (discovery.ok && discovery.value.absenceHolds) assert.equal(envelopeDigests(discovery.value), expected);
      } finally {
        writeFileSync(file, bytes);
      }
    }),
  );
});

tests.run();
