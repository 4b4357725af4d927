import { suite } from "uvu";
import * as assert from "uvu/assert";
import { JsonNumber, type Json } from "../../../src/base/index.ts";
import { fieldView, readField, TEST_TYPE } from "../../support/read-field.ts";
import { standardView } from "../../support/standard-view.ts";
import { checkProperty, fc } from "../../support/property.ts";

const test = suite("severities and scanner reports");
const SEVERITY = "enum severity = ordered negligible < low < medium < high < critical";
const report = standardView("vuln", "report");
const COSIGN = "https://cosign.sigstore.dev/attestation/vuln/v1";
const V01 = "https://in-toto.io/attestation/vulns/v0.1";
const V02 = "https://in-toto.io/attestation/vulns/v0.2";

function level(rule: string, stands: Json): string {
  const text = readField(fieldView(`optional severity at "/x" via ${rule}`, SEVERITY), TEST_TYPE, { x: stands }, "f");
  return text
    .replace(/^f = (\S+) @.*$/su, "$1")
    .replace(/^malformed.*$/su, "malformed")
    .replace("f absent", "absent");
}

test("severity-word", () => {
  const words: readonly (readonly [words: string, level: string])[] = [
    ["critical CRITICAL Critical", "critical"],
    ["high HIGH important", "high"],
    ["medium moderate MODERATE", "medium"],
    ["low minor", "low"],
    ["negligible info informational none", "negligible"],
    ["UNKNOWN UNASSIGNED unimportant crit severe toString 9.8", "absent"],
  ];
  for (const [all, expected] of words) for (const word of all.split(" ")) assert.is(level("severity-word", word), expected, word);
  assert.is(level("severity-word", ""), "absent");
  assert.is(level("severity-word", 9.8), "malformed");
});

test("cvss-rating, exactly at its thresholds", () => {
  const rows: readonly (readonly [score: Json, level: string])[] = [
    [10, "critical"],
    ["10.0", "critical"],
    [9, "critical"],
    ["9.0", "critical"],
    [8.9, "high"],
    [new JsonNumber("8.99999999999999999999999"), "high"],
    [7, "high"],
    [6.9, "medium"],
    [4, "medium"],
    [3.9, "low"],
    [0.1, "low"],
    [0, "negligible"],
    ["0.0", "negligible"],
    [new JsonNumber("7.0"), "high"],
    [0.05, "absent"],
    [10.1, "absent"],
    [-1, "absent"],
    ["", "absent"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "absent"],
    ["high", "absent"],
    [true, "malformed"],
    [[9.8], "malformed"],
  ];
  for (const [score, expected] of rows) assert.is(level("cvss-rating", score), expected, JSON.stringify(score));
});

test("worst-rating passes over what it does not know, and takes the worst of the rest", () => {
  const rows: readonly (readonly [ratings: Json, level: string])[] = [
    [["low", "9.1"], "critical"],
    [
      [
        { method: "nvd", score: "medium" },
        { method: "cvss_score", score: "5.2" },
      ],
      "medium",
    ],
    [
      [
        { method: "nvd", score: "low" },
        { method: "x", score: 7.5 },
      ],
      "high",
    ],
    [[{ method: "x", score: "UNKNOWN" }], "absent"],
    [[{ method: "x" }], "absent"],
    [[], "absent"],
    [[{ method: "cvss_v2", score: 10 }], "high"],
    [
      [
        { method: "cvss_v2", score: 10 },
        { method: "cvss_v3", score: 3.7 },
      ],
      "low",
    ],
    [
      [
        { method: "CVSSv2.0", score: 9.9 },
        { method: "nvd", score: "low" },
      ],
      "high",
    ],
    [[{ method: "CVSSv20", score: 9.9 }], "critical"],
    [[{ score: {} }], "malformed"],
    [[{ score: true }], "malformed"],
    [[true], "malformed"],
    ["critical", "malformed"],
  ];
  for (const [ratings, expected] of rows) assert.is(level("worst-rating", ratings), expected, JSON.stringify(ratings));
});

test("law: another rating of the same scale never makes a finding look better", () => {
  const LEVELS = ["absent", "negligible", "low", "medium", "high", "critical"];
  const rating = fc.oneof(
    fc.constantFrom<Json>("low", "Medium", "HIGH", "critical", "none", "UNKNOWN"),
    fc.integer({ min: 0, max: 100 }).map((n): Json => n / 10),
  );
  checkProperty(
    fc.property(fc.array(rating, { maxLength: 4 }), rating, (some, one) => {
      assert.ok(LEVELS.indexOf(level("worst-rating", [...some, one])) >= LEVELS.indexOf(level("worst-rating", some)));
    }),
  );
});

function cosign(result: Json, db?: Json): Json {
  return { scanner: { result, ...(db === undefined ? {} : { db }) } };
}

const count = (result: Json) => readField(report, COSIGN, cosign(result), "findings").split("\n")[0] ?? "";

test("a report that found nothing, in the ways that scanners write it", () => {
  const clean: readonly Json[] = [
    { SchemaVersion: 2, ArtifactName: "a" },
    { SchemaVersion: 2, ArtifactName: "a", Results: null },
    { SchemaVersion: 2, ArtifactName: "a", Results: [] },
    { SchemaVersion: 2, ArtifactName: "a", Results: [{ Target: "t" }, { Target: "u", Vulnerabilities: null }, { Vulnerabilities: [] }] },
    { matches: [], descriptor: {} },
    { matches: [], descriptor: {}, ignoredMatches: [{ vulnerability: { id: "CVE-1" } }] },
    { results: [], experimental_config: {} },
    { results: [{ packages: [] }] },
    { results: [{ packages: [{ package: { name: "a" } }] }] },
  ];
  for (const result of clean)
    assert.match(count(result), /^findings has 0 @ \/predicate\/scanner\/result via native-report/, JSON.stringify(result));
});

test("a report that nobody recognises is malformed, never clean", () => {
  const unknown: readonly Json[] = [
    {},
    [],
    "",
    "clean",
    7,
    { Results: [] },
    { SchemaVersion: 2 },
    { ArtifactName: "a" },
    { matches: [] },
    { matches: {}, descriptor: {} },
    { descriptor: {} },
    { results: [] },
    { results: [{}] },
    { results: [{ packages: [] }, {}] },
    { vulnerabilities: [] },
    { runs: [] },
  ];
  for (const result of unknown) assert.match(count(result), /^malformed findings at \/predicate\/scanner\/result/, JSON.stringify(result));
  assert.match(readField(report, COSIGN, { scanner: {} }, "findings"), /^absent findings/);
  assert.match(readField(report, COSIGN, { scanner: { result: null } }, "findings"), /^absent findings/);
});

test("a Trivy report of another schema version is no clean scan", () => {
  assert.match(count({ SchemaVersion: 2, ArtifactName: "a" }), /^(?!malformed)/);
  for (const SchemaVersion of [1, 3, 9, "2", 2.5, null, [2]] as readonly Json[]) {
    const said = count({ SchemaVersion, ArtifactName: "a", Results: [] });
    assert.match(said, /^malformed findings at \/predicate\/scanner\/result\/SchemaVersion/, JSON.stringify(SchemaVersion));
    assert.match(said, /another schema version than 2/);
  }
});

test("damage inside a recognised report is malformed too", () => {
  const trivy = (Results: Json): Json => ({ SchemaVersion: 2, ArtifactName: "a", Results });
  const damaged: readonly Json[] = [
    trivy({}),
    trivy("none"),
    trivy([null]),
    trivy(["x"]),
    trivy([{ Vulnerabilities: {} }]),
    trivy([{ Vulnerabilities: "none" }]),
    trivy([{ Vulnerabilities: [null] }]),
    trivy([{ Vulnerabilities: ["CVE-1"] }]),
    { matches: [null], descriptor: {} },
    { matches: ["CVE-1"], descriptor: {} },
    { results: [{ packages: ["x"] }] },
    { results: [{ packages: [{ vulnerabilities: {} }] }] },
    { results: [{ packages: [{ vulnerabilities: [null] }] }] },
  ];
  for (const result of damaged) assert.match(count(result), /^malformed findings at \/predicate\/scanner\/result/, JSON.stringify(result));
});

test("a finding without id is unreadable where ids are read", () => {
  const results: readonly Json[] = [
    { SchemaVersion: 2, ArtifactName: "a", Results: [{ Vulnerabilities: [{}] }] },
    { matches: [{}], descriptor: {} },
    { results: [{ packages: [{ vulnerabilities: [{}] }] }] },
  ];
  for (const result of results)
    assert.match(readField(report, COSIGN, cosign(result), "findings.id"), /^absent findings\.id at \/predicate\/scanner\/result\//);
});

test("one id in two packages is two findings", () => {
  const vulnerability = { VulnerabilityID: "CVE-1" };
  assert.match(
    count({
      SchemaVersion: 2,
      ArtifactName: "a",
      Results: [{ Vulnerabilities: [vulnerability, vulnerability] }, { Vulnerabilities: [vulnerability] }],
    }),
    /^findings has 3 /,
  );
});

test("a rating of the wrong type is malformed, in every format", () => {
  const results: readonly (readonly [Json, RegExp])[] = [
    [{ SchemaVersion: 2, ArtifactName: "a", Results: [{ Vulnerabilities: [{ Severity: 3 }] }] }, /^findings\[0\]\.severity absent/],
    [{ SchemaVersion: 2, ArtifactName: "a", Results: [{ Vulnerabilities: [{ Severity: {} }] }] }, /^malformed findings\.severity/],
    [{ SchemaVersion: 2, ArtifactName: "a", Results: [{ Vulnerabilities: [{ CVSS: [] }] }] }, /^findings\[0\]\.severity absent/],
    [{ SchemaVersion: 2, ArtifactName: "a", Results: [{ Vulnerabilities: [{ CVSS: "9.8" }] }] }, /^malformed findings\.severity/],
    [{ SchemaVersion: 2, ArtifactName: "a", Results: [{ Vulnerabilities: [{ CVSS: { nvd: "9.8" } }] }] }, /^malformed findings\.severity/],
    [
      { SchemaVersion: 2, ArtifactName: "a", Results: [{ Vulnerabilities: [{ CVSS: { nvd: { V3Score: [] } } }] }] },
      /^malformed findings\.severity/,
    ],
    [{ matches: [{ vulnerability: { cvss: "x" } }], descriptor: {} }, /^malformed findings\.severity/],
    [{ matches: [{ vulnerability: { cvss: [{ metrics: 1 }] } }], descriptor: {} }, /^malformed findings\.severity/],
    [{ matches: [{ vulnerability: "CVE-1" }], descriptor: {} }, /^malformed findings\.severity/],
    [{ results: [{ packages: [{ groups: "x", vulnerabilities: [{ id: "a" }] }] }] }, /^malformed findings\.severity/],
    [{ results: [{ packages: [{ groups: [{}], vulnerabilities: [{ id: "a" }] }] }] }, /^malformed findings\.severity/],
    [{ results: [{ packages: [{ groups: [{ ids: [1] }], vulnerabilities: [{ id: "a" }] }] }] }, /^malformed findings\.severity/],
    [
      { results: [{ packages: [{ groups: [{ ids: ["a"], max_severity: {} }], vulnerabilities: [{ id: "a" }] }] }] },
      /^malformed findings\.severity/,
    ],
  ];
  for (const [result, expected] of results)
    assert.match(readField(report, COSIGN, cosign(result), "findings.severity"), expected, JSON.stringify(result));
});

test("osv-group: the rating of the group that names the vulnerability, never by position", () => {
  const osv = (groups: Json): Json => ({
    results: [{ packages: [{ package: { name: "p" }, vulnerabilities: [{ id: "A" }, { id: "B" }, { id: "C" }], groups }] }],
  });
  const severities = (groups: Json) =>
    readField(report, COSIGN, cosign(osv(groups)), "findings.severity")
      .split("\n")
      .map((line) => line.replace(/^\S+ (?:= )?(\S+).*$/u, "$1"));
  assert.equal(
    severities([
      { ids: ["B"], max_severity: "9.8" },
      { ids: ["A", "C"], max_severity: "3.1" },
    ]),
    ["low", "critical", "low"],
  );
  assert.equal(severities([{ ids: ["B"], max_severity: "" }]), ["absent", "absent", "absent"]);
  assert.equal(
    severities([
      { ids: ["A"], max_severity: "2.0" },
      { ids: ["A"], max_severity: "7.1" },
    ]),
    ["high", "absent", "absent"],
  );
  assert.equal(severities(null), ["absent", "absent", "absent"]);
});

test("many findings in many groups are no burden", () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `V-${i}`);
  const one = {
    package: { name: "p" },
    vulnerabilities: ids.map((id) => ({ id })),
    groups: ids.map((id) => ({ ids: [id], max_severity: "5.0" })),
  };
  assert.match(
    readField(report, COSIGN, cosign({ results: [{ packages: [one] }] }), "findings.severity"),
    /findings\[19999\]\.severity = medium/,
  );
  const crowded = { vulnerabilities: [{ id: "A" }], groups: Array(200).fill({ ids: ["A"], max_severity: "5.0" }) };
  assert.match(
    readField(report, COSIGN, cosign({ results: [{ packages: [crowded] }] }), "findings.severity"),
    /^too-many findings\.severity/,
  );
});

test("the database time: as stated, else as the native report says", () => {
  const grype = (descriptor: Json): Json => ({ matches: [], descriptor });
  const built = { db: { built: "2026-01-01T00:00:00Z" } };
  const time = (result: Json, db?: Json) => readField(report, COSIGN, cosign(result, db), "database.updatedOn");
  assert.match(time(grype(built)), /= 2026-01-01T00:00:00Z @ \/predicate\/scanner\/result\/descriptor\/db\/built via native-report/);
  assert.match(time(grype({ db: { status: { built: "2026-01-02T00:00:00Z" } } })), /= 2026-01-02T00:00:00Z @ .*\/db\/status\/built/);
  assert.match(time(grype(built), { lastUpdate: "2026-01-03T00:00:00Z" }), /= 2026-01-03T00:00:00Z @ \/predicate\/scanner\/db\/lastUpdate/);
  assert.match(time(grype(built), { version: "5" }), /= 2026-01-01T00:00:00Z/);
  assert.is(time(grype({}), { version: "5" }), "database.updatedOn absent");
  assert.is(readField(report, COSIGN, cosign(grype({})), "database"), "database absent");
  assert.match(time(grype(built), { lastUpdate: "yesterday" }), /^malformed database\.updatedOn at \/predicate\/scanner\/db\/lastUpdate/);
  assert.match(time(grype(built), "x"), /^malformed database at \/predicate\/scanner\/db|^malformed database\.updatedOn/);
});

test("in-toto: version 0.1 also inside `vulnerability`, version 0.2 not", () => {
  const predicate = { scanner: { result: [{ vulnerability: { id: "CVE-1", severity: { method: "nvd", score: "high" } } }] } };
  assert.match(readField(report, V01, predicate, "findings.id"), /= CVE-1 @ \/predicate\/scanner\/result\/0\/vulnerability\/id/);
  assert.match(
    readField(report, V01, predicate, "findings.severity"),
    /= high @ \/predicate\/scanner\/result\/0\/vulnerability\/severity\/score/,
  );
  assert.match(readField(report, V02, predicate, "findings.id"), /^absent findings\.id/);
  for (const type of [V01, V02]) {
    assert.match(readField(report, type, { scanner: { result: {} } }, "findings"), /^malformed findings/);
    assert.match(readField(report, type, { scanner: {} }, "findings"), /^absent findings/);
    assert.match(
      readField(report, type, { scanner: { result: [null] } }, "findings"),
      /^malformed findings at \/predicate\/scanner\/result\/0/,
    );
  }
});

test("a native report under an in-toto type is malformed", () => {
  assert.match(readField(report, V02, { scanner: { result: { SchemaVersion: 2, ArtifactName: "a" } } }, "findings"), /^malformed findings/);
});

test.run();
