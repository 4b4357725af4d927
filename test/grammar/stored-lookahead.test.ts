import { globSync, readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkCharacters } from "../../grammar/characters.ts";
import { firstTokenLookahead } from "../../grammar/parser/lookahead.ts";
import { PolicyParser } from "../../grammar/parser/parser.ts";
import { recordingLookahead } from "../../grammar/parser/stored-lookahead.ts";
import { expectations } from "../../grammar/parser/syntax-errors.ts";
import { prepare } from "../../grammar/prepare.ts";
import { scan } from "../../grammar/scanning.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";
import { checkProperty, fc } from "../support/property.ts";

const recording = recordingLookahead(firstTokenLookahead());
const learnt = new PolicyParser({ strategy: recording.strategy });
// As the bundle stores it.
const stored = new PolicyParser({ stored: JSON.parse(JSON.stringify(recording.stored)) as typeof recording.stored });

const root = new URL("../../", import.meta.url);
const texts = ["policies", "stdlib", "test/golden"]
  .flatMap((folder) => globSync(`${folder}/**/*.policy`, { cwd: root }))
  .map((path) => readFileSync(new URL(path, root), "utf8"));

/** Reads a text with both parsers: what is right alike, what is wrong by the one that has learnt the grammar alone. */
function compare(text: string): "right" | "wrong" {
  const source = new SourceFile("a.policy", text);
  const { tokens } = scan(checkCharacters(source, 100).text);
  const prepared = prepare(source, tokens);
  if (prepared.tooDeep || prepared.diagnostics.length > 0) return "wrong";
  const told = learnt.parseFile(source, prepared);
  const quick = stored.parseFlawless(source, prepared);
  if (told.diagnostics.length > 0) assert.is(quick, undefined, `read as right: ${text}`);
  else assert.equal(quick, told);
  return told.diagnostics.length > 0 ? "wrong" : "right";
}

const test = suite("decisions that are stored");

test("read every right policy of this repository as the grammar does, and leave every wrong one to it", () => {
  const right = texts.map(compare).filter((result) => result === "right");
  assert.ok(right.length > 40, `${right.length} right`);
});

test("never read as right what the grammar does not", () => {
  const words = texts.map((text) => text.split(/(?<=\s)/));
  const edit = fc.record({ which: fc.nat(), at: fc.nat(), from: fc.nat(), how: fc.constantFrom("delete", "replace", "insert") });
  const seen = { right: 0, wrong: 0 };
  checkProperty(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
      let text = [...(words[(edits[0]?.which ?? 0) % words.length] ?? [])];
      for (const { which, at, from, how } of edits) {
        const source = words[which % words.length] ?? [];
        text = text.toSpliced(
          at % text.length,
          how === "insert" ? 0 : 1,
          ...(how === "delete" ? [] : [source[from % source.length] ?? ""]),
        );
      }
      seen[compare(text.join(""))]++;
    }),
  );
  assert.ok(seen.right > 5 && seen.wrong > 10, `${seen.right} right, ${seen.wrong} wrong`);
});

interface Decisions {
  readonly lookAheadFuncsCache: Readonly<Record<number, Readonly<Record<number, () => number | boolean | undefined>>>>;
}

test("are those of the grammar, whatever the next two tokens are", () => {
  const [all, few] = [expectations.vocabulary, expectations.vocabulary.filter((_, index) => index % 9 === 0)];
  let compared = 0;
  const theirs = (learnt as unknown as Decisions).lookAheadFuncsCache;
  for (const [rule, decisions] of Object.entries((stored as unknown as Decisions).lookAheadFuncsCache)) {
    const known = theirs[Number(rule)] ?? {};
    assert.equal(Object.keys(decisions).toSorted(), Object.keys(known).toSorted(), `the decisions of rule ${rule}`);
    for (const [key, decide] of Object.entries(decisions)) {
      for (const first of all) {
        for (const second of few) {
          const ahead = (howMuch: number) => ({ tokenTypeIdx: (howMuch === 1 ? first : second).tokenTypeIdx, tokenType: first, image: "" });
          const parser = { LA: ahead, LA_FAST: ahead };
          assert.is(decide.call(parser), known[Number(key)]?.call(parser), `rule ${rule}, decision ${key} at ${first.name} ${second.name}`);
          compared++;
        }
      }
    }
  }
  assert.ok(compared > 100_000, String(compared));
});

test.run();
