/**
 * The two providers answer every question alike: each way to spoil a signature of each algorithm, what one signed judged by the
 * other, signatures and keys changed at random, and every signature that the real bundles lead to.
 */
import { generateKeyPairSync, sign as nodeSign, constants, type KeyObject } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { defaultLimits } from "../../src/base/index.ts";
import { createVerifier, ecdsaToRaw, loadKeys, loadSigstoreRoot, type SignatureJob, type SyncCrypto } from "../../src/trust/index.ts";
import type { KeyFamily, PublicKey, SignatureAlgorithm } from "../../src/trust/index.ts";
import { checkAsyncProperty, fc } from "../support/property.ts";
import { withRealdata } from "../support/realdata.ts";
import { realBundles, type RealBundle } from "../support/trust/real-bundles.ts";
import { crypto as node, found, NOW } from "../support/trust/run.ts";
import { web } from "../support/trust/signing.ts";

async function both(job: SignatureJob, name: string): Promise<boolean> {
  const answer = node.verify(job);
  assert.is(await web.verify(job), answer, `${name}: node says ${String(answer)}`);
  return answer;
}

function imported(key: KeyObject): PublicKey {
  const made = node.importPublic(new Uint8Array(key.export({ format: "der", type: "spki" })));
  if (made === undefined) throw new Error("no key");
  return made;
}

interface Row {
  readonly algorithm: SignatureAlgorithm;
  readonly family: KeyFamily;
  readonly hash: string | null;
  /** Another hash of the same family, where there is one. */
  readonly other?: SignatureAlgorithm;
}

const rows: readonly Row[] = [
  { algorithm: "ecdsa-sha2-256-nistp256", family: "p256", hash: "sha256" },
  { algorithm: "ecdsa-sha2-384-nistp384", family: "p384", hash: "sha384", other: "ecdsa-sha2-256-nistp384" },
  { algorithm: "ecdsa-sha2-512-nistp521", family: "p521", hash: "sha512", other: "ecdsa-sha2-256-nistp521" },
  { algorithm: "ecdsa-sha2-256-nistp384", family: "p384", hash: "sha256", other: "ecdsa-sha2-384-nistp384" },
  { algorithm: "ecdsa-sha2-256-nistp521", family: "p521", hash: "sha256", other: "ecdsa-sha2-512-nistp521" },
  { algorithm: "ed25519", family: "ed25519", hash: null },
  { algorithm: "rsa-sign-pkcs1-sha256", family: "rsa", hash: "sha256", other: "rsa-sign-pss-sha256" },
  { algorithm: "rsa-sign-pss-sha256", family: "rsa", hash: "sha256", other: "rsa-sign-pkcs1-sha256" },
];

const curves = { p256: "P-256", p384: "P-384", p521: "P-521" } as const;

function pairOf(family: KeyFamily): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  if (family === "ed25519") return generateKeyPairSync("ed25519");
  if (family === "rsa") return generateKeyPairSync("rsa", { modulusLength: 2048 });
  return generateKeyPairSync("ec", { namedCurve: curves[family] });
}

function sign({ algorithm, hash }: Row, key: KeyObject, message: Uint8Array): Uint8Array {
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return new Uint8Array(nodeSign(hash, message, algorithm.includes("pss") ? pss : key));
}

function integer(bytes: Uint8Array): Uint8Array {
  return new Uint8Array([0x02, bytes.length, ...bytes]);
}

function sequence(parts: readonly Uint8Array[]): Uint8Array {
  const content = parts.flatMap((part) => [...part]);
  return new Uint8Array(content.length < 128 ? [0x30, content.length, ...content] : [0x30, 0x81, content.length, ...content]);
}

/** ECDSA alone: numbers out of range, and other ways to write the right ones. */
function spoiltNumbers(signature: Uint8Array, family: KeyFamily): readonly (readonly [name: string, signature: Uint8Array])[] {
  const raw = ecdsaToRaw(signature, family);
  if (raw === undefined) return [];
  const half = raw.length / 2;
  const [r, s] = [raw.subarray(0, half), raw.subarray(half)].map((number) => {
    const start = number.findIndex((byte) => byte !== 0);
    const digits = number.subarray(start);
    return integer((digits[0] as number) >= 0x80 ? new Uint8Array([0, ...digits]) : digits);
  }) as [Uint8Array, Uint8Array];
  const large = integer(new Uint8Array([0, ...new Uint8Array(half).fill(0xff)]));
  const negative = integer(new Uint8Array(half).fill(0x81));
  const padded = (number: Uint8Array): Uint8Array => integer(new Uint8Array([0, ...number.subarray(2)]));
  const body = signature.subarray(signature[1] === 0x81 ? 3 : 2);
  return [
    ["r is zero", sequence([integer(new Uint8Array([0])), s])],
    ["s is zero", sequence([r, integer(new Uint8Array([0]))])],
    ["r is too large", sequence([large, s])],
    ["s is too large", sequence([r, large])],
    ["r is negative", sequence([negative, s])],
    ["r is padded", sequence([padded(r), s])],
    ["a third number", sequence([r, s, s])],
    ["one number", sequence([r])],
    ["a longer length", new Uint8Array([0x30, 0x82, 0, body.length, ...body])],
    ["an indefinite length", new Uint8Array([0x30, 0x80, ...body, 0, 0])],
    ["raw where DER is expected", raw],
  ];
}

const tests = suite("providers beside each other");
for (const row of rows)
  tests(row.algorithm, async () => {
    const { publicKey, privateKey } = pairOf(row.family);
    const key = imported(publicKey);
    const message = new TextEncoder().encode("what is signed");
    const signature = sign(row, privateKey, message);
    const ask = (change: Partial<SignatureJob>, name: string): Promise<boolean> =>
      both({ key, algorithm: row.algorithm, parts: [message], signature, ...change }, name);
    assert.is(await ask({}, "valid"), true);
    for (const size of [0, 1, 1024 * 1024]) {
      const over = new Uint8Array(size).fill(3);
      assert.is(
        await ask(
          { parts: [over.subarray(0, size >> 1), over.subarray(size >> 1)], signature: sign(row, privateKey, over) },
          `${size} bytes`,
        ),
        true,
      );
    }
    const spoilt: readonly (readonly [name: string, signature: Uint8Array])[] = [
      ["bit flipped", signature.with(signature.length - 3, (signature.at(-3) as number) ^ 4)],
      ["truncated", signature.subarray(0, -1)],
      ["extended", new Uint8Array([...signature, 0])],
      ["zero", new Uint8Array(signature.length)],
      ["empty", new Uint8Array()],
      ...spoiltNumbers(signature, row.family),
    ];
    for (const [name, changed] of spoilt) assert.is(await ask({ signature: changed }, name), false, name);
    assert.is(await ask({ parts: [message, message] }, "another message"), false);
    assert.is(await ask({ key: imported(pairOf(row.family).publicKey) }, "another key"), false);
    for (const other of ["p256", "p384", "ed25519", "rsa"] as const)
      if (other !== row.family) assert.is(await ask({ key: imported(pairOf(other).publicKey) }, `a key of ${other}`), false);
    if (row.other !== undefined) assert.is(await ask({ algorithm: row.other }, "another hash or padding"), false);
    const made = await web.generate(row.algorithm);
    const byWeb = { key: node.importPublic(made.spki) as PublicKey, algorithm: row.algorithm, parts: [message] };
    assert.is(await both({ ...byWeb, signature: await web.sign(made.privateKey, [message]) }, "signed by the other"), true);
  });
tests("signatures and keys changed at random", async () => {
  const made = rows.map((row) => {
    const { publicKey, privateKey } = pairOf(row.family);
    const parts = [new Uint8Array([1, 2, 3])];
    return { key: imported(publicKey), algorithm: row.algorithm, parts, signature: sign(row, privateKey, parts[0] as Uint8Array) };
  });
  await checkAsyncProperty(
    fc.asyncProperty(fc.constantFrom(...made), fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (job, at, mask, inKey) => {
      const bytes = inKey ? job.key.spki : job.signature;
      const changed = bytes.with(at % bytes.length, (bytes[at % bytes.length] as number) ^ mask);
      if (!inKey) return assert.is(await both({ ...job, signature: changed }, "changed signature"), false);
      const key = node.importPublic(changed);
      if (key !== undefined) assert.is(await both({ ...job, key }, "changed key"), false);
    }),
  );
});

const real = withRealdata(tests);
real("every signature that the real bundles lead to", async () => {
  const jobs: (readonly [SignatureJob, boolean])[] = [];
  const recording: SyncCrypto = {
    ...node,
    verify(job) {
      const answer = node.verify(job);
      jobs.push([job, answer]);
      return answer;
    },
  };
  for (const bundle of realBundles()) judge(bundle, recording);
  const distinct = new Map(
    jobs.map((entry) => [`${entry[0].key.fingerprint} ${Buffer.from(entry[0].signature).toString("hex")} ${String(entry[1])}`, entry]),
  );
  assert.ok(distinct.size > 150, `${distinct.size} signatures`);
  assert.ok([...distinct.values()].some(([, answer]) => !answer));
  for (const [job, answer] of distinct.values()) assert.is(await web.verify(job), answer, job.algorithm);
});

function judge({ bytes, root, keys, artifact }: RealBundle, crypto: SyncCrypto): void {
  const loaded = loadSigstoreRoot("real", root, crypto);
  if (!loaded.ok) return;
  const listed = keys.flatMap(({ key }) => {
    const read = loadKeys("key", key, crypto);
    return read.ok ? read.value.keys : [];
  });
  const verifier = createVerifier({ roots: [loaded.value], keys: listed }, { crypto }, defaultLimits);
  verifier.verifyBlob(found(bytes), artifact ?? new Uint8Array(), NOW);
}
tests.run();
