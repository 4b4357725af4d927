/** The pages of the standard library are executed: each policy over the evidence of its table, signed with keys and attached to an image in a layout. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SourceFile } from "../../src/diagnostics/index.ts";
import { format } from "../../src/language/index.ts";
import { judgedPolicies, judgeRow, saidOfCandidates, smallImage, violatedLabels } from "../support/judged-page.ts";
import { projectRoot } from "../support/run-policy.ts";

const tests = suite("pages of the standard library");
const image = await smallImage();
const exitCodes = { satisfied: 0, violated: 1, missing: 1, unverifiable: 2 } as const;

const folder = join(projectRoot, "docs/stdlib");
const pages = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");

for (const page of pages) {
  const policies = judgedPolicies(readFileSync(join(folder, page), "utf8"));
  for (const [index, judged] of policies.entries()) {
    tests(`${page} ${index + 1}: the policy is formatted`, () => {
      assert.is(format(new SourceFile("page.policy", judged.policy)).text, judged.policy);
    });
    for (const row of judged.rows)
      tests(`${page} ${index + 1}: ${row.text}`, async () => {
        const { code, control, waivers } = await judgeRow(judged, row, image);
        assert.is(control.outcome, row.outcome, saidOfCandidates(control));
        assert.equal(control.waivers ?? [], row.waivers.applied);
        assert.is(code, row.waivers.applied.length > 0 ? 0 : exitCodes[control.outcome as keyof typeof exitCodes]);
        const against = waivers.flatMap(({ notAppliedBecause }) => notAppliedBecause ?? []);
        if (row.waivers.notApplied !== undefined) assert.equal(against, [row.waivers.notApplied]);
        if (row.outcome === "violated") assert.equal(violatedLabels(control), row.names);
        if (row.outcome === "unverifiable")
          for (const pointer of row.names) assert.match(`${saidOfCandidates(control)}\n`, `schema-violation: ${pointer}: `);
      });
  }
  tests(`${page} shows every outcome`, () => {
    if (page === "artifact.md") return;
    const outcomes = new Set(policies.flatMap(({ rows }) => rows.map(({ outcome }) => outcome)));
    assert.equal([...outcomes].sort(), ["missing", "satisfied", "unverifiable", "violated"]);
    const pointed = policies.flatMap(({ rows }) => rows.filter(({ outcome, names }) => outcome === "unverifiable" && names.length > 0));
    assert.ok(pointed.length > 0, "and says where a document is wrong");
  });
}

tests.run();
