/**
 * Every row of the attack corpus: what must be rejected, at which step and for which reason; and what looks wrong and must pass. The
 * unchanged twin of each case is good.
 */
import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { realdata } from "../../support/realdata.ts";
import { bundleRows } from "./bundle-rows.ts";
import { certificateRows } from "./certificate-rows.ts";
import { elsewhereRows, notYet } from "./elsewhere-rows.ts";
import { engineRows } from "./engine-rows.ts";
import { envelopeRows } from "./envelope-rows.ts";
import { identityRows } from "./identity-rows.ts";
import { logRows } from "./log-rows.ts";
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
  ...passRows,
  ...elsewhereRows,
];

/** How many rows each section of the corpus has; `eng-02` is the time limit. */
const sections: Readonly<Record<string, number>> = {
  dsse: 19,
  bundle: 11,
  log: 14,
  time: 12,
  cert: 13,
  id: 10,
  stmt: 12,
  pred: 10,
  oci: 10,
  eng: 10,
  pass: 19,
};

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
    for (const { what, expect, outcome, twin, lists } of row.cases) {
      if (twin !== undefined) assert.is(await twin(), "good", `${what}: the twin`);
      assert.is(await outcome(), expect, what);
      const reasons = lists === undefined ? [] : await lists.of();
      for (const reason of lists?.reasons ?? []) assert.ok(reasons.includes(reason), `${what}: lists ${reason}`);
    }
    for (const test of row.held ?? []) assertHeld(test);
    held += 1;
  });

corpus("every row of every section stands once, in the count or among what is not built", () => {
  const ids = [...rows, ...notYet].map(({ id }) => id).filter((id) => id !== "conformance");
  const wanted = Object.entries(sections).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, i) => `${section}-${String(i + 1).padStart(2, "0")}`),
  );
  assert.equal([...ids].sort(), wanted.sort());
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
  const note = realdata === undefined ? ", some of them by tests that need ../shared/realdata" : "";
  console.log(
    `attack corpus: ${held} of ${rows.length}${note}; not built yet: ${notYet.map(({ id, needs }) => `${id} (${needs})`).join(", ")}`,
  );
});
corpus.run();
