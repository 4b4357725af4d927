/** What is made from the standard modules: schemas of the statements they read, and the tables of fields in their pages. */
import { existsSync, readFileSync } from "node:fs";
import { format } from "prettier";
import { standardModules, type StandardModule } from "./modules.ts";
import { recordSection, viewReference } from "./reference.ts";
import { viewName, viewSchema } from "./schema.ts";

const BEGIN = "<!-- fields: made from the module, `node bin/stdlib-artefacts.ts` -->";
const END = "<!-- end of fields -->";

/** The text that each file should have, by its path from the root of the project. A page that is not there yet has no text. */
export async function stdlibArtefacts(): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const module of standardModules()) {
    for (const view of module.views) {
      const schema = JSON.stringify(viewSchema(view, module.name, "1"));
      texts.set(`stdlib/${module.name}/1/${viewName(view)}.schema.json`, await format(schema, { parser: "json", printWidth: 140 }));
    }
    const page = `docs/stdlib/${module.name}.md`;
    const text = readText(page);
    if (text !== undefined) texts.set(page, await withFields(text, module));
  }
  return texts;
}

function readText(path: string): string | undefined {
  const url = new URL(`../../${path}`, import.meta.url);
  return existsSync(url) ? readFileSync(url, "utf8") : undefined;
}

/** A page without the marks is left as it is, and the test that looks for its tables says so. */
async function withFields(text: string, module: StandardModule): Promise<string> {
  const [before, rest] = text.split(`${BEGIN}\n`);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) return text;
  const made = module.views.length === 0 ? artifactRecord() : module.views.map((view) => viewReference(view, module.name)).join("\n\n");
  return format(`${before}${BEGIN}\n\n${made}\n\n${END}${after}`, { parser: "markdown", printWidth: 140 });
}

/** `std/artifact` has no view; its record is what other views show. */
function artifactRecord(): string {
  const fields = standardModules().flatMap(({ views }) => views.flatMap(({ record }) => record.fields));
  const shared = fields
    .flatMap(({ type }) => (type.kind === "list" && type.of.kind === "record" ? type.of : []))
    .find(({ name }) => name === "artifact.artifact");
  return shared === undefined ? "" : recordSection({ record: shared, rules: [] });
}
