import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { reasonSentences, sentenceOf, type ReasonWord } from "../../../src/cli/render/reasons.ts";
import { reasonPage } from "./reason-page.ts";

const test = suite("reasons");
const words = Object.keys(reasonSentences) as ReasonWord[];
const text = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** The literals of an exported union type. */
function unionOf(path: string, name: string): readonly string[] {
  const body = new RegExp(`export type ${name} =([^;]*);`, "u").exec(text(path))?.[1] ?? "";
  return [...body.matchAll(/"([a-z0-9-]+)"/gu)].map((match) => match[1] ?? "");
}

const unions = [
  ["src/trust/steps.ts", "Reason", 90],
  ["src/trust/steps.ts", "LimitReason", 4],
  ["src/trust/steps.ts", "SkipReason", 2],
  ["src/registry/fault.ts", "FailureReason", 20],
  ["src/registry/fault.ts", "SubjectFaultKind", 6],
  ["src/registry/discovery/discovery.ts", "UnsupportedReason", 5],
  ["src/registry/discovery/discovery.ts", "CandidateReason", 2],
  ["src/cli/render/reasons/finding.ts", "EvaluationReason", 13],
  ["src/cli/render/reasons/finding.ts", "SelectionReason", 4],
  ["src/evaluate/waivers/waiver.ts", "WaiverReason", 17],
] as const;

for (const [path, name, atLeast] of unions) {
  test(`every word of ${name} in ${path} has a sentence`, () => {
    const union = unionOf(path, name);
    assert.ok(union.length >= atLeast, `only ${union.length} found`);
    assert.equal(
      union.filter((word) => !words.includes(word as ReasonWord)),
      [],
    );
  });
}

test("sentences are clauses: lower case at the start, no full stop, short enough to be read", () => {
  for (const word of words) {
    for (const clause of Object.values(reasonSentences[word])) {
      assert.match(clause, /^(?:[a-z]|in-toto|ECDSA)/u, word);
      assert.not.match(clause, /\.$/u, word);
      assert.ok(clause.length < 130, `${word}: ${clause.length}`);
    }
  }
});

test("no two reasons mean the same", () => {
  const meanings = words.map((word) => reasonSentences[word].means);
  assert.equal(
    meanings.filter((one, index) => meanings.indexOf(one) !== index),
    [],
  );
});

const folder = new URL("../../../docs/reasons/", import.meta.url);

for (const word of words) {
  test(`the page of ${word} is current (UPDATE_GOLDEN=1 writes it)`, () => {
    const page = new URL(`${word}.md`, folder);
    if (process.env["UPDATE_GOLDEN"] === "1") {
      mkdirSync(folder, { recursive: true });
      writeFileSync(page, reasonPage(word));
    }
    assert.fixture(readFileSync(page, "utf8"), reasonPage(word));
  });
}

test("there is no page without a reason", () => {
  const pages = readdirSync(folder).map((file) => file.replace(/\.md$/u, ""));
  assert.equal(
    pages.filter((page) => !words.includes(page as ReasonWord)),
    [],
  );
});

test("a word of a later version says at least itself", () => {
  assert.is(sentenceOf("brand-new").means, "brand-new");
  assert.is(sentenceOf("constructor").means, "constructor");
});

test.run();
