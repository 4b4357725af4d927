/** What is made from the language: the tables of its types and operators, by the path of their page. */
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { typesReference } from "./types-page.ts";

const BEGIN = "<!-- types: made from the compiler, `node bin/language-artefacts.ts` -->";
const END = "<!-- end of types -->";
const PAGE = "docs/language/types.md";

export async function languageArtefacts(): Promise<ReadonlyMap<string, string>> {
  const text = readFileSync(new URL(`../../${PAGE}`, import.meta.url), "utf8");
  const [before, rest] = text.split(`${BEGIN}\n`);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has lost the marks of its tables`);
  const page = `${before}${BEGIN}\n\n${typesReference()}\n\n${END}${after}`;
  return new Map([[PAGE, await format(page, { parser: "markdown", printWidth: 140 })]]);
}
