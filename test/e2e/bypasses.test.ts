/** Ways to a pass that must not be one, tried from the outside: each gives its own outcome and reason, and none exits 0. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { controlOf, judgeJson, policy, reasonsOf } from "../support/run-policy.ts";
import { envelope, folderWith, HostileLayout, newKey, policyOf, statement } from "./support-hostile.ts";

const tests = suite("no way round");

const ours = newKey();
const policyFile = policyOf({ builder: ours });
const amd64 = { os: "linux", architecture: "amd64" };
const provenanceOf = (digest: string, key = ours) => envelope({ payload: statement({ about: digest }), keys: [key] });

/** Sixteen images: whichever order a choice goes by, some of them are on its wrong side. */
const several = Array.from({ length: 16 }, (_, index) => String(index));

tests("of two images for one platform, a signed one never stands for the other", async () => {
  for (const name of several) {
    const layout = new HostileLayout();
    const [good, evil] = [layout.image(`good ${name}`), layout.image(`evil ${name}`)];
    layout.list(
      layout.index([
        { ...evil, platform: amd64 },
        { ...good, platform: amd64 },
      ]),
    );
    layout.attach(good, provenanceOf(good.digest));
    const { code, stderr } = await policy("eval", layout.subject, "--policy", policyFile, "--platform", "linux/amd64");
    assert.is(code, 2);
    assert.match(stderr, /subject-ambiguous: the index has 2 images for `linux\/amd64`/u);
    assert.match(stderr, /nothing was judged/u);
  }
});

/** As runtimes name it, each of these runs where linux/amd64 is asked for; so does an image that names no platform, by its config. */
const sameToRuntimes = [{ ...amd64, variant: "v1" }, { os: "linux", architecture: "x86_64" }, undefined] as const;
for (const platform of sameToRuntimes) {
  tests(`a rival labelled ${JSON.stringify(platform) ?? "not at all"} is a rival for linux/amd64`, async () => {
    const layout = new HostileLayout();
    const [good, evil] = [layout.image("good"), layout.image("evil")];
    layout.list(layout.index([platform === undefined ? evil : { ...evil, platform }, { ...good, platform: amd64 }]));
    layout.attach(good, provenanceOf(good.digest));
    const { code, stderr } = await policy("eval", layout.subject, "--policy", policyFile, "--platform", "linux/amd64");
    assert.is(code, 2);
    assert.match(stderr, /subject-ambiguous/u);
  });
}

tests("a nested index that names no platform never stands for the image beside it", async () => {
  for (const name of several) {
    const layout = new HostileLayout();
    const evil = { ...layout.image(`evil ${name}`), platform: amd64 };
    const nested = layout.index([{ ...layout.image(`good ${name}`), platform: { os: "linux", architecture: "arm64" } }]);
    layout.list(layout.index([evil, nested]));
    layout.attach(nested, provenanceOf(nested.digest));
    const { code, trace } = await judgeJson(layout.subject, "--policy", policyFile, "--platform", "linux/amd64");
    assert.is(code, 1);
    assert.is(trace.request.subject.digest, evil.digest);
    assert.is(controlOf(trace, "C-01").outcome, "missing");
    assert.ok(reasonsOf(controlOf(trace, "C-01")).includes("none-for-subject"));
  }
});

tests("one image for the platform, signed itself or through its index, passes", async () => {
  for (const signs of ["image", "index"] as const) {
    const layout = new HostileLayout();
    const image = { ...layout.image(), platform: amd64 };
    const index = layout.index([image, { ...layout.image("arm"), platform: { os: "linux", architecture: "arm64" } }]);
    layout.list(index);
    const signed = signs === "image" ? image : index;
    layout.attach(signed, provenanceOf(signed.digest));
    const { code, trace } = await judgeJson(layout.subject, "--policy", policyFile, "--platform", "linux/amd64");
    assert.is(code, 0);
    assert.is(trace.request.subject.digest, image.digest);
  }
});

// Digests of a manifest are ours to compute, by every algorithm that a statement may use: what contradicts one of them speaks of something else.
const digestSets: readonly {
  readonly name: string;
  readonly digest: (bytes: Buffer) => Readonly<Record<string, string>>;
  readonly code: number;
  readonly reason?: string;
}[] = [
  { name: "sha256 alone", digest: (bytes) => ({ sha256: hash("sha256", bytes) }), code: 0 },
  { name: "sha512 alone", digest: (bytes) => ({ sha512: hash("sha512", bytes) }), code: 0 },
  { name: "all three", digest: (bytes) => Object.fromEntries(algorithms.map((name) => [name, hash(name, bytes)])), code: 0 },
  {
    name: "sha256 of the image and sha512 of something else",
    digest: (bytes) => ({ sha256: hash("sha256", bytes), sha512: hash("sha512", Buffer.from("else")) }),
    code: 1,
    reason: "contradictory-digests",
  },
  {
    name: "sha384 of something else",
    digest: (bytes) => ({ sha256: hash("sha256", bytes), sha384: hash("sha384", Buffer.from("else")) }),
    code: 1,
    reason: "contradictory-digests",
  },
  { name: "sha1 alone", digest: (bytes) => ({ sha1: hash("sha1", bytes) }), code: 1, reason: "no-acceptable-digest" },
  { name: "something else", digest: () => ({ sha256: hash("sha256", Buffer.from("else")) }), code: 1, reason: "subject-mismatch" },
];
const algorithms = ["sha256", "sha384", "sha512"];
const hash = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes).digest("hex");

for (const { name, digest, code, reason } of digestSets) {
  for (const place of ["image", "platform of an index", "index of a platform", "file"] as const) {
    tests(`a subject named by ${name}: ${place}`, async () => {
      const layout = new HostileLayout();
      const image = { ...layout.image(), platform: amd64 };
      const index = layout.index([image]);
      const named = place === "index of a platform" ? index : image;
      layout.list(place === "image" || place === "file" ? image : index);
      const bytes = readFileSync(layout.blobPath(named.digest));
      const attestation = envelope({ payload: statement({ subjects: [{ digest: digest(bytes) }] }), keys: [ours] });
      layout.attach(named, attestation);
      const words =
        place === "file"
          ? [`file:${layout.blobPath(image.digest)}`, "--bundle", join(folderWith({ a: JSON.stringify(attestation) }), "a")]
          : [layout.subject, ...(place === "image" ? [] : ["--platform", "linux/amd64"])];
      const judged = await judgeJson(...words, "--policy", policyFile);
      assert.is(judged.code, code);
      if (reason !== undefined) assert.ok(reasonsOf(controlOf(judged.trace, "C-01")).includes(reason));
    });
  }
}

tests.run();
