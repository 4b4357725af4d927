/** What is made from the grammar: the text that each file should have, by its path from the root of the project. */
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { contextualWords, reservedWords } from "../../grammar/index.ts";
import { readRules } from "./ebnf.ts";
import { railroadSvg } from "./railroad.ts";
import { textMateGrammar } from "./text-mate.ts";

export async function grammarArtefacts(): Promise<ReadonlyMap<string, string>> {
  const notation = readFileSync(new URL("../../grammar/proviso.ebnf", import.meta.url), "utf8");
  const json = (value: object) => format(JSON.stringify(value), { parser: "json", printWidth: 140 });
  return new Map([
    ["grammar/proviso.tmLanguage.json", await json(textMateGrammar())],
    ["grammar/words.json", await json({ reserved: reservedWords, contextual: contextualWords })],
    ["grammar/railroad.svg", railroadSvg(readRules(notation))],
  ]);
}
