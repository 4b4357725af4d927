/** An index and its platforms, built by us or imported: discovery looks at each manifest, the verdict speaks of each. `language.md` §6.7, §6.8. */
import { basename } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { matchGolden } from "../support/golden.ts";
import { controlOf, judgeJson, policy, reasonsOf } from "../support/run-policy.ts";
import { HostileLayout, provenance, statement, type Descriptor } from "./support-hostile.ts";
import { fixedKey, policyFile, signed } from "./support-signed.ts";

const tests = suite("every platform, end to end");

const keys = { builder: fixedKey("builder"), desk: fixedKey("desk"), stranger: fixedKey("stranger") };
const importType = "https://acme.example/attestation/import-record/v1";

const POLICY = policyFile(
  "admission.policy",
  `policy admission version 1

use slsa from "std/slsa@1"

param approved-suppliers: Set of String = { "Debian", "Red Hat" }, fewer is stricter

predicate import-record "${importType}" {
  supplier: String
  importedOn: Timestamp
}

trust builders { key "keys/builder.pub" held by "builds@acme.example" }
trust import-desk {
  key "keys/desk.pub" held by "desk@acme.example"
  accept claimed time
}

control A-01 "Built by us or imported through the desk" {
  severity critical
  for every platform

  either "built by us" {
    evidence build: any slsa.provenance signed by builders
    require our-builder: build.builder is "https://builder.example/trusted"
      else "built by {build.builder}"
  } or "imported" {
    evidence entry: import-record signed by import-desk
      fresh within 180 days of importedOn
      pick latest by importedOn
    require supplier: entry.supplier is one of params.approved-suppliers
      else "{entry.supplier} is not an approved supplier"
  }
}

control A-02 "Every platform has provenance of its own" {
  for every platform
  evidence own: any slsa.provenance signed by builders
    about platform only
}

gate run {
  enforce A-01
  warn A-02
}
`,
  keys,
);

const linux = (architecture: string) => ({ os: "linux", architecture });
const record = (supplier: string, importedOn = "2026-11-01T00:00:00Z") => ({ supplier, importedOn });

interface Made {
  readonly layout: HostileLayout;
  readonly index: Descriptor;
  readonly platforms: readonly Descriptor[];
}

/** An index of two images, and what BuildKit puts beside them. */
function made(extra: readonly Descriptor[] = []): Made {
  const layout = new HostileLayout();
  const platforms = ["amd64", "arm64"].map((architecture) => ({
    ...layout.image(`app ${architecture}`, linux(architecture)),
    platform: linux(architecture),
  }));
  const sbom = statement({ about: platforms[0]?.digest ?? "", type: "https://spdx.dev/Document", predicate: {} });
  const inside = layout.manifest({
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      ...layout.blob({ os: "unknown", architecture: "unknown", rootfs: {} }),
    },
    layers: [{ mediaType: "application/vnd.in-toto+json", ...layout.blob(sbom) }],
  });
  const beside = { ...inside, platform: { os: "unknown", architecture: "unknown" } };
  const index = layout.index([...platforms, beside, ...extra]);
  layout.list(index);
  return { layout, index, platforms };
}

const AT = ["--at", "2026-11-25T12:00:00Z"];
const judged = (layout: HostileLayout) => judgeJson(layout.subject, "--policy", POLICY, ...AT);

tests("provenance of the index counts for each of its platforms, and the trace says through which index", async () => {
  const { layout, index, platforms } = made();
  layout.attach(index, signed({ about: index.digest }, keys.builder));
  const { code, trace } = await judged(layout);
  assert.is(code, 0);
  const control = controlOf(trace, "A-01");
  const digests = platforms.map(({ digest }) => digest).sort();
  assert.equal(
    control.platforms?.map(({ digest, name, outcome }) => [digest, outcome, name?.startsWith("linux/")]),
    [
      [digests[0], "satisfied", true],
      [digests[1], "satisfied", true],
    ],
  );
  const built = control.judgements.filter(({ branch, choice }) => branch === "built by us" && choice !== undefined);
  assert.equal(
    built.map(({ platform, evidence }) => [platform, evidence[0]?.candidates[0]?.relation, evidence[0]?.candidates[0]?.chain]),
    digests.map((digest) => [digest, "index-of", [index.digest, digest]]),
  );
  assert.equal(
    control.alternatives?.map(({ carriedBy }) => carriedBy),
    ["built by us", "built by us"],
  );
  // What is said of the index is not said of a platform where a control wants that.
  assert.equal([controlOf(trace, "A-02").outcome, reasonsOf(controlOf(trace, "A-02"))], ["missing", ["relation-not-allowed"]]);
});

tests("one platform imported and one built, each with evidence of its own", async () => {
  const { layout, platforms } = made();
  const [amd64, arm64] = platforms as [Descriptor, Descriptor];
  layout.attach(amd64, signed({ about: amd64.digest }, keys.builder));
  layout.attach(arm64, signed({ about: arm64.digest, type: importType, predicate: record("Debian") }, keys.desk));
  const { code, stdout } = await policy("eval", layout.subject, "--policy", POLICY, ...AT, "--verbose", "--no-color");
  assert.is(code, 0);
  matchGolden("platforms/built-and-imported.txt", stdout.replaceAll(basename(layout.folder), "LAYOUT"));
});

tests("no branch holds on one platform: the verdict tells each, the nearest first", async () => {
  const { layout, platforms } = made();
  const [amd64, arm64] = platforms as [Descriptor, Descriptor];
  layout.attach(amd64, signed({ about: amd64.digest }, keys.builder));
  layout.attach(arm64, signed({ about: arm64.digest, type: importType, predicate: record("Evil Corp") }, keys.desk));
  layout.attach(arm64, signed({ about: arm64.digest, predicate: provenance("https://elsewhere.example") }, keys.builder));
  const { code, stdout } = await policy("eval", layout.subject, "--policy", POLICY, ...AT, "--no-color");
  assert.is(code, 1);
  matchGolden("platforms/no-branch-holds.txt", stdout.replaceAll(basename(layout.folder), "LAYOUT"));
});

tests("a platform without evidence is missing, whatever the others have", async () => {
  const { layout, platforms } = made();
  const [amd64] = platforms as [Descriptor, Descriptor];
  layout.attach(amd64, signed({ about: amd64.digest }, keys.builder));
  const { code, trace } = await judged(layout);
  assert.is(code, 1);
  assert.is(controlOf(trace, "A-01").outcome, "missing");
});

tests("one image is its own platform", async () => {
  const layout = new HostileLayout();
  const image = layout.image();
  layout.list(image);
  layout.attach(image, signed({ about: image.digest }, keys.builder));
  const { code, trace } = await judged(layout);
  assert.is(code, 0);
  assert.equal(
    controlOf(trace, "A-01").platforms?.map(({ name }) => name),
    ["linux/amd64"],
  );
});

// --------------------------------------------------------------------------------------------------------- attacks

tests("an index that lists nothing that runs never passes", async () => {
  const layout = new HostileLayout();
  const index = layout.index([]);
  layout.list(index);
  layout.attach(index, signed({ about: index.digest }, keys.builder));
  const { code, trace } = await judged(layout);
  assert.is(code, 2);
  assert.equal(
    [controlOf(trace, "A-01").outcome, controlOf(trace, "A-01").reasons?.map(({ reason }) => reason)],
    ["unverifiable", ["no-runnable-manifest"]],
  );
});

tests("a label does not hide an image that runs", async () => {
  const layout = new HostileLayout();
  const [good, evil] = [layout.image("good"), layout.image("evil", linux("s390x"))];
  const hidden = {
    ...evil,
    platform: { os: "unknown", architecture: "unknown" },
    annotations: { "vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": good.digest },
  };
  const index = layout.index([{ ...good, platform: linux("amd64") }, hidden]);
  layout.list(index);
  layout.attach(good, signed({ about: good.digest }, keys.builder));
  const { code, trace } = await judged(layout);
  assert.is(code, 1);
  assert.equal(
    controlOf(trace, "A-01")
      .platforms?.map(({ name, outcome }) => `${name} ${outcome}`)
      .sort(),
    ["linux/amd64 satisfied", "linux/s390x missing"],
  );
});

tests("an index inside that is not there may hold anything, so nothing passes", async () => {
  const layout = new HostileLayout();
  const good = { ...layout.image("good"), platform: linux("amd64") };
  const gone = { mediaType: "application/vnd.oci.image.index.v1+json", digest: `sha256:${"ab".repeat(32)}`, size: 100 };
  const index = layout.index([good, gone]);
  layout.list(index);
  layout.attach(index, signed({ about: index.digest }, keys.builder));
  const { code, trace } = await judged(layout);
  assert.is(code, 2);
  assert.equal(controlOf(trace, "A-01").outcome, "unverifiable");
});

tests("a stranger's provenance in one branch and a forged record in the other make no pass", async () => {
  const { layout, index } = made();
  layout.attach(index, signed({ about: index.digest }, keys.stranger));
  layout.attach(index, signed({ about: index.digest, type: importType, predicate: record("Debian") }, keys.builder));
  const { code, trace } = await judged(layout);
  assert.is(code, 1);
  assert.is(controlOf(trace, "A-01").outcome, "missing");
});

tests("provenance of another index says nothing", async () => {
  const { layout, platforms } = made();
  const other = layout.index([...platforms].reverse());
  layout.attach(platforms[0] as Descriptor, signed({ about: other.digest }, keys.builder));
  assert.is((await judged(layout)).code, 1);
});

tests("nested indexes are one set of platforms", async () => {
  const layout = new HostileLayout();
  const inner = layout.index([{ ...layout.image("inner", linux("arm64")), platform: linux("arm64") }]);
  const index = layout.index([{ ...layout.image("outer"), platform: linux("amd64") }, inner]);
  layout.list(index);
  layout.attach(index, signed({ about: index.digest }, keys.builder));
  const { code, trace } = await judged(layout);
  assert.is(code, 0);
  const chains = controlOf(trace, "A-01").judgements.flatMap(({ evidence }) =>
    evidence.flatMap(({ candidates }) => candidates[0]?.chain?.length ?? []),
  );
  assert.equal(
    chains.sort((a, b) => a - b),
    [2, 3],
  );
});

tests.run();
