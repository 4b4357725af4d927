/** Shipped policies as they stand, over evidence of the world: only the Sigstore root of the run is another one. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatInstant, type Json } from "../../../src/base/index.ts";
import { createWorld, type AttestRequest, type IdentitySigner, type MutationName, type WorldKey } from "../../../src/testing/index.ts";
import { realdataPath, withRealdata } from "../../support/realdata.ts";
import { judgeJson, projectRoot, reasonsOf, scratch } from "../../support/run-policy.ts";
import { crypto, instant } from "../../support/trust/run.ts";
import { web } from "../../support/trust/signing.ts";

const DAY = 86_400_000_000_000n;
const now = instant("2026-11-25T12:00:00Z");
const world = await createWorld({ seed: "policies", now }, { crypto: web, hasher: crypto });

interface Outcomes {
  readonly code: number;
  readonly controls: Readonly<Record<string, string>>;
  readonly reasons: readonly string[];
}

async function judge(policy: string, subject: string, bundles: readonly Uint8Array[], at = now): Promise<Outcomes> {
  const folder = scratch();
  const root = join(folder, "trusted_root.json");
  writeFileSync(root, world.trustedRoot());
  const evidence = bundles.flatMap((bundle, i) => {
    const path = join(folder, `evidence-${i}.sigstore.json`);
    writeFileSync(path, bundle);
    return ["--bundle", path];
  });
  const words = ["--policy", policy, "--sigstore-root", `public-good=${root}`, "--at", formatInstant(at), ...evidence];
  const { code, trace } = await judgeJson(subject, ...words, ...(policy.includes("release") ? ["--gate", "dev"] : []));
  const controls = Object.fromEntries(trace.controls.map(({ id, outcome }) => [id, outcome]));
  return { code, controls, reasons: trace.controls.flatMap(reasonsOf) };
}

const policies = suite("shipped policies over world evidence");
const real = withRealdata(policies);

// ------------------------------------------------------------------------------------------------------------ wrangle

const wheel = join(projectRoot, "policies/wrangle/wheel.policy");
const WRANGLE = "https://github.com/TomHennen/wrangle";
const issuer = "https://token.actions.githubusercontent.com";
const wrangle: IdentitySigner = {
  san: `${WRANGLE}/.github/workflows/build_and_publish_python.yml@refs/heads/main`,
  issuer,
  claims: { "source-repository": `${WRANGLE}-test` },
};

/** The policy, with what the unsigned sets say of themselves where they were made by hand: their repository and builder. */
function wranglePolicy(): string {
  const text = readFileSync(wheel, "utf8")
    .replaceAll(`build.source.repository is "${WRANGLE}-test"`, `build.source.repository is "${WRANGLE}"`)
    .replace(/\n\ncontrol W-02/u, "\n\ncontrol W-02")
    .replace(
      '    else "built from {build.source.repository}"',
      `    else "built from {build.source.repository}"\n  require builder: build.builder under "${WRANGLE}"\n    else "built by {build.builder}"`,
    );
  const path = join(scratch(), "wheel.policy");
  writeFileSync(path, text);
  return path;
}

async function signedSet(name: string): Promise<readonly Uint8Array[]> {
  const lines = readFileSync(realdataPath("evidence", "wrangle", `${name}.bundle.jsonl`), "utf8").split("\n");
  const statements = lines.filter((line) => line.trim() !== "");
  return Promise.all(statements.map(async (statement) => (await world.attest(statement, { by: wrangle })).bundle));
}

const sets: readonly (readonly [name: string, code: number, controls: Readonly<Record<string, string>>])[] = [
  ["good-default", 0, { "W-01": "satisfied", "W-02": "satisfied", "W-03": "satisfied" }],
  ["bad-default-missing-sbom", 1, { "W-01": "satisfied", "W-02": "missing", "W-03": "satisfied" }],
  ["bad-osv-absent", 1, { "W-01": "satisfied", "W-02": "satisfied", "W-03": "missing" }],
  ["bad-osv-findings", 1, { "W-01": "satisfied", "W-02": "satisfied", "W-03": "violated" }],
  ["bad-wrong-builder", 1, { "W-01": "violated", "W-02": "satisfied", "W-03": "missing" }],
  ["good-container", 1, { "W-01": "satisfied", "W-02": "missing", "W-03": "missing" }],
];
for (const [name, code, controls] of sets)
  real(`wrangle, ${name}`, async () => {
    const subject = "sha256:2b27ffb5258939a2700ecf4667a040192e717bfee6446dcad995563fed8a9c0a";
    const outcomes = await judge(wranglePolicy(), subject, await signedSet(name));
    assert.equal(outcomes.controls, controls);
    assert.is(outcomes.code, code);
  });

// ------------------------------------------------------------------------------------------------------------ release

const scanner = await world.newKey();
const hex = "c".repeat(64);
const release: IdentitySigner = {
  san: "https://github.com/acme/payments/.github/workflows/release.yml@refs/tags/v1.8.2",
  issuer,
  claims: { "source-repository": "https://github.com/acme/payments" },
};

/** The policy as it stands; the scanner's key is one of the world's. */
function releasePolicy(): string {
  const folder = scratch(join(projectRoot, "policies/release"));
  writeFileSync(join(folder, "keys/scanner.pub"), pemOf(scanner));
  return join(folder, "release.policy");
}

function pemOf(key: WorldKey): string {
  return `-----BEGIN PUBLIC KEY-----\n${Buffer.from(key.spki).toString("base64")}\n-----END PUBLIC KEY-----\n`;
}

interface Kind {
  readonly control: string;
  readonly type: string;
  readonly file: string;
  readonly by: AttestRequest["by"];
}

const kinds: readonly Kind[] = [
  { control: "C-01", type: "https://slsa.dev/provenance/v1", file: "provenance.json", by: release },
  { control: "C-02", type: "https://cosign.sigstore.dev/attestation/vuln/v1", file: "scan.json", by: { key: scanner } },
  { control: "C-03", type: "https://cyclonedx.org/bom/v1.6", file: "sbom.json", by: release },
];

/** The sample's predicates; the bill of materials and the scan cut down to what the release policy permits. */
function statementOf({ type, file }: Kind): Json {
  const read = JSON.parse(readFileSync(join(projectRoot, "policies/quickstart/predicates", file), "utf8")) as Record<string, Json>;
  const predicate = { ...read, ...(file === "sbom.json" && { components: [component] }), ...(file === "scan.json" && cleaned(read)) };
  return { _type: "https://in-toto.io/Statement/v1", subject: [{ digest: { sha256: hex } }], predicateType: type, predicate };
}

/** A scan that found nothing. */
function cleaned(scan: Record<string, Json>): object {
  const scanner = scan["scanner"] as { readonly result: object };
  return { scanner: { ...scanner, result: { ...scanner.result, Results: [] } } };
}

const component = { type: "library", name: "left-pad", version: "1.3.0", licenses: [{ license: { id: "MIT" } }] };

type Request = Partial<AttestRequest> & { readonly mutate?: MutationName };

async function evidenceOf(kind: Kind, change: Request = {}): Promise<Uint8Array> {
  return (await world.attest(statementOf(kind), { by: kind.by, ...change })).bundle;
}

async function judgeRelease(about: Kind | undefined, change: Request | "withheld", at = now): Promise<Outcomes> {
  const bundles = await Promise.all(
    kinds.flatMap((kind) => {
      if (kind !== about) return [evidenceOf(kind)];
      return change === "withheld" ? [] : [evidenceOf(kind, change)];
    }),
  );
  return judge(releasePolicy(), `sha256:${hex}`, bundles, at);
}

const satisfied = { "C-01": "satisfied", "C-02": "satisfied", "C-03": "satisfied" };

policies("release, with everything", async () => {
  const { code, controls } = await judgeRelease(undefined, {});
  assert.equal(controls, satisfied);
  assert.is(code, 0);
});

for (const kind of kinds) {
  policies(`release, ${kind.file} withheld`, async () => {
    const { controls, reasons } = await judgeRelease(kind, "withheld");
    assert.equal(controls, { ...satisfied, [kind.control]: "missing" });
    assert.ok(reasons.some((reason) => reason.startsWith("none-")));
  });
  policies(`release, ${kind.file} by the wrong signer`, async () => {
    const by =
      kind.control === "C-02"
        ? { key: await world.newKey() }
        : { ...release, san: "https://github.com/acme/payments/.github/workflows/test.yml@refs/tags/v1" };
    const { controls, reasons } = await judgeRelease(kind, { by });
    assert.equal(controls, { ...satisfied, [kind.control]: "missing" });
    assert.ok(reasons.includes("none-from-root"));
  });
  policies(`release, ${kind.file} tampered with`, async () => {
    const { code, controls, reasons } = await judgeRelease(kind, { mutate: "payload-flipped" });
    assert.equal(controls, { ...satisfied, [kind.control]: "unverifiable" });
    assert.is(code, 2);
    assert.ok(reasons.includes("signature-invalid"));
  });
}

policies("release, a stale scan", async () => {
  const { code, controls } = await judgeRelease(undefined, {}, now + 8n * DAY);
  assert.equal(controls, { ...satisfied, "C-02": "violated" });
  assert.is(code, 1);
});
policies.run();
