/** Writes what is made from the standard modules. Run it after a change of one, or of a page; a test says when that is needed. */
import { writeFileSync } from "node:fs";
import { stdlibArtefacts } from "./stdlib/artefacts.ts";

for (const [path, text] of await stdlibArtefacts()) writeFileSync(new URL(`../${path}`, import.meta.url), text);
