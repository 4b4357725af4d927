/** When "not found" may be read as "does not exist": `registry.md` §4.5, §4.6. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { incompleteness } from "../../src/engine/completeness.ts";
import type { Named } from "../../src/evaluate/index.ts";
import type { Discovery, FurtherSubject, SourceRecord } from "../../src/registry/index.ts";
import { discovery, OTHER } from "./parts.ts";

type FurtherRecord = NonNullable<Discovery["further"]>[number];

const tests = suite("completeness");

const COMMIT = "c".repeat(40);
const digest: Named = { kind: "digest", digests: { digests: [OTHER] }, places: [] };
const commit: Named = { kind: "commit", commit: COMMIT, places: [] };
const NAMED: Readonly<Record<string, readonly [Named, FurtherSubject]>> = {
  "a digest": [digest, { kind: "digest", digests: [OTHER], places: [] }],
  "a commit": [commit, { kind: "commit", commit: COMMIT }],
};

function fileOf(status: SourceRecord["status"]): SourceRecord {
  const base = { id: "S-4", kind: "bundle-file", location: "evidence.jsonl", listed: 1, pages: 1, responses: [] } as const;
  return { ...base, status, observed: { requests: 0, notes: [] } };
}

const whole = fileOf({ kind: "complete", origin: "local" });
const broken = fileOf({ kind: "failed", because: "too-large", detail: "it is too long" });
const own = discovery().sources.slice(0, 1);

function reasons(found: Partial<Discovery>, named: Named): readonly string[] {
  return incompleteness(discovery(found), named).map(({ step, reason }) => `${step} ${reason}`);
}

for (const [what, [named, subject]] of Object.entries(NAMED)) {
  const asked = (sources: FurtherRecord["sources"]): readonly FurtherRecord[] => [{ subject, sources, own: sources }];

  for (const [name, sources] of [
    ["complete sources", own],
    ["a complete file of evidence", [...own, whole]],
    ["nothing but a complete file of evidence", [whole]],
    ["a source that failed", [...own, broken]],
    ["no source", []],
  ] as const) {
    tests(`${what} that nobody asked about is listed incompletely beside ${name}`, () => {
      for (const further of [undefined, [] as const]) {
        const found = discovery({ sources, ...(further && { further }) });
        assert.equal(
          incompleteness(found, named).map(({ step, reason }) => `${step} ${reason}`),
          ["fetch too-many"],
        );
        assert.match(incompleteness(found, named)[0]?.detail ?? "", /furtherSubjects/u);
      }
    });
  }

  tests(`${what} that was asked about is listed completely where its sources and the files are`, () => {
    assert.equal(reasons({ sources: [...own, whole], further: asked(["S-1"]) }, named), []);
    assert.equal(reasons({ sources: [...own, broken], further: asked(["S-1"]) }, named), ["fetch too-large"]);
  });
}

tests("another subject that was asked about answers for nobody else", () => {
  const further: readonly FurtherRecord[] = [{ subject: { kind: "commit", commit: "d".repeat(40) }, sources: ["S-1"], own: [] }];
  assert.equal(reasons({ sources: [...own, whole], further }, digest), ["fetch too-many"]);
  assert.equal(reasons({ sources: [...own, whole], further }, commit), ["fetch too-many"]);
});

tests("a digest that was asked about, and no place answers for it", () => {
  const further: readonly FurtherRecord[] = [{ subject: { kind: "digest", digests: [OTHER], places: [] }, sources: [], own: [] }];
  assert.equal(reasons({ sources: own, further }, digest), ["fetch no-source"]);
});

tests("the subject itself needs no record of its own", () => {
  assert.equal(incompleteness(discovery()), []);
  assert.equal(
    incompleteness(discovery({ failed: true })).map(({ reason }) => reason),
    ["timeout"],
  );
});

tests.run();
