/** Statements that real systems signed, read in place through the standard views. */
import { readdirSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeBase64, defaultLimits, member, parseJson, statementJsonLimits, type Json } from "../../src/base/index.ts";
import { readView } from "../../src/evidence/index.ts";
import { readField } from "../support/read-field.ts";
import { realdataPath, withRealdata } from "../support/realdata.ts";
import { showReading } from "../support/show-reading.ts";
import { needs, needsAll, standardView } from "../support/standard-view.ts";

const test = suite("real statements");
const real = withRealdata(test);

function parse(bytes: Uint8Array): Json {
  const parsed = parseJson(bytes, statementJsonLimits(defaultLimits));
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
}

/** The payloads of a file of bundles, one a line or one in all. */
function statements(...path: readonly string[]): readonly Json[] {
  const text = readFileSync(realdataPath(...path), "utf8").trim();
  const documents = path.at(-1)?.endsWith("l") === true ? text.split("\n") : [text];
  return documents.map((line) => {
    const bundle = parse(new TextEncoder().encode(line));
    const payload = decodeBase64(member(member(bundle, "dsseEnvelope"), "payload") as string);
    if (!payload.ok) throw new Error(payload.error);
    return parse(payload.value);
  });
}

function typeOf(statement: Json): string {
  return member(statement, "predicateType") as string;
}

const provenance = standardView("slsa", "provenance");
const sbom = standardView("sbom", "document");

function field(statement: Json, path: string): string {
  return readField(provenance, typeOf(statement), member(statement, "predicate") ?? null, path);
}

real("GitHub's own attestations name builder, source and commit", () => {
  const files = [
    ["github-cli", "sigstore-js-2.1.0-bundle.json"],
    ["github-cli", "reusable-workflow-attestation.sigstore.json"],
    ["github-cli", "custom-issuer.sigstore.json"],
    ["github-cli", "github_provenance_demo-0.0.12-py3-none-any-bundle.jsonl"],
    ["evidence", "wrangle", "container-provenance.intoto.jsonl"],
  ];
  for (const path of files) {
    for (const statement of statements(...path).filter((one) => typeOf(one) === "https://slsa.dev/provenance/v1")) {
      assert.match(
        field(statement, "source.repository"),
        /^source\.repository = https:\/\/github\.com\/[^/]+\/[^/]+ @ \/predicate\/buildDefinition\/externalParameters\/workflow\/repository/,
        path.join("/"),
      );
      assert.match(
        field(statement, "source.commit"),
        /^source\.commit = [0-9a-f]{40} @ .*\/resolvedDependencies\/0\/digest\/gitCommit via source-commit/,
        path.join("/"),
      );
      assert.match(field(statement, "source.ref"), /^source\.ref = refs\//, path.join("/"));
      assert.match(field(statement, "builder"), /^builder = https:\/\/github\.com\//, path.join("/"));
    }
  }
});

real("a wheel's provenance and SPDX document are read whole", () => {
  const all = statements("evidence", "wrangle", "good-default-signed.bundle.jsonl");
  const read = (view: typeof sbom, statement: Json | undefined) => {
    const reading = readView(view, typeOf(statement ?? null), member(statement, "predicate"), needsAll(view.record));
    assert.is(reading.kind, "readable", showReading(view.record, reading));
    return showReading(view.record, reading);
  };
  assert.match(read(provenance, all[0]), /source\.commit = [0-9a-f]{40}/);
  const text = read(
    sbom,
    all.find((statement) => typeOf(statement) === "https://spdx.dev/Document"),
  );
  assert.match(text, /^format = spdx @ \/predicate via document-format\nspecVersion = SPDX-2\.3/);
  assert.match(text, /\nroots\[0\]\.name = python @ \/predicate\/packages\/0\/name\n/);
  assert.match(text, /\ncomponents has 0 /);
});

real("provenance 0.2 of the SLSA generator, from an image's attestations", () => {
  const layouts = [
    ["slsa-verifier-v1.4.0", "https://github.com/slsa-framework/example-package"],
    ["slsa-verifier-v2.1.0", "https://github.com/slsa-framework/example-package"],
  ] as const;
  for (const [layout, repository] of layouts) {
    const statement = attestedStatement(layout);
    assert.is(typeOf(statement), "https://slsa.dev/provenance/v0.2");
    assert.match(
      field(statement, "source.repository"),
      new RegExp(`^source\\.repository = ${repository} @ /predicate/invocation/configSource/uri`, "u"),
    );
    assert.match(field(statement, "source.commit"), /^source\.commit = [0-9a-f]{40} @/);
    assert.match(field(statement, "invocation"), /^invocation = [0-9]+-[0-9]+ @ \/predicate\/metadata\/buildInvocationID/);
    assert.match(field(statement, "parameters.value"), /^$|parameters\[0\]/);
  }
});

/** The one DSSE envelope among the blobs of a layout. */
function attestedStatement(layout: string): Json {
  const index = parse(readFileSync(realdataPath("images", layout, "index.json")));
  const manifests = (member(index, "manifests") ?? []) as readonly Json[];
  for (const descriptor of manifests) {
    const manifest = blob(layout, member(descriptor, "digest") as string);
    for (const layer of (member(manifest, "layers") ?? []) as readonly Json[]) {
      if (member(layer, "mediaType") !== "application/vnd.dsse.envelope.v1+json") continue;
      const payload = decodeBase64(member(blob(layout, member(layer, "digest") as string), "payload") as string);
      if (payload.ok) return parse(payload.value);
    }
  }
  throw new Error(`${layout} has no envelope`);
}

function blob(layout: string, digest: string): Json {
  return parse(readFileSync(realdataPath("images", layout, "blobs", digest.replace(":", "/"))));
}

real(
  "BuildKit's own statements beside an image: every SBOM is read whole, every provenance as far as an image without a git source has it",
  () => {
    let documents = 0;
    for (const layout of ["docker-attest-unsigned-index", "docker-attest-no-provenance-index", "slsa-verifier-v2.1.0"]) {
      for (const statement of buildKitStatements(layout)) {
        const view = typeOf(statement) === "https://spdx.dev/Document" ? sbom : provenance;
        if (!view.predicateTypes.some(({ type }) => type === typeOf(statement))) continue;
        const needed =
          view === sbom ? needsAll(view.record) : needs("parameters.name", "parameters.value", "finishedOn", "dependencies.purl");
        const reading = readView(view, typeOf(statement), member(statement, "predicate"), needed);
        const text = showReading(view.record, reading);
        assert.is(reading.kind, "readable", text);
        if (view === sbom) assert.match(text, /^roots\[0\]\.name = /mu);
        documents++;
      }
    }
    assert.is(documents, 13);
  },
);

/** The bare statements in the attestation manifests of an index. */
function buildKitStatements(layout: string): readonly Json[] {
  return readdirSync(realdataPath("images", layout, "blobs", "sha256"))
    .map((name) => readFileSync(realdataPath("images", layout, "blobs", "sha256", name)))
    .filter((bytes) => bytes.subarray(0, 2_000).includes("https://in-toto.io/Statement/"))
    .map(parse);
}

real("a build type that the view does not know is unreadable only where the source is read", () => {
  const [statement] = statements("evidence", "wrangle", "container-provenance.intoto.jsonl");
  const predicate = member(statement, "predicate");
  const other = {
    ...(predicate as object),
    buildDefinition: { ...(member(predicate, "buildDefinition") as object), buildType: "https://other.example/v1" },
  } as Json;
  assert.is(readView(provenance, typeOf(statement ?? null), other, needs("source.repository")).kind, "unreadable");
  assert.is(readView(provenance, typeOf(statement ?? null), other, needs("builder", "parameters.name")).kind, "readable");
});

test("the tests of this file are those above, or were said to be skipped", () => assert.ok(provenance.predicateTypes.length === 2));

test.run();
