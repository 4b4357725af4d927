/** From the image to its base, its source and its tests: evidence about what verified evidence names, found in the same layout. `language.md` §5.9, §6.7. */
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { matchGolden } from "../support/golden.ts";
import { controlOf, judgeJson, policy, scratch } from "../support/run-policy.ts";
import { HostileLayout, type Descriptor, type StatementParts } from "./support-hostile.ts";
import { fixedKey, policyFile, signed, statementDigest, type FixedKey } from "./support-signed.ts";

const tests = suite("lineage, end to end");

const keys = { ci: fixedKey("ci"), gatekeeper: fixedKey("gatekeeper"), stranger: fixedKey("stranger") };
const type = (name: string) => `https://acme.example/attestation/${name}/v1`;

const POLICY = policyFile(
  "lineage.policy",
  `policy lineage version 1

use slsa from "std/slsa@1"

predicate gate-verdict "${type("gate-verdict")}" {
  policy: String
  decision: one of passed, blocked
  evaluatedAt: Timestamp
}
predicate inventory "${type("inventory")}" {
  statements: exhaustive nonempty Set of Digest
}
predicate test-result "${type("test-result")}" {
  name: String
  result: one of passed, failed
}

trust ci { key "keys/ci.pub" held by "ci@acme.example" }
trust gatekeeper {
  key "keys/gatekeeper.pub" held by "gate@acme.example"
  accept claimed time
}

control B-01 "The base image passed its own gate" {
  evidence build: any slsa.provenance signed by ci
  define base = the dependency d in build.dependencies
    where d has name and d.name is "base-image" and d has digest
  evidence base-verdict: gate-verdict signed by gatekeeper
    about base
    where base-verdict.policy is "base-images"
    fresh within 90 days of evaluatedAt
    pick latest by evaluatedAt
  require base-passed: base-verdict.decision is passed
    else "base image {base.digest} was {base-verdict.decision} at its gate"
}

control B-02 "Every test suite on the signed list passed" {
  evidence build: slsa.provenance signed by ci
  evidence manifest: inventory signed by ci
    about build.source
  evidence results: all test-result signed by ci
    about build.source
    listed in manifest.statements
  require all-passed: every result r in results satisfies r.result is passed
    else "{r.name}: {r.result}"
}

gate prod {
  enforce B-01, B-02
}
`,
  keys,
);

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const OTHER_COMMIT = "f".repeat(40);

function provenanceWith(base: string, commit = COMMIT): object {
  return {
    buildDefinition: {
      buildType: "https://slsa-framework.github.io/github-actions-buildtypes/workflow/v1",
      externalParameters: {
        workflow: { ref: "refs/heads/main", repository: "https://github.com/acme/app", path: ".github/workflows/release.yml" },
      },
      resolvedDependencies: [
        { uri: "git+https://github.com/acme/app@refs/heads/main", digest: { gitCommit: commit } },
        { name: "base-image", uri: "pkg:oci/base?repository_url=registry.elsewhere.example/base", digest: { sha256: base.slice(7) } },
      ],
    },
    runDetails: { builder: { id: "https://builder.example/trusted" } },
  };
}

const verdict = (decision = "passed", evaluatedAt = "2026-11-01T00:00:00Z", name = "base-images") => ({
  policy: name,
  decision,
  evaluatedAt,
});
const ofCommit = (name: string, predicate: unknown, commit = COMMIT): StatementParts => ({
  subjects: [{ digest: { gitCommit: commit } }],
  type: type(name),
  predicate,
});
const unit = ofCommit("test-result", { name: "unit", result: "passed" });
const integration = ofCommit("test-result", { name: "integration", result: "passed" });
const failing = ofCommit("test-result", { name: "integration", result: "failed" });
const listOf = (...tests_: readonly StatementParts[]) =>
  ofCommit("inventory", { statements: tests_.map((each) => ({ sha256: statementDigest(each) })) });

interface Made {
  readonly layout: HostileLayout;
  readonly image: Descriptor;
  readonly base: Descriptor;
  readonly sign: (subject: Descriptor, parts: StatementParts, key?: FixedKey) => void;
}

function made(): Made {
  const layout = new HostileLayout();
  const tagged = (descriptor: Descriptor, tag: string) => ({ ...descriptor, annotations: { "org.opencontainers.image.ref.name": tag } });
  const [image, base] = [layout.image("app"), layout.image("base")];
  layout.list(tagged(image, "app"), tagged(base, "base"));
  return { layout, image, base, sign: (subject, parts, key = keys.ci) => void layout.attach(subject, signed(parts, key)) };
}

/** Everything that both controls ask for. */
function whole(): Made {
  const all = made();
  const { image, base, sign } = all;
  sign(image, { about: image.digest, predicate: provenanceWith(base.digest) });
  sign(base, { about: base.digest, type: type("gate-verdict"), predicate: verdict() }, keys.gatekeeper);
  // What is said of a commit has no place of its own: it stands beside the image.
  for (const each of [unit, integration, listOf(unit, integration)]) sign(image, each);
  return all;
}

const words = (layout: HostileLayout, ...more: readonly string[]) => [
  `oci-layout:${layout.folder}:app`,
  "--policy",
  POLICY,
  "--at",
  "2026-11-25T12:00:00Z",
  ...more,
];

async function told({ layout }: Made, ...more: readonly string[]): Promise<string> {
  const { code, trace } = await judgeJson(...words(layout, ...more));
  const each = ["B-01", "B-02"].map((id) => {
    const { outcome, judgements } = controlOf(trace, id);
    const because = judgements.flatMap(({ evidence }) => evidence.flatMap(({ reasons = [] }) => reasons.map(({ reason }) => reason)));
    return [outcome, ...new Set(because)].join(" ");
  });
  return [code, ...each].join(" | ");
}

tests("everything is there: the chain and the list are in the verdict", async () => {
  const all = whole();
  assert.is(await told(all), "0 | satisfied | satisfied");
  const { stdout } = await policy("eval", ...words(all.layout), "--verbose", "--no-color");
  matchGolden("lineage/satisfied.txt", stdout.replaceAll(basename(all.layout.folder), "LAYOUT"));
});

tests("the trace says what `about` named, and that its places were asked", async () => {
  const { layout, base } = whole();
  const { trace } = await judgeJson(...words(layout));
  const evidence = ["B-01", "B-02"].flatMap((id) => controlOf(trace, id).judgements.flatMap((each) => each.evidence));
  assert.equal(
    evidence.map(({ name, about, named, listedIn }) => [name, about, named ?? "-", listedIn ?? "-"]),
    [
      ["build", "subject", "-", "-"],
      ["base-verdict", "base", base.digest, "-"],
      ["build", "subject", "-", "-"],
      ["manifest", "build.source", `gitCommit:${COMMIT}`, "-"],
      ["results", "build.source", `gitCommit:${COMMIT}`, "manifest.statements"],
    ],
  );
  assert.is(trace.discovery.sources.filter(({ kind }) => kind === "layout-referrers").length, 3);
});

tests("the base was blocked at its gate", async () => {
  const all = made();
  all.sign(all.image, { about: all.image.digest, predicate: provenanceWith(all.base.digest) });
  all.sign(all.base, { about: all.base.digest, type: type("gate-verdict"), predicate: verdict("blocked") }, keys.gatekeeper);
  for (const each of [unit, failing, listOf(unit, failing)]) all.sign(all.image, each);
  assert.is(await told(all), "1 | violated | violated");
  const { stdout } = await policy("eval", ...words(all.layout), "--no-color");
  matchGolden("lineage/violated.txt", stdout.replaceAll(basename(all.layout.folder), "LAYOUT"));
});

tests("nothing at all: what depends on the provenance was not looked for", async () => {
  const all = made();
  assert.is(await told(all), "1 | missing none-found | missing none-found");
  const { stdout } = await policy("eval", ...words(all.layout), "--no-color");
  matchGolden("lineage/nothing.txt", stdout.replaceAll(basename(all.layout.folder), "LAYOUT"));
});

tests("evidence about the base may lie in a file", async () => {
  const all = made();
  all.sign(all.image, { about: all.image.digest, predicate: provenanceWith(all.base.digest) });
  const parts = { about: all.base.digest, type: type("gate-verdict"), predicate: verdict() };
  const file = join(scratch(), "base.intoto.jsonl");
  writeFileSync(file, JSON.stringify(signed(parts, keys.gatekeeper)));
  assert.is((await told(all, "--bundle", file)).split(" | ")[1], "satisfied");
});

// --------------------------------------------------------------------------------------------------------- attacks

tests("a verdict about another base does not serve, however it is attached", async () => {
  const all = made();
  const other = all.layout.image("another base");
  all.sign(all.image, { about: all.image.digest, predicate: provenanceWith(all.base.digest) });
  for (const place of [all.base, all.image]) {
    all.sign(place, { about: other.digest, type: type("gate-verdict"), predicate: verdict() }, keys.gatekeeper);
  }
  assert.is((await told(all)).split(" | ")[1], "missing none-for-subject");
});

tests("provenance that nobody may sign leads nowhere, whatever it names", async () => {
  const all = made();
  all.sign(all.image, { about: all.image.digest, predicate: provenanceWith(all.base.digest) }, keys.stranger);
  all.sign(all.base, { about: all.base.digest, type: type("gate-verdict"), predicate: verdict() }, keys.gatekeeper);
  const { trace } = await judgeJson(...words(all.layout));
  const { outcome, judgements } = controlOf(trace, "B-01");
  const [second] = judgements.flatMap(({ evidence }) => evidence.filter(({ name }) => name === "base-verdict"));
  assert.equal([outcome, second?.notLookedFor, second?.named], ["missing", true, undefined]);
});

tests("a second provenance by our own signer cannot swap the base of one that is there", async () => {
  const all = whole();
  const good = all.layout.image("good base");
  all.sign(all.image, { about: all.image.digest, predicate: provenanceWith(good.digest, OTHER_COMMIT) });
  // `any` takes whichever meets everything; exactly one cannot tell them apart.
  assert.is(await told(all), "2 | satisfied | unverifiable ambiguous");
});

tests("hiding one listed test, forging it, or swapping it for another makes no pass", async () => {
  const base = (): Made => {
    const all = made();
    all.sign(all.image, { about: all.image.digest, predicate: provenanceWith(all.base.digest) });
    all.sign(all.image, listOf(unit, failing));
    all.sign(all.image, unit);
    return all;
  };
  const outcome = async (all: Made) => (await told(all)).split(" | ")[2];
  assert.is(await outcome(base()), "unverifiable inventory-incomplete");
  const forged = base();
  forged.sign(forged.image, failing, keys.stranger);
  assert.is(await outcome(forged), "unverifiable inventory-incomplete");
  const swapped = base();
  swapped.sign(swapped.image, integration);
  assert.is(await outcome(swapped), "unverifiable inventory-incomplete");
  const elsewhere = base();
  elsewhere.sign(elsewhere.image, ofCommit("test-result", { name: "integration", result: "failed" }, OTHER_COMMIT));
  assert.is(await outcome(elsewhere), "unverifiable inventory-incomplete");
  const honest = base();
  honest.sign(honest.image, failing);
  assert.is(await outcome(honest), "violated");
});

tests("a list by a stranger closes nothing", async () => {
  const all = made();
  all.sign(all.image, { about: all.image.digest, predicate: provenanceWith(all.base.digest) });
  all.sign(all.image, listOf(unit), keys.stranger);
  for (const each of [unit, failing]) all.sign(all.image, each);
  assert.is((await told(all)).split(" | ")[2], "missing none-from-root");
});

tests.run();
