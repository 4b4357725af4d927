/** What the gates of the shipped policies say of images whose evidence is really signed: one that passes each, and one that fails each control. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isObject, type Json } from "../../src/base/index.ts";
import { createWorld, type AttestRequest, type WorldKey } from "../../src/testing/index.ts";
import { matchGolden } from "../support/golden.ts";
import { patchJson, type Patch } from "../support/patch-json.ts";
import { policy, projectRoot, scratch } from "../support/run-policy.ts";
import { crypto, instant } from "../support/trust/run.ts";
import { web } from "../support/trust/signing.ts";
import { release, slsa, ssdf, type Shipped } from "./shipped.ts";

const IMAGE = "a".repeat(64);
const NOW = "2026-12-01T12:00:00Z";
const world = await createWorld({ seed: "verdicts", now: instant("2026-12-01T11:00:00Z") }, { crypto: web, hasher: crypto });
const rootFile = join(scratch(), "root.json");
writeFileSync(rootFile, world.trustedRoot());

const keyNames = ["scanner", "rm-alice", "rm-bob", "rm-carol", "risk-rosa"] as const;
const keys = new Map(await Promise.all(keyNames.map(async (name) => [name, await world.newKey()] as const)));

function keyOf(name: (typeof keyNames)[number]): WorldKey {
  const key = keys.get(name);
  if (key === undefined) throw new Error(`no key ${name}`);
  return key;
}

/** The policy as it stands; its keys are those of the world. */
function policyFile({ folder, file }: Shipped): string {
  const copy = scratch(join(projectRoot, folder));
  if (folder === release.folder) {
    for (const [name, { spki }] of keys) {
      const pem = `-----BEGIN PUBLIC KEY-----\n${Buffer.from(spki).toString("base64")}\n-----END PUBLIC KEY-----\n`;
      writeFileSync(join(copy, `keys/${name}.pub`), pem);
    }
  }
  return join(copy, file);
}

const ISSUER = "https://token.actions.githubusercontent.com";
const DESK = "https://login.acme.example";

function workflow(path: string, repository: string): AttestRequest {
  const claims = { "source-repository": `https://github.com/${repository}`, "runner-environment": "github-hosted" };
  return { by: { san: `https://github.com/${path}`, issuer: ISSUER, claims } };
}

const by = {
  release: workflow("acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2", "acme/payments"),
  ci: workflow("acme/payments/.github/workflows/ci.yml@refs/heads/main", "acme/payments"),
  generator: workflow(
    "slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/v2.1.0",
    "acme/payments",
  ),
  deployer: workflow("acme/platform/.github/workflows/deploy.yml@refs/heads/main", "acme/platform"),
  gatekeeper: workflow("acme/platform/.github/workflows/gate.yml@refs/heads/main", "acme/platform"),
  scanning: workflow("acme/platform/.github/workflows/scan.yml@refs/heads/main", "acme/platform"),
  scanner: { by: { key: keyOf("scanner") } },
  alice: { by: { key: keyOf("rm-alice") }, tokens: 1 },
  bob: { by: { key: keyOf("rm-bob") }, tokens: 1 },
  desk: { by: { san: "ines@acme.example", issuer: DESK } },
  psirt: { by: { san: "psirt@acme.example", issuer: DESK } },
} satisfies Readonly<Record<string, AttestRequest>>;

/** Of fixtures that are predicates alone. */
const types: Readonly<Record<string, string>> = {
  "provenance.json": "https://slsa.dev/provenance/v1",
  "provenance-public-feed.json": "https://slsa.dev/provenance/v1",
  "import.json": "https://proviso.dev/import/v1",
  "review.json": "https://proviso.dev/code-review/v1",
  "approval.json": "https://proviso.dev/approval/v1",
  "deployment.json": "https://proviso.dev/deployment/v1",
  "dev-verdict.json": "https://proviso.dev/verdict/v1",
  "tests.json": "https://in-toto.io/attestation/test-result/v0.1",
  "vex.json": "https://openvex.dev/ns/v0.2.0",
};

interface Said {
  readonly file: string;
  readonly by: AttestRequest;
  readonly patch?: Patch;
}

const say = (file: string, signer: AttestRequest, patch?: Patch): Said => ({ file, by: signer, ...(patch && { patch }) });

interface Image {
  readonly is: string;
  readonly gate: string;
  readonly code: 0 | 1 | 2;
  readonly said: readonly Said[];
}

async function bundleOf({ folder }: Shipped, { file, by: signer, patch = [] }: Said): Promise<Uint8Array> {
  const fixture = JSON.parse(readFileSync(join(projectRoot, folder, "fixtures", file), "utf8")) as Json;
  const isStatement = isObject(fixture) && fixture["_type"] !== undefined;
  const predicate = (isStatement ? fixture["predicate"] : fixture) ?? null;
  const statement: Json = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ digest: { sha256: IMAGE } }],
    predicateType: (isStatement ? fixture["predicateType"] : types[file]) ?? null,
    predicate: patchJson(predicate, patch),
  };
  return (await world.attest(statement, signer)).bundle;
}

async function judge(shipped: Shipped, path: string, { gate, code, said }: Image): Promise<string> {
  const folder = scratch();
  const bundles = await Promise.all(said.map((each) => bundleOf(shipped, each)));
  const evidence = bundles.flatMap((bytes, index) => {
    const file = join(folder, `${index}.sigstore.json`);
    writeFileSync(file, bytes);
    return ["--bundle", file];
  });
  const flags = ["--policy", path, "--gate", gate, "--at", NOW, "--sigstore-root", `public-good=${rootFile}`];
  const ran = await policy("eval", `sha256:${IMAGE}`, ...flags, ...evidence);
  assert.is(ran.code, code, ran.stdout + ran.stderr);
  return withoutChance(ran.stdout);
}

/** Keys are new in every run, and with them digests of envelopes and the numbers that go by them. */
function withoutChance(text: string): string {
  const lines = text
    .replaceAll(/sha256:[0-9a-f]{12}(?![0-9a-f])/gu, "sha256:…")
    .replaceAll(/\bA-\d\d\b/gu, "A-nn")
    .replaceAll(/\b[0-9a-f]{64}\b/gu, (hex) => (hex === IMAGE ? hex : "…"))
    .split("\n");
  // What was found besides is listed by those numbers.
  return lines.filter((line) => !/^ +(?:found +)?A-nn https:/u.test(line)).join("\n");
}

// ------------------------------------------------------------------------------------------------------------------ images

const critical = say("scan-critical.json", by.scanner);
const forDev = [say("provenance.json", by.release), say("scan-clean.json", by.scanner), say("sbom.json", by.release)];
const forProd = [
  ...forDev,
  say("deployment.json", by.deployer),
  say("review.json", by.release),
  say("approval.json", by.bob),
  say("dev-verdict.json", by.gatekeeper),
];
const but = (all: readonly Said[], file: string, ...others: readonly Said[]) => [...all.filter((each) => each.file !== file), ...others];
const laptop: Patch = [["/runDetails/builder/id", "https://laptop.example/dave"]];

const releases: readonly Image[] = [
  { is: "passes dev", gate: "dev", code: 0, said: forDev },
  {
    is: "was built on somebody's machine",
    gate: "dev",
    code: 1,
    said: but(forDev, "provenance.json", say("provenance.json", by.release, laptop)),
  },
  { is: "has a critical finding", gate: "dev", code: 1, said: but(forDev, "scan-clean.json", critical) },
  {
    is: "was scanned eight days ago",
    gate: "dev",
    code: 1,
    said: but(forDev, "scan-clean.json", say("scan-clean.json", by.scanner, [["/metadata/scanFinishedOn", "2026-11-23T12:00:00Z"]])),
  },
  {
    is: "holds components under a licence that nobody cleared",
    gate: "dev",
    code: 1,
    said: but(forDev, "sbom.json", say("sbom-copyleft.json", by.release)),
  },
  { is: "passes production", gate: "prod", code: 0, said: forProd },
  {
    is: "was imported, and passes production",
    gate: "prod",
    code: 0,
    said: but(
      but(but(forProd, "provenance.json", say("import.json", by.desk)), "sbom.json", say("sbom.json", by.desk)),
      "review.json",
      say("review.json", by.desk),
    ),
  },
  { is: "was approved by its author", gate: "prod", code: 1, said: but(forProd, "approval.json", say("approval.json", by.alice)) },
  {
    is: "was rolled back in dev",
    gate: "prod",
    code: 1,
    said: but(forProd, "deployment.json", say("deployment.json", by.deployer, [["/result", "rolled-back"]])),
  },
  {
    is: "was blocked by dev",
    gate: "prod",
    code: 1,
    said: but(forProd, "dev-verdict.json", say("dev-verdict.json", by.gatekeeper, [["/decision", "blocked"]])),
  },
  {
    is: "has a list of authors that was changed after it was signed",
    gate: "prod",
    code: 2,
    said: but(forProd, "review.json", say("review.json", { ...by.release, mutate: "payload-flipped" })),
  },
];

const isolated = say("provenance-isolated.json", by.generator);
const levels: readonly Image[] = [
  { is: "was built by anybody of ours", gate: "level-1", code: 0, said: [say("provenance.json", by.ci)] },
  { is: "comes from somebody else's source", gate: "level-1", code: 1, said: [say("provenance-isolated-fork.json", by.generator)] },
  { is: "was built by the hosted service", gate: "level-2", code: 0, said: [say("provenance.json", by.release)] },
  { is: "was built on somebody's machine", gate: "level-2", code: 1, said: [say("provenance.json", by.release, laptop)] },
  { is: "was built by the isolated builder", gate: "level-3", code: 0, said: [isolated] },
  { is: "was built where its own steps can sign", gate: "level-3", code: 1, said: [say("provenance.json", by.release)] },
];

const all = [
  say("provenance.json", by.release),
  say("review.json", by.release),
  say("tests.json", by.release),
  say("sbom.json", by.release),
  say("scan-clean.json", by.scanning),
];
const framework: readonly Image[] = [
  { is: "shows all of it", gate: "release", code: 0, said: all },
  {
    is: "was built on somebody's machine",
    gate: "release",
    code: 1,
    said: but(all, "provenance.json", say("provenance.json", by.release, laptop)),
  },
  {
    is: "was fetched past the feed",
    gate: "release",
    code: 1,
    said: but(all, "provenance.json", say("provenance-public-feed.json", by.release)),
  },
  {
    is: "was reviewed by its author",
    gate: "release",
    code: 1,
    said: but(all, "review.json", say("review.json", by.release, [["/reviewers", ["github:alice-acme"]]])),
  },
  {
    is: "failed a test",
    gate: "release",
    code: 1,
    said: but(
      all,
      "tests.json",
      say("tests.json", by.release, [
        ["/result", "FAILED"],
        ["/failedTests", ["integration"]],
      ]),
    ),
  },
  {
    is: "lists a component without its version",
    gate: "release",
    code: 1,
    said: but(all, "sbom.json", say("sbom-unversioned.json", by.release)),
  },
  {
    is: "holds components under a licence that nobody cleared",
    gate: "release",
    code: 1,
    said: but(all, "sbom.json", say("sbom-copyleft.json", by.release)),
  },
  { is: "has a critical finding", gate: "release", code: 1, said: but(all, "scan-clean.json", say("scan-critical.json", by.scanning)) },
  {
    is: "has a critical finding that product security answers",
    gate: "release",
    code: 0,
    said: [...but(all, "scan-clean.json", say("scan-critical.json", by.scanning)), say("vex.json", by.psirt)],
  },
];

const tests = suite("verdicts of shipped policies");

for (const [shipped, images] of [
  [release, releases],
  [slsa, levels],
  [ssdf, framework],
] as const) {
  const path = policyFile(shipped);
  for (const image of images) {
    tests(`${shipped.folder}, gate ${image.gate}: an image that ${image.is}`, async () => {
      const name = image.is.replaceAll(/[^a-z]+/gu, "-");
      matchGolden(`${shipped.folder}/${image.gate}-${name}.txt`, await judge(shipped, path, image));
    });
  }
}

tests.run();
