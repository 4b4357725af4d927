/**
 * Every row of the attack corpus: what must be rejected, at which step and for which reason; and what looks wrong and must pass. The
 * unchanged twin of each case is good.
 */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sha256 } from "../../support/trust/run.ts";
import { realdata } from "../../support/realdata.ts";
import { bundleRows } from "./bundle-rows.ts";
import { certificateRows } from "./certificate-rows.ts";
import { elsewhereRows, notYet } from "./elsewhere-rows.ts";
import { control } from "./control.ts";
import { engineRows, good } from "./engine-rows.ts";
import { envelopeRows } from "./envelope-rows.ts";
import { identityRows } from "./identity-rows.ts";
import { boundFault } from "./bounds.ts";
import { logRows } from "./log-rows.ts";
import { machineRows } from "./machine-rows.ts";
import { passRows } from "./pass-rows.ts";
import { predicateRows } from "./predicate-rows.ts";
import { reasonsElsewhere } from "./reasons-elsewhere.ts";
import type { HeldTest, Row } from "./row.ts";
import { statementRows } from "./statement-rows.ts";
import { subjectRows } from "./subject-rows.ts";
import { timeRows } from "./time-rows.ts";

const rows: readonly Row[] = [
  ...envelopeRows,
  ...bundleRows,
  ...logRows,
  ...timeRows,
  ...certificateRows,
  ...identityRows,
  ...statementRows,
  ...subjectRows,
  ...predicateRows,
  ...engineRows,
  ...machineRows,
  ...passRows,
  ...elsewhereRows,
];

/** The design's rows, id and name; kept here so that one that is taken away is noticed. */
const designRows = readFileSync(new URL("design-rows.txt", import.meta.url), "utf8")
  .trim()
  .split("\n");

const testFolder = new URL("../../", import.meta.url);
const sourceFolder = new URL("../../../src/", import.meta.url);

function assertHeld({ file, name }: HeldTest): void {
  const text = readFileSync(new URL(file, testFolder), "utf8");
  assert.ok(text.includes(name), `test/${file} has no test with \`${name}\` in its name`);
}

let held = 0;

const corpus = suite("attack corpus");
for (const row of rows)
  corpus(`${row.id} ${row.name}`, async () => {
    assert.ok(row.cases.length + (row.held?.length ?? 0) > 0, "nothing holds it");
    for (const { what, expect, outcome, twin, lists, decide } of row.cases) {
      if (twin !== undefined) assert.is(await twin(), "good", `${what}: the twin`);
      assert.is(await outcome(), expect, what);
      const reasons = lists === undefined ? [] : await lists.of();
      for (const reason of lists?.reasons ?? []) assert.ok(reasons.includes(reason), `${what}: lists ${reason}`);
      if (decide !== undefined) assert.is(boundFault(await decide()), undefined, what);
    }
    for (const test of row.held ?? []) assertHeld(test);
    held += 1;
  });

corpus("every row of the design stands once, in the count or among what is not built", () => {
  const ids = [...rows, ...notYet].map(({ id, name }) => (id.startsWith("pass-") ? id : `${id} ${name}`));
  assert.equal(ids.filter((id) => !id.startsWith("conformance")).sort(), [...designRows].sort());
  assert.is(designRows.length, 140);
});

/** What one envelope is rejected for by itself. */
const steps: ReadonlySet<string> = new Set([
  "bundle",
  "envelope",
  "signature",
  "tlog",
  "time",
  "certificate",
  "sct",
  "payload-type",
  "statement",
]);

corpus("all at once through the command line: each with its reason, none a pass, none in the way of a good one", async () => {
  const hostile = rows.filter(({ id }) => !id.startsWith("pass-")).flatMap(({ id, cases }) => cases.map((one) => ({ id, ...one })));
  const expected = new Map<string, string>();
  const lines: Uint8Array[] = [];
  for (const { expect, hostile: make } of hostile) {
    const [step = "", reason = ""] = expect.split(/ [·←] /u);
    const bytes = steps.has(step) ? await make?.() : undefined;
    if (bytes === undefined) continue;
    lines.push(bytes);
    expected.set(sha256(bytes), reason);
  }
  assert.ok(lines.length > 60, `${lines.length}`);
  const { outcome, attestations, asText } = await control({ ...good, evidence: lines });
  const text = await asText();
  assert.not.match(text, /^\s+at .*\.ts:/mu);
  assert.match(outcome, /^(?:unverifiable|missing) .*exit [12]$/u);
  const said = new Map(attestations.map(({ digest, reason }) => [digest, reason]));
  for (const [digest, reason] of expected) {
    if (said.has(digest)) assert.is(said.get(digest), reason);
  }
  assert.ok([...expected.keys()].filter((digest) => said.has(digest)).length > 50);
  assert.is((await control({ ...good, evidence: [...lines, ...(good.evidence ?? [])] })).outcome, "satisfied, exit 0");
});

/** The members of the closed union, by its source text. */
function reasonsOfUnion(): readonly string[] {
  const text = readFileSync(new URL("trust/steps.ts", sourceFolder), "utf8");
  const from = text.indexOf("export type LimitReason");
  const union = text.slice(from, text.indexOf("export type SkipReason"));
  return [...new Set([...union.matchAll(/"([a-z-]+)"/gu)].map((match) => match[1] as string))];
}

corpus("every reason has a row", () => {
  const said = new Set(
    rows.flatMap((row) => row.cases.flatMap(({ expect, lists }) => [...expect.split(/[ ,]+/u), ...(lists?.reasons ?? [])])),
  );
  const union = reasonsOfUnion();
  assert.ok(union.length > 80);
  assert.equal(
    union.filter((reason) => !said.has(reason) && !Object.hasOwn(reasonsElsewhere, reason)),
    [],
  );
  for (const [reason, tests] of Object.entries(reasonsElsewhere)) {
    assert.ok(union.includes(reason) && !said.has(reason), reason);
    for (const test of tests) assertHeld(test);
  }
});

corpus.after(() => {
  const left = notYet.map(({ id, needs }) => `${id} (${needs})`).join(", ");
  const note = realdata === undefined ? ", some of them by tests that need ../shared/realdata" : "";
  console.log(`attack corpus: ${held} of ${rows.length + notYet.length}${note}${left === "" ? "" : `; not built yet: ${left}`}`);
});
corpus.run();
