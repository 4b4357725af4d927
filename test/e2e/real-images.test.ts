/** Real images with real keyless provenance, and what an adversary can do to them. None of the changed ones may exit 0. */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { controlOf, judgeJson, policy, policyWith, projectRoot, reasonsOf, scratch } from "../support/run-policy.ts";

const tests = suite("real images");
const real = withRealdata(tests);

const policyFile = join(projectRoot, "policies/slsa-images/slsa-verifier.policy");
const policyText = readFileSync(policyFile, "utf8");
const imagePath = (version: string) => realdataPath("images", `slsa-verifier-${version}`);
const judgeImage = (folder: string, file = policyFile) => judgeJson(`oci-layout:${folder}`, "--policy", file);

const images = [
  { version: "v1.4.0", entry: "intoto 0.0.1", logged: "2023-01-11T16:52:57Z", digest: "a74d89d8dd86" },
  { version: "v1.10.0", entry: "dsse 0.0.1", logged: "2024-03-21T10:34:04Z", digest: "e0a0a765d690" },
  { version: "v2.1.0", entry: "dsse 0.0.1", logged: "2025-02-25T21:58:07Z", digest: "234e2c830c2f" },
];

for (const { version, entry, logged, digest } of images) {
  real(`${version} passes, and the trace says on what it rests`, async () => {
    const { code, trace } = await judgeImage(imagePath(version));
    assert.is(code, 0);
    const control = controlOf(trace, "C-01");
    assert.is(control.outcome, "satisfied");
    const [judgement] = control.judgements;
    const used = judgement?.evidence[0]?.candidates.find((candidate) => candidate.used);
    assert.is(
      used?.identity,
      `https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/${version}`,
    );
    assert.is(used?.relation, "same");
    const attestation = trace.discovery.attestations.find(({ id }) => id === used?.attestation);
    const signer = attestation?.signers?.[0];
    assert.is(signer?.kind === "certificate" ? signer.issuer : undefined, "https://token.actions.githubusercontent.com");
    assert.equal(
      attestation?.times?.trusted?.map(({ kind, at }) => [kind, at]),
      [["log", logged]],
    );
    assert.is(attestation?.logs?.[0]?.entryKind, entry);
    assert.ok(String(attestation?.logs?.[0]?.logIndex).length > 0);
    assert.is(
      attestation?.subjects?.some((subject) => subject.startsWith(`sha256:${digest}`)),
      true,
    );
    assert.is(
      attestation?.steps.every((step) => step.outcome === "pass" || step.outcome === "skipped"),
      true,
    );
    const builder = judgement?.requirements.find(({ id }) => id === "C-01.builder");
    assert.is(builder?.expression.args?.[0]?.from?.pointer, "/predicate/builder/id");
  });
}

/** The digest-named file of a layout, writable. */
function blob(folder: string, digest: string): string {
  const file = join(folder, "blobs/sha256", digest);
  chmodSync(file, 0o644);
  return file;
}

interface Index {
  manifests: { digest: string; size: number; annotations?: { kind?: string } }[];
}

function attestationsOf(folder: string): {
  readonly index: Index;
  readonly entry: Index["manifests"][number];
  readonly manifest: { layers: { digest: string; size: number }[] };
} {
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as Index;
  const entry = index.manifests.find(({ annotations }) => annotations?.kind === "dev.cosignproject.cosign/atts");
  if (entry === undefined) throw new Error("no attestations in the layout");
  return {
    index,
    entry,
    manifest: JSON.parse(readFileSync(blob(folder, entry.digest.slice(7)), "utf8")) as { layers: { digest: string; size: number }[] },
  };
}

function writeIndex(folder: string, index: Index): void {
  chmodSync(join(folder, "index.json"), 0o644);
  writeFileSync(join(folder, "index.json"), JSON.stringify(index));
}

function store(folder: string, bytes: Uint8Array): { digest: string; size: number } {
  const hex = createHash("sha256").update(bytes).digest("hex");
  writeFileSync(join(folder, "blobs/sha256", hex), bytes);
  return { digest: `sha256:${hex}`, size: bytes.length };
}

function copy(version: string): string {
  const folder = scratch(imagePath(version));
  for (const path of [folder, join(folder, "blobs"), join(folder, "blobs/sha256")]) chmodSync(path, 0o755);
  return folder;
}

real("another workflow in `trust`", async () => {
  const file = policyWith(policyText, "generator_container_slsa3.yml", "generator_generic_slsa3.yml");
  const { code, trace } = await judgeImage(imagePath("v2.1.0"), file);
  assert.is(code, 1);
  assert.is(controlOf(trace, "C-01").outcome, "missing");
  assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("identity-mismatch"));
});

real("another issuer", async () => {
  const file = policyWith(policyText, "https://token.actions.githubusercontent.com", "https://gitlab.com");
  const { code, trace } = await judgeImage(imagePath("v2.1.0"), file);
  assert.is(code, 1);
  assert.is(controlOf(trace, "C-01").outcome, "missing");
  assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("issuer-mismatch"));
});

real("another source repository", async () => {
  const file = policyWith(
    policyText,
    'is "https://github.com/slsa-framework/example-package"',
    'is "https://github.com/slsa-framework/other-package"',
  );
  const { code, trace } = await judgeImage(imagePath("v2.1.0"), file);
  assert.is(code, 1);
  const control = controlOf(trace, "C-01");
  assert.is(control.outcome, "violated");
  const source = control.judgements[0]?.requirements.find(({ id }) => id === "C-01.source");
  assert.is(source?.truth, "false");
  assert.equal(
    source?.messages?.map(({ text }) => text),
    ["built from https://github.com/slsa-framework/example-package, not from slsa-framework/example-package"],
  );
});

real("one flipped byte in the attestation blob", async () => {
  const folder = copy("v2.1.0");
  const { manifest } = attestationsOf(folder);
  const file = blob(folder, (manifest.layers[0]?.digest ?? "").slice(7));
  const bytes = readFileSync(file);
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const { code, trace } = await judgeImage(folder);
  assert.is(code, 2);
  assert.is(controlOf(trace, "C-01").outcome, "unverifiable");
  assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("digest-mismatch"));
});

real("one flipped byte, and every digest made to fit", async () => {
  const folder = copy("v2.1.0");
  const { index, entry, manifest } = attestationsOf(folder);
  const layer = manifest.layers[0] as { digest: string; size: number };
  const envelope = JSON.parse(readFileSync(blob(folder, layer.digest.slice(7)), "utf8")) as { payload: string };
  const payload = Buffer.from(envelope.payload, "base64");
  const at = payload.indexOf("example-package");
  payload[at] = "E".charCodeAt(0);
  envelope.payload = payload.toString("base64");
  Object.assign(layer, store(folder, Buffer.from(JSON.stringify(envelope))));
  Object.assign(entry, store(folder, Buffer.from(JSON.stringify(manifest))));
  writeIndex(folder, index);
  const { code, trace } = await judgeImage(folder);
  assert.is(code, 2);
  assert.is(controlOf(trace, "C-01").outcome, "unverifiable");
  assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("signature-invalid"));
});

real("the attestation removed", async () => {
  const folder = copy("v1.4.0");
  const { index, entry } = attestationsOf(folder);
  writeIndex(folder, { ...index, manifests: index.manifests.filter((each) => each !== entry) });
  rmSync(blob(folder, entry.digest.slice(7)));
  const { code, trace } = await judgeImage(folder);
  assert.is(code, 1);
  assert.is(controlOf(trace, "C-01").outcome, "missing");
  assert.equal(reasonsOf(controlOf(trace, "C-01")), ["none-found"]);
});

real("the attestation removed, and only BuildKit's unsigned statement about the platform is left", async () => {
  const folder = copy("v2.1.0");
  const { index, entry } = attestationsOf(folder);
  writeIndex(folder, { ...index, manifests: index.manifests.filter((each) => each !== entry) });
  const { code, trace } = await judgeImage(folder);
  assert.is(code, 1);
  assert.is(controlOf(trace, "C-01").outcome, "missing");
  assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("none-for-subject"));
});

real("the statement of another image put in its place", async () => {
  const folder = copy("v2.1.0");
  const { index, entry } = attestationsOf(folder);
  const other = copy("v1.10.0");
  const from = attestationsOf(other);
  for (const name of readdirSync(join(other, "blobs/sha256")))
    writeFileSync(join(folder, "blobs/sha256", name), readFileSync(join(other, "blobs/sha256", name)), { flag: "w" });
  writeIndex(folder, { ...index, manifests: index.manifests.map((each) => (each === entry ? from.entry : each)) });
  const { code, trace } = await judgeImage(folder);
  assert.is(code, 1);
  assert.is(controlOf(trace, "C-01").outcome, "missing");
  assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("subject-mismatch"));
  assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("none-for-subject"));
});

real("an empty layout", async () => {
  const folder = scratch();
  writeFileSync(join(folder, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, "index.json"), '{"schemaVersion":2,"manifests":[]}');
  const { code, stderr } = await policy("eval", `oci-layout:${folder}`, "--policy", policyFile);
  assert.is(code, 2);
  assert.match(stderr, /the layout `[^`]+` holds no image/u);
  assert.match(stderr, /nothing was judged/u);
});

tests.run();
