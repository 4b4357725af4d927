/**
 * Whole bundles, layers and envelopes, changed and judged: never an exception, never a fault of ours, never long, and where one is
 * still verified, what was signed, who signed it and when are those of the original.
 */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseJson, statementJsonLimits, defaultLimits } from "../../src/base/index.ts";
import type { BlobVerification, FoundEnvelope, SignerFacts, Verification, Verifier } from "../../src/trust/index.ts";
import { fuzz, fuzzSeed, type Target } from "../support/fuzz/fuzz.ts";
import { signedParts, type SignedParts } from "../support/fuzz/signed-parts.ts";
import type { Seeds } from "../support/fuzz/mutate-bytes.ts";
import { realBundles, type RealBundle } from "../support/trust/real-bundles.ts";
import { found, keysFrom, loadRoot, NOW, publicGood, realLayers, verifierOf } from "../support/trust/run.ts";
import { newSigner, signedJson, statementText } from "../support/trust/signing.ts";
import { realdata } from "../support/realdata.ts";

/** The facts of every original that is verified, by its bytes. */
const originals = new Map<string, SignerFacts>();
const keyOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** Changes of what nothing covers: without any, the laws below would say nothing. */
let verifiedCount = 0;

type Outcome = Verification | BlobVerification;

interface Judged {
  readonly outcome: Outcome;
  readonly input: Uint8Array;
  readonly original: Uint8Array;
  readonly seeds: readonly Uint8Array[];
  /** The text that holds payload and signature; the bytes themselves unless told. */
  readonly textOf?: (bytes: Uint8Array) => Uint8Array;
}

function judge({ outcome, input, original, seeds, textOf = (bytes) => bytes }: Judged): void {
  if (outcome.kind === "rejected") return assert.is.not(outcome.reason, "internal-error", `${outcome.step}: ${outcome.detail}`);
  verifiedCount += 1;
  const after = signedParts(textOf(input));
  const source = sourceOf(after, original, (bytes) => signedParts(textOf(bytes)), seeds);
  const before = signedParts(textOf(source));
  if (before.payloadDigest !== undefined) assert.is(outcome.facts.payloadDigest, before.payloadDigest, "another payload is verified");
  assert.ok(
    after.signatures.some((signature) => before.signatures.includes(signature)),
    "another signature is verified",
  );
  const facts = originals.get(keyOf(source));
  if (facts !== undefined) compare(outcome.facts, facts);
}

/** A change that crosses two originals can put the whole of the other in place of the one: the one whose payload was kept, the own first. */
function sourceOf(
  after: SignedParts,
  original: Uint8Array,
  partsOf: (bytes: Uint8Array) => SignedParts,
  seeds: readonly Uint8Array[],
): Uint8Array {
  const kept = (bytes: Uint8Array): boolean => partsOf(bytes).payloadDigest === after.payloadDigest;
  return [original, ...seeds].find(kept) ?? original;
}

/** An original that is rejected for its form may be mended by a change; what is signed was compared before. */
function compare(facts: SignerFacts, was: SignerFacts): void {
  assert.is(facts.payloadDigest, was.payloadDigest);
  assert.is(facts.payloadType, was.payloadType);
  assert.ok(
    signersOf(facts).every((signer) => signersOf(was).includes(signer)),
    "somebody else signed it",
  );
  for (const time of facts.times)
    assert.ok(
      was.times.some(({ kind, at, operator }) => kind === time.kind && at === time.at && operator === time.operator),
      "another time is proven",
    );
  for (const log of facts.logs)
    assert.ok(
      was.logs.some(({ logId, entryKind }) => logId === log.logId && entryKind === log.entryKind),
      "another log vouches",
    );
}

function signersOf({ signers }: SignerFacts): readonly string[] {
  return signers.map(({ kind, fingerprint }) => `${kind} ${fingerprint}`);
}

function remember(bytes: Uint8Array, outcome: Outcome): void {
  if (outcome.kind === "verified") originals.set(keyOf(bytes), outcome.facts);
}

const verifier = verifierOf([publicGood]);

/** Bundles with an envelope under the public root; those with a message signature are judged with their artifact. */
function bundleTarget(name: string, share: number, bundles: readonly RealBundle[]): Target | undefined {
  const roots = new Map<string, Verifier>();
  const verifierFor = ({ root, keys }: RealBundle): Verifier => {
    const id = `${keyOf(root)} ${keys.length}`;
    const made =
      roots.get(id) ??
      verifierOf(
        [loadRoot("of the bundle", root)],
        keys.flatMap(({ key }) => keysFrom("key", key)),
      );
    roots.set(id, made);
    return made;
  };
  const run = (bundle: RealBundle, bytes: Uint8Array): Outcome =>
    bundle.artifact === undefined
      ? verifierFor(bundle).verify(found(bytes), NOW)
      : verifierFor(bundle).verifyBlob(found(bytes), bundle.artifact, NOW);
  const byBytes = new Map(bundles.map((bundle) => [keyOf(bundle.bytes), bundle]));
  for (const bundle of bundles) remember(bundle.bytes, run(bundle, bundle.bytes));
  const seeds = bundles.map(({ bytes }) => bytes);
  if (seeds.length === 0) return undefined;
  return {
    name,
    share,
    form: "json",
    seeds: seeds as unknown as Seeds,
    judge: (input, original) => judge({ outcome: run(byBytes.get(keyOf(original)) as RealBundle, input), input, original, seeds }),
  };
}

const real = realBundles().filter(({ name }) => !/missing-validity-start|managed-key-wrong-key/u.test(name));
const isMessage = ({ bytes }: RealBundle): boolean => !Buffer.from(bytes).includes('"dsseEnvelope"');

/** Annotations travel as one JSON object beside the envelope's text. */
function layerTarget(): Target | undefined {
  if (realdata === undefined) return undefined;
  const layers = ["slsa-verifier-v1.4.0", "slsa-verifier-v1.10.0", "slsa-verifier-v2.1.0"].flatMap((image) => realLayers(image));
  const packed = layers.map(({ bytes, annotations }) =>
    Buffer.from(JSON.stringify({ envelope: Buffer.from(bytes).toString("base64"), annotations })),
  );
  for (const bytes of packed) {
    const layer = unpack(bytes);
    if (layer !== undefined) remember(bytes, verifier.verify(layer, NOW));
  }
  const textOf = (bytes: Uint8Array): Uint8Array => unpack(bytes)?.bytes ?? bytes;
  return {
    name: "cosign layers",
    share: 0.08,
    form: "json",
    seeds: packed as unknown as Seeds,
    judge(input, original) {
      const layer = unpack(input);
      if (layer !== undefined) judge({ outcome: verifier.verify(layer, NOW), input, original, seeds: packed, textOf });
    },
  };
}

function unpack(bytes: Uint8Array): FoundEnvelope | undefined {
  const read = parseJson(bytes, statementJsonLimits(defaultLimits));
  if (!read.ok) return undefined;
  const { envelope, annotations } = (read.value ?? {}) as { envelope?: unknown; annotations?: unknown };
  if (typeof envelope !== "string") return undefined;
  const texts = Object.entries(typeof annotations === "object" && annotations !== null ? annotations : {}).filter(
    ([, text]) => typeof text === "string",
  );
  return found(Buffer.from(envelope, "base64"), Object.fromEntries(texts));
}

const signers = [await newSigner(), await newSigner("ed25519"), await newSigner("ecdsa-sha2-384-nistp384")] as const;
const keyed = verifierOf(
  [],
  signers.map(({ entry }) => entry),
);

async function envelopeTarget(): Promise<Target> {
  const one = await signedJson(statementText(), [signers[0]]);
  const all = await signedJson(statementText({ predicate: { deep: [[{ a: 1 }]] } }), signers);
  const seeds = [one, all].map((envelope) => Buffer.from(JSON.stringify(envelope))) as unknown as Seeds;
  for (const bytes of seeds) remember(bytes, keyed.verify(found(bytes), NOW));
  return {
    name: "envelopes signed by keys",
    share: 0.08,
    form: "json",
    seeds,
    judge: (input, original) => judge({ outcome: keyed.verify(found(input), NOW), input, original, seeds }),
  };
}

const targets = [
  bundleTarget(
    "bundles of statements",
    0.12,
    real.filter((bundle) => !isMessage(bundle)),
  ),
  bundleTarget("bundles of blobs", 0.06, real.filter(isMessage)),
  layerTarget(),
  await envelopeTarget(),
].filter((target) => target !== undefined);

const tests = suite("fuzzed envelopes");
let judged = 0;
for (const target of targets)
  tests(target.name, () => {
    judged += fuzz(target);
  });

/** What the assertion says that fails in `work`: uvu's own `throws` lets an assertion through. */
function told(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

tests("an original in the place of another is judged as itself, and the signatures of one over the payload of the other not", async () => {
  const [one, other] = [
    await signedJson(statementText(), [signers[0]]),
    await signedJson(statementText({ predicate: { a: 1 } }), [signers[0]]),
  ];
  const seeds = [one, other].map((envelope) => Buffer.from(JSON.stringify(envelope))) as unknown as [Uint8Array, Uint8Array];
  const judged = (input: Uint8Array, outcome: Outcome): void => judge({ outcome, input, original: seeds[0], seeds });
  judged(seeds[1], keyed.verify(found(seeds[1]), NOW));
  const mixed = Buffer.from(JSON.stringify({ ...one, payload: other.payload }));
  const refused = keyed.verify(found(mixed), NOW);
  assert.is(refused.kind === "rejected" ? refused.reason : refused.kind, "signature-invalid");
  assert.is(
    told(() => judged(mixed, keyed.verify(found(seeds[1]), NOW))),
    "another signature is verified",
  );
});
tests("the originals that hold are remembered, so that there is something to compare with", () => {
  assert.ok(verifiedCount > 0);
  assert.ok(originals.size >= (realdata === undefined ? 2 : 40), `${originals.size} originals`);
});
tests.after(() => console.log(`FUZZ_SEED=${fuzzSeed}: ${judged} changed envelopes were judged, ${verifiedCount} of them still hold`));
tests.run();
