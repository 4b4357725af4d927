/**
 * Whole bundles, judged by us and by @sigstore/verify alone, untouched and each with the same root, keys and artifact. Where the
 * two disagree, the table says why; a disagreement that is not in it fails, and so does a row that nothing needs any more.
 */
import { bundleFromJSON, type SerializedBundle } from "@sigstore/bundle";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { crypto as core } from "@sigstore/core";
import { toSignedEntity, toTrustMaterial, Verifier as Peer } from "@sigstore/verify";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadKeys, loadSigstoreRoot, type PublicKeyEntry } from "../../src/trust/index.ts";
import { withRealdata } from "../support/realdata.ts";
import { outcomeOf } from "../support/trust/expect.ts";
import { realBundles, type RealBundle, type RealKey } from "../support/trust/real-bundles.ts";
import { crypto, found, NOW, verifierOf } from "../support/trust/run.ts";

/** Ours, theirs, and why. */
type Disagreement = readonly [ours: string, theirs: string, why: string];

const disagreements: Readonly<Record<string, Disagreement>> = {
  "conformance/trust-root-tlog-missing-validity-start_fail": [
    "load root-file-invalid",
    "good",
    "a root file whose log has no start of validity is refused when it is loaded; there it counts from the beginning of time",
  ],
  "tsa/bundle.txt.sigstore": [
    "good",
    "TIMESTAMP_ERROR",
    "a surplus token that does not verify is skipped and listed, since taking it away must not help (R5); there it is fatal",
  ],
};

function ours(bundle: RealBundle): string {
  const root = loadSigstoreRoot("of the bundle", bundle.root, crypto);
  if (!root.ok) return `load ${root.error.reason}`;
  const keys: PublicKeyEntry[] = [];
  for (const { key } of bundle.keys) {
    const loaded = loadKeys("key", key, crypto);
    if (!loaded.ok) return `load ${loaded.error.reason}`;
    keys.push(...loaded.value.keys);
  }
  const verifier = verifierOf([root.value], keys);
  const envelope = found(bundle.bytes);
  if (bundle.artifact === undefined || Buffer.from(bundle.bytes).includes('"dsseEnvelope"'))
    return outcomeOf(verifier.verify(envelope, NOW));
  return outcomeOf(verifier.verifyBlob(envelope, bundle.artifact, NOW));
}

function theirs(bundle: RealBundle): string {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(Buffer.from(bundle.root).toString()));
    const material = toTrustMaterial(root, (hint) => findKey(bundle.keys, hint));
    const parsed = bundleFromJSON(JSON.parse(Buffer.from(bundle.bytes).toString()) as SerializedBundle);
    const hasLogs = root.tlogs.length > 0;
    const isKeyed = parsed.verificationMaterial.content.$case === "publicKey";
    const peer = new Peer(material, {
      tlogThreshold: hasLogs ? 1 : 0,
      ctlogThreshold: root.ctlogs.length > 0 ? 1 : 0,
      timestampThreshold: isKeyed ? 0 : 1,
    });
    peer.verify(toSignedEntity(parsed, bundle.artifact === undefined ? undefined : Buffer.from(bundle.artifact)));
    return "good";
  } catch (thrown) {
    return codeOf(thrown);
  }
}

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "threw";
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : thrown.name;
}

function findKey(keys: readonly RealKey[], hint: string): { publicKey: ReturnType<typeof core.createPublicKey>; validFor: () => boolean } {
  const found = keys.find((key) => key.hint === hint || key.hint === "*");
  if (found === undefined) throw new Error(`no key ${hint}`);
  const text = Buffer.from(found.key);
  return { publicKey: core.createPublicKey(text.includes("-----") ? text.toString() : text), validFor: () => true };
}

const tests = suite("whole bundles beside @sigstore/verify");
const real = withRealdata(tests);
const bundles = realBundles();
for (const bundle of bundles)
  real(bundle.name, () => {
    const [mine, other] = [ours(bundle), theirs(bundle)];
    const listed = disagreements[bundle.name];
    const expected = listed === undefined ? undefined : [listed[0], listed[1]];
    if ((mine === "good") === (other === "good")) assert.is(listed, undefined, `both say ${mine}, ${other}: the row is not needed`);
    else assert.equal([mine, other], expected);
  });
real("every row is of a bundle that is there", () => {
  const names = new Set(bundles.map(({ name }) => name));
  assert.is(names.size, bundles.length);
  assert.equal(
    Object.keys(disagreements).filter((name) => !names.has(name)),
    [],
  );
});
tests.run();
