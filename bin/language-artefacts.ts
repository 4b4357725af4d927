/** Writes what is made from the language. Run it after a change of types or operators; a test says when that is needed. */
import { writeFileSync } from "node:fs";
import { languageArtefacts } from "./language/artefacts.ts";

for (const [path, text] of await languageArtefacts()) writeFileSync(new URL(`../${path}`, import.meta.url), text);
