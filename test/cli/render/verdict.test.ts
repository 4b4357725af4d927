import { Chalk } from "chalk";
import { existsSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { traceDocument, type TraceDocument } from "../../../src/audit/index.ts";
import { widthOf } from "../../../src/cli/render/columns.ts";
import { renderVerdict, type Detail } from "../../../src/cli/render/verdict.ts";
import type { Judged } from "../../../src/engine/index.ts";
import type { EvidenceTrace } from "../../../src/evaluate/index.ts";
import { releaseRun } from "../../audit/release-run.ts";
import { candidate, ports, run } from "../../audit/run-parts.ts";
import { matchGolden } from "../../support/golden.ts";

const test = suite("render verdict");
const plain = new Chalk({ level: 0 });
const document = (judged: Judged): TraceDocument => traceDocument(judged, run, ports);
const render = (trace: TraceDocument, detail: Detail = "brief"): string =>
  renderVerdict(trace, { colours: plain, detail, traceDigest: `sha256:${"7".repeat(64)}` });

test("every outcome, told briefly", () => matchGolden("verdict-render/release.txt", render(document(releaseRun()))));

test("every outcome, with what it rests on", () =>
  matchGolden("verdict-render/release-verbose.txt", render(document(releaseRun()), "verbose")));

test("no line is wider than the page", () => {
  for (const detail of ["brief", "verbose"] as const) {
    for (const line of render(document(releaseRun()), detail).split("\n")) assert.ok(widthOf(line) <= 100, line);
  }
});

test("a symbol never stands without its word", () => {
  const heads = render(document(releaseRun()))
    .split("\n")
    .filter((line) => /^[✓✗?!–]/u.test(line));
  assert.is(heads.length, 8);
  for (const head of heads) assert.match(head, /^[✓✗?!–] \S+ +(?:SATISFIED|VIOLATED|MISSING|UNVERIFIABLE|NOT-APPLICABLE) /u);
});

test("colour changes nothing but colour, and is there when asked for", () => {
  const trace = document(releaseRun());
  const coloured = renderVerdict(trace, { colours: new Chalk({ level: 1 }), detail: "verbose" });
  assert.match(coloured, /\u001b\[31m/u);
  assert.is(coloured.replaceAll(/\u001b\[[0-9;]*m/gu, ""), renderVerdict(trace, { colours: plain, detail: "verbose" }));
});

// ---------------------------------------------------------------------------------------------- other verdicts

function only(ids: readonly string[], parts: Partial<Judged["verdict"]>, judged: Judged = releaseRun()): Judged {
  const controls = judged.verdict.controls.filter(({ control }) => ids.includes(control.id));
  return { ...judged, warnings: [], discovery: { ...judged.discovery, warnings: [] }, verdict: { ...judged.verdict, ...parts, controls } };
}

test("a gate that passes", () => {
  const text = render(document(only(["C-01"], { decision: "passed", exitCode: 0, blocking: [], undecided: [] })));
  matchGolden("verdict-render/passed.txt", text);
});

test("a source that failed is named wherever it matters", () => {
  const judged = releaseRun();
  const sources = judged.discovery.sources.map((source) =>
    source.id === "S-2"
      ? {
          ...source,
          status: { kind: "failed" as const, because: "timeout" as const, detail: "registry.acme.example did not answer in 60 seconds" },
        }
      : source,
  );
  const failed = { ...judged, discovery: { ...judged.discovery, sources } };
  const text = render(document(only(["C-06", "C-08"], { decision: "not-judged", exitCode: 2, blocking: [], undecided: ["C-06"] }, failed)));
  matchGolden("verdict-render/source-failed.txt", text);
  assert.match(text, /S-2 fallback-tag +failed: the answer took too long \(timeout\)/u);
});

test("nothing enforced applied", () => {
  const text = render(document(only(["C-08"], { decision: "not-judged", exitCode: 2, blocking: [], undecided: [] })));
  assert.match(text, /^NOT JUDGED/u);
  assert.match(text, /no control that this gate enforces applied/u);
});

test("a dry run says so", () => {
  const judged = releaseRun();
  assert.match(
    render(document({ ...judged, request: { ...judged.request, dryRun: true } })),
    /judged as of 2026-03-02T09:15:00Z \(dry run\)/u,
  );
});

/** The run with one control alone, whose only evidence stands as given. */
function standing(id: string, evidence: Partial<EvidenceTrace>): TraceDocument {
  const judged = only([id], { decision: "not-judged", exitCode: 2, blocking: [], undecided: [id] });
  const controls = judged.verdict.controls.map((control) => ({
    ...control,
    judgements: control.judgements.map((one) => ({ ...one, evidence: one.evidence.map((trace) => ({ ...trace, ...evidence })) })),
  }));
  return document({ ...judged, verdict: { ...judged.verdict, controls } });
}

test("signed by somebody else: what was found stands beside what was wanted", () => {
  const because = { step: "trust", reason: "key-not-listed", detail: "the key is not one of the two" };
  const text = render(standing("C-06", { state: "missing", candidates: [candidate("A-04", { used: false, class: "not-ours", because })] }));
  assert.match(text, /nearest\s+A-04\s+signed\s+by\s+the\s+key\s+sha256:[0-9a-f]{12},\s+but\s+it\s+was\s+signed\s+with\s+a\s+key/u);
  assert.match(text, /wanted +key "keys\/scanner\.pub"\n +timestamped yes\n/u);
});

test("an issuer that does not fit is named once", () => {
  const because = { step: "identity", reason: "issuer-mismatch", detail: "the issuer is https://token.actions.githubusercontent.com" };
  const text = render(standing("C-07", { candidates: [candidate("A-02", { used: false, class: "not-ours", because })] }));
  assert.is(text.split("https://token.actions.githubusercontent.com").length, 2);
  assert.match(text, /another\s+identity\s+provider\s+vouched/u);
});

test("of several candidates the one that came furthest is nearest", () => {
  const because = { step: "subject", reason: "subject-mismatch", detail: "it names another" };
  const candidates = [
    candidate("A-01", { used: false, class: "other-subject", because }),
    candidate("A-04", { used: false, class: "later", because: { step: "time", reason: "time-in-future", detail: "signed tomorrow" } }),
  ];
  const text = render(standing("C-07", { candidates }));
  assert.match(text, /nearest +A-04 [^]*but\s+it\s+was\s+signed\s+later/u);
  assert.match(text, /and 1 more that was turned away/u);
});

test("when several could be meant, all of them are named and none is blamed", () => {
  const because = { step: "selection", reason: "not-picked", detail: "which one counts could not be told" };
  const reasons = [
    {
      outcome: "unverifiable" as const,
      step: "selection",
      reason: "ambiguous",
      born: { file: "policies/release.policy", start: 0, end: 1 },
    },
  ];
  const candidates = ["A-02", "A-04"].map((id) => candidate(id, { used: false, because }));
  const text = render(standing("C-06", { candidates, reasons }));
  assert.match(text, /found +A-02 signed by/u);
  assert.match(text, /\n +A-04 signed by/u);
  assert.not.match(text, /another one was picked/u);
});

// -------------------------------------------------------------------------------------------- hostile evidence

const ATTACK = "\\u001b[2J\\u202eevil\\u2028\\r\\n\\u0007✓ C-02  SATISFIED";

/** Puts an attack into every text of the trace that evidence, registries or names can fill. */
function poisoned(trace: TraceDocument): TraceDocument {
  const text = JSON.stringify(trace)
    .replaceAll("CVE-2026-0001", ATTACK)
    .replaceAll("alice@acme.example", ATTACK)
    .replaceAll("https://slsa.dev/provenance/v1", ATTACK)
    .replaceAll("https://github.com/", `https://${ATTACK}/`)
    .replaceAll("/predicate/", `/${ATTACK}/`)
    .replaceAll("registry.acme.example", ATTACK)
    .replaceAll("no key of any trust root", ATTACK)
    .replaceAll("tsa.acme.example", ATTACK)
    .replaceAll('"9.8"', `"${ATTACK}"`);
  return JSON.parse(text) as TraceDocument;
}

test("no text of evidence reaches the terminal as anything but text", () => {
  for (const detail of ["brief", "verbose"] as const) {
    const text = render(poisoned(document(releaseRun())), detail);
    assert.match(text, /\\u\{1b\}\[2J/u);
    assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029]/u);
    assert.is(text.split("\n").filter((line) => line.startsWith("✓")).length, 1, "evidence forged a line");
  }
});

test("texts without end are cut and a page stays a page", () => {
  const trace = document(releaseRun());
  const long = JSON.parse(JSON.stringify(trace).replaceAll("CVE-2026-0001", "A".repeat(100_000))) as TraceDocument;
  const text = render(long);
  assert.ok(text.length < 20_000);
  for (const line of text.split("\n")) assert.ok(widthOf(line) <= 100);
});

// ------------------------------------------------------------------------------------- the design's own example

const example = new URL("../../../../shared/design/examples/trace.json", import.meta.url);
if (!existsSync(example)) console.log("skipped: needs ../shared/design");
const withExample = existsSync(example) ? test : test.skip;

withExample("the trace of the design reads as its text says", () => {
  const text = render(JSON.parse(readFileSync(example, "utf8")) as TraceDocument);
  const expected = readFileSync(new URL("verdict.txt", example), "utf8");
  const heads = (page: string): readonly string[] => page.split("\n").filter((line) => /^(?:BLOCKED|[✓✗?!–] )/u.test(line));
  assert.equal(heads(text), heads(expected));
  for (const part of ['A-06 sha256:979f370689c4 /predicate/scanner/result/0/severity/0/score = "9.8"', "3 findings", "critical (1 of 3)"])
    assert.ok(text.includes(part), part);
  assert.match(
    text,
    /A-01 signed by alice@acme\.example \(release-managers\), but it is about another\s+image: the statement names sha256:586e8427e0d4/u,
  );
});

test.run();
