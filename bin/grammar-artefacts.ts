/** Writes what is made from the grammar. Run it after a change of words or of the notation; a test says when that is needed. */
import { writeFileSync } from "node:fs";
import { grammarArtefacts } from "./grammar/artefacts.ts";

for (const [path, text] of await grammarArtefacts()) writeFileSync(new URL(`../${path}`, import.meta.url), text);
