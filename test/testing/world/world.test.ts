/** What a world makes verifies under its own root and under no other, and a verifier of other make accepts it too. */
import { createPublicKey } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, Verifier as OtherVerifier } from "@sigstore/verify";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { NANOSECONDS_PER_SECOND } from "../../../src/base/index.ts";
import { createWorld, type AttestRequest, type EntryKind } from "../../../src/testing/index.ts";
import { realdata, realdataPath, withRealdata } from "../../support/realdata.ts";
import { outcomeOf } from "../../support/trust/expect.ts";
import { crypto, found, instant, keysFrom, loadRoot, NOW, publicGood, verifierOf } from "../../support/trust/run.ts";
import { statementText, web } from "../../support/trust/signing.ts";

const world = await createWorld({ seed: "world test", now: instant("2026-11-20T10:00:00Z") }, { crypto: web, hasher: crypto });
const root = loadRoot("world", world.trustedRoot());
const verifier = verifierOf([root]);
const alice = { san: "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1", issuer: "https://issuer.example" };
const key = await world.newKey();

const keyObject = createPublicKey({ key: Buffer.from(key.spki), format: "der", type: "spki" });

/** Alone, with thresholds of its own; throws what is wrong. */
function askOther(bundle: Uint8Array, rootBytes: Uint8Array, artifact?: Buffer): void {
  const read = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
  const material = toTrustMaterial(TrustedRoot.fromJSON(read(rootBytes)), () => ({ publicKey: keyObject, validFor: () => true }));
  const isLogged = new TextDecoder().decode(bundle).includes('"tlogEntries":[{');
  const options = { tlogThreshold: isLogged ? 1 : 0, ctlogThreshold: 1, timestampThreshold: 1 };
  new OtherVerifier(material, options).verify(toSignedEntity(bundleFromJSON(read(bundle)), artifact));
}

const kinds: readonly EntryKind[] = ["dsse 0.0.1", "intoto 0.0.2", "hashedrekord 0.0.1", "hashedrekord 0.0.2"];
const good: readonly (readonly [name: string, request: Omit<AttestRequest, "by">])[] = [
  ...kinds.map((entry) => [entry, { entry }] as const),
  ...kinds.map((entry) => [`${entry} with two tokens`, { entry, tokens: 2 }] as const),
  ...(["0.1", "0.2"] as const).map((version) => [`bundle ${version}`, { version, entry: "intoto 0.0.2" }] as const),
  ["bundle 0.1, promise alone", { version: "0.1", vouch: "promise" }],
  ["proof alone, time from a token", { vouch: "proof" }],
  ["no log, time from a token", { entry: "none" }],
];

const worlds = suite("world");
for (const [name, request] of good)
  for (const [signer, by] of [
    ["identity", alice],
    ["key", { key }],
  ] as const)
    worlds(`${name}, ${signer}`, async () => {
      const { bundle } = await world.attest(statementText(), { ...request, by });
      const withKey = verifierOf([root], signer === "key" ? keysFrom("key", key.spki) : []);
      assert.is(outcomeOf(withKey.verify(found(bundle), NOW)), "good");
      askOther(bundle, world.trustedRoot());
      const outside = verifierOf([publicGood], []).verify(found(bundle), NOW);
      assert.is.not(outcomeOf(outside), "good");
    });

for (const algorithm of ["ecdsa-sha2-384-nistp384", "ecdsa-sha2-512-nistp521", "ed25519", "rsa-sign-pkcs1-sha256"] as const)
  worlds(`a leaf with ${algorithm}`, async () => {
    for (const entry of kinds.filter((kind) => kind !== "hashedrekord 0.0.1")) {
      const { bundle } = await world.attest(statementText(), { by: { ...alice, algorithm }, entry });
      assert.is(outcomeOf(verifier.verify(found(bundle), NOW)), "good");
    }
  });

for (const entry of ["dsse 0.0.1", "intoto 0.0.1", "intoto 0.0.2", "hashedrekord 0.0.1"] as const)
  worlds(`a cosign layer with ${entry}`, async () => {
    const { layer } = await world.attest(statementText(), { by: alice, entry, vouch: "promise", tokens: 1 });
    assert.is(outcomeOf(verifier.verify(found(layer.bytes, layer.annotations), NOW)), "good");
    const ofKey = (await world.attest(statementText(), { by: { key }, entry, vouch: "promise" })).layer;
    const keyed = verifierOf([root], keysFrom("key", key.spki));
    assert.is(outcomeOf(keyed.verify(found(ofKey.bytes, ofKey.annotations), NOW)), "good");
  });

worlds("a blob", async () => {
  const artifact = Buffer.from("some artifact");
  for (const entry of ["hashedrekord 0.0.1", "hashedrekord 0.0.2"] as const) {
    const { bundle } = await world.attest(artifact, { by: alice, content: "message", entry });
    assert.is(outcomeOf(verifier.verifyBlob(found(bundle), artifact, NOW)), "good");
    askOther(bundle, world.trustedRoot(), artifact);
  }
});

worlds("facts say what was asked for", async () => {
  const at = instant("2026-11-20T11:12:13Z");
  const claims = { "source-repository": "https://github.com/acme/app" };
  const { bundle } = await world.attest(statementText(), { by: { ...alice, claims }, at, tokens: 1 });
  const verified = verifier.verify(found(bundle), NOW);
  assert.is(verified.kind, "verified");
  if (verified.kind !== "verified") return;
  const [signer] = verified.facts.signers;
  assert.is(signer?.kind === "certificate" ? signer.san.value : "", alice.san);
  assert.is(signer?.kind === "certificate" ? signer.issuer : "", alice.issuer);
  assert.is(signer?.kind === "certificate" ? signer.claims.get("source-repository") : "", claims["source-repository"]);
  assert.equal(
    verified.facts.times.map((time) => [time.kind, time.operator, time.at]),
    [
      ["timestamp", "world.example", at],
      ["log", "world.example", at],
    ],
  );
  assert.is(verified.facts.scts.length, 1);
});

worlds("evidence of an older generation stays good, and not under the next one's certificates", async () => {
  const turning = await createWorld({ seed: "turning", now: instant("2026-10-01T00:00:00Z") }, { crypto: web, hasher: crypto });
  const before = await turning.attest(statementText(), { by: alice, tokens: 1 });
  for (const part of ["certificate-authority", "timestamp-authority", "log"] as const) {
    turning.moveTo(turning.now + 86_400n * NANOSECONDS_PER_SECOND);
    await turning.rotate(part);
  }
  const after = await turning.attest(statementText(), { by: alice, tokens: 1 });
  const both = verifierOf([loadRoot("both", turning.trustedRoot())]);
  assert.is(outcomeOf(both.verify(found(before.bundle), NOW)), "good");
  assert.is(outcomeOf(both.verify(found(after.bundle), NOW)), "good");
  askOther(before.bundle, turning.trustedRoot());
  askOther(after.bundle, turning.trustedRoot());
  turning.moveTo(turning.now + 86_400n * NANOSECONDS_PER_SECOND);
  const late = await turning.make({ ...before.plan, at: turning.now });
  assert.is(outcomeOf(both.verify(found(late.bundle), NOW)), "tlog · set-invalid");
});

worlds("another world's root does not verify it", async () => {
  const other = await createWorld({ seed: "world test", now: world.now }, { crypto: web, hasher: crypto });
  const { bundle } = await world.attest(statementText(), { by: alice });
  assert.is(outcomeOf(verifierOf([loadRoot("other", other.trustedRoot())]).verify(found(bundle), NOW)), "tlog · log-unknown");
});

const real = withRealdata(worlds);
real("no shipped or stored root verifies it", async () => {
  const { bundle } = await world.attest(statementText(), { by: alice, tokens: 1 });
  const files = realdata === undefined ? [] : readdirSync(realdataPath("trust")).filter((name) => name.endsWith("trusted_root.json"));
  assert.ok(files.length > 1);
  for (const name of files) {
    const stored = loadRoot(name, readFileSync(realdataPath("trust", name)));
    assert.is.not(outcomeOf(verifierOf([stored]).verify(found(bundle), NOW)), "good");
  }
});
worlds.run();
