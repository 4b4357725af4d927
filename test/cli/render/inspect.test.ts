import { Chalk } from "chalk";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inspectDocument, type InspectDocument } from "../../../src/audit/index.ts";
import { widthOf } from "../../../src/cli/render/columns.ts";
import { renderInspection } from "../../../src/cli/render/inspect.ts";
import { releaseRun } from "../../audit/release-run.ts";
import { hasher, keySigned, rejected, sha } from "../../audit/run-parts.ts";
import { matchGolden } from "../../support/golden.ts";

const test = suite("render inspection");
const plain = new Chalk({ level: 0 });
const { discovery, attestations } = releaseRun();
const image = discovery.subject.digest;

const unsigned = rejected("A-05", "bare", {
  step: "decode",
  reason: "not-signed",
  detail: "a bare statement",
  claimed: {
    predicateType: "https://slsa.dev/provenance/v0.2",
    subjects: [{ digests: new Map([["sha256", image.slice(7)]]) }],
    keyids: [],
  },
  notSigned: true,
});
const again = keySigned(
  "A-06",
  "second scan",
  "https://in-toto.io/attestation/vulns/v0.2",
  image,
  sha("scanner key"),
  "2026-03-01T06:00:03Z",
);

function inspect(found = [...attestations, unsigned, again], sources = discovery.sources): InspectDocument {
  const absenceHolds = sources.every(({ status }) => status.kind !== "failed");
  return inspectDocument({ discovery: { ...discovery, sources, absenceHolds }, attestations: found, keyFileOf: () => undefined }, hasher);
}

test("everything that can be found", () => matchGolden("inspect-render/everything.txt", renderInspection(inspect(), plain)));

test("nothing found, and one source that failed", () => {
  const sources = discovery.sources.map((source) =>
    source.id === "S-1"
      ? { ...source, status: { kind: "failed" as const, because: "auth" as const, detail: "401 from registry.acme.example" } }
      : source,
  );
  matchGolden("inspect-render/nothing.txt", renderInspection({ ...inspect([], sources), candidates: [] }, plain));
});

test("no line is wider than the page", () => {
  for (const line of renderInspection(inspect(), plain).split("\n")) assert.ok(widthOf(line) <= 100, line);
});

test("colour changes nothing but colour", () => {
  const coloured = renderInspection(inspect(), new Chalk({ level: 1 }));
  assert.match(coloured, /\u001b\[/u);
  assert.is(coloured.replaceAll(/\u001b\[[0-9;]*m/gu, ""), renderInspection(inspect(), plain));
});

test("hostile texts stay text", () => {
  const attack = "\\u001b[2J\\u202e\\n✓ A-09  VERIFIED";
  const poisoned = JSON.parse(
    JSON.stringify(inspect())
      .replaceAll("https://slsa.dev/", attack)
      .replaceAll("registry.acme.example", attack)
      .replaceAll("runner-environment", attack)
      .replaceAll("github-hosted", attack)
      .replaceAll("no key of any", attack),
  ) as InspectDocument;
  const text = renderInspection(poisoned, plain);
  assert.match(text, /\\u\{1b\}\[2J/u);
  assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/u);
  assert.is(text.split("\n").filter((line) => line.startsWith("✓")).length, 4);
});

test.run();
