import { suite } from "uvu";
import * as assert from "uvu/assert";
import { didYouMean, suggest } from "../../src/cli/suggest.ts";

const names = ["eval", "check", "inspect", "explain", "attest"];
const cases: readonly { readonly word: string; readonly near: readonly string[] }[] = [
  { word: "eval", near: ["eval"] },
  { word: "evla", near: ["eval"] },
  { word: "evall", near: ["eval"] },
  { word: "insepct", near: ["inspect"] },
  { word: "INSPECT", near: ["inspect"] },
  { word: "exp", near: ["explain"] },
  { word: "attset", near: ["attest"] },
  { word: "chekc", near: ["check"] },
  { word: "", near: [] },
  { word: "zzz", near: [] },
  { word: "e", near: [] },
];

const tests = suite("suggest");
for (const { word, near } of cases) tests(JSON.stringify(word), () => assert.equal(suggest(word, names, 3), near));
tests("no more than asked for, best first", () => assert.equal(suggest("aab", ["aaa", "abb", "aab"], 2), ["aab", "aaa"]));
tests("several are joined", () => assert.is(didYouMean("aabb", ["aaba", "aabc"]), "did you mean `aaba` or `aabc`?"));
tests("nothing near is undefined", () => assert.is(didYouMean("zzz", names), undefined));
tests("a long word is cut, not searched", () => assert.equal(suggest("e".repeat(1_000_000), names, 3), []));
tests.run();
