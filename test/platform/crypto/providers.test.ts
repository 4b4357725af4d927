/** Both providers give the same answer to every signature: valid, changed, malformed, of another key, hash or curve. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createNodeCrypto, loadWebCrypto } from "../../../src/platform/crypto/index.ts";
import type { PublicKey, SignatureAlgorithm, VerifyAlgorithm } from "../../../src/trust/index.ts";

const node = createNodeCrypto();
const web = await loadWebCrypto();

function imported(spki: Uint8Array): PublicKey {
  const key = node.importPublic(spki);
  if (key === undefined) throw new Error("no key");
  return key;
}

const algorithms: readonly SignatureAlgorithm[] = [
  "ecdsa-sha2-256-nistp256",
  "ecdsa-sha2-384-nistp384",
  "ecdsa-sha2-512-nistp521",
  "ecdsa-sha2-256-nistp384",
  "ecdsa-sha2-256-nistp521",
  "ed25519",
  "rsa-sign-pkcs1-sha256",
  "rsa-sign-pss-sha256",
];

const tests = suite("crypto providers");
for (const algorithm of algorithms)
  tests(algorithm, async () => {
    const pair = await web.generate(algorithm);
    const key = imported(pair.spki);
    const stranger = imported((await web.generate(algorithm.startsWith("rsa") ? "ed25519" : algorithm)).spki);
    const parts = [new TextEncoder().encode("two "), new TextEncoder().encode("parts")];
    const signature = await web.sign(pair.privateKey, parts);
    const changed = (at: number): Uint8Array => signature.with(at, (signature[at] as number) ^ 1);
    const large = [new Uint8Array(1024 * 1024).fill(7)];
    const jobs: readonly (readonly [name: string, key: PublicKey, parts: readonly Uint8Array[], signature: Uint8Array, valid: boolean])[] =
      [
        ["valid", key, parts, signature, true],
        ["joined", key, [new TextEncoder().encode("two parts")], signature, true],
        ["bit flipped", key, parts, changed(signature.length - 5), false],
        ["first byte", key, parts, changed(0), false],
        ["truncated", key, parts, signature.slice(0, -1), false],
        ["extended", key, parts, new Uint8Array([...signature, 0]), false],
        ["zero", key, parts, new Uint8Array(signature.length), false],
        ["empty", key, parts, new Uint8Array(), false],
        ["another message", key, [new TextEncoder().encode("two partz")], signature, false],
        ["another key", stranger, parts, signature, false],
        ["empty message", key, [], await web.sign(pair.privateKey, []), true],
        ["a mebibyte", key, large, await web.sign(pair.privateKey, large), true],
      ];
    for (const [name, by, over, given, valid] of jobs) {
      const job = { key: by, algorithm, parts: over, signature: given };
      assert.is(node.verify(job), valid, `node: ${name}`);
      assert.is(await web.verify(job), valid, `webcrypto: ${name}`);
    }
  });
tests("the hash is the algorithm's, not the signature's", async () => {
  const pair = await web.generate("ecdsa-sha2-256-nistp384");
  const parts = [new Uint8Array([1])];
  const signature = await web.sign(pair.privateKey, parts);
  const verify = async (algorithm: VerifyAlgorithm): Promise<readonly boolean[]> => {
    const job = { key: imported(pair.spki), algorithm, parts, signature };
    return [node.verify(job), await web.verify(job)];
  };
  assert.equal(await verify("ecdsa-sha2-256-nistp384"), [true, true]);
  assert.equal(await verify("ecdsa-sha2-384-nistp384"), [false, false]);
  assert.equal(await verify("ecdsa-sha2-256-nistp256"), [false, false]);
  assert.equal(await verify("rsa-sign-pkcs1-sha256"), [false, false]);
});
tests("a key has one spelling", async () => {
  const { spki } = await web.generate("ecdsa-sha2-256-nistp256");
  const key = imported(spki);
  assert.is(key.family, "p256");
  assert.is(node.importPublic(spki), key, "handles are cached by their bytes");
  const point = spki.subarray(-64, -32);
  const prefix = spki.subarray(0, spki.length - 65);
  const compressed = new Uint8Array([...prefix, 2 + ((spki.at(-1) as number) & 1), ...point]);
  compressed[1] = (compressed[1] as number) - 32;
  compressed[spki.length - 67] = 34;
  assert.is(node.importPublic(compressed), undefined, "a compressed point would have another fingerprint");
  assert.is(node.importPublic(new Uint8Array([0x30, 0x00])), undefined);
});
tests("digests over parts", () => {
  const whole = node.digest("sha256", [new TextEncoder().encode("abc")]);
  const split = node.digest("sha256", [new TextEncoder().encode("a"), new TextEncoder().encode("bc")]);
  assert.equal(split, whole);
  assert.is(Buffer.from(whole).toString("hex"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
tests.run();
