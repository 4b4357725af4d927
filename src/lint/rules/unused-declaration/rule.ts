import type { Control, Name, TopLevel } from "../../../../grammar/index.ts";
import { parse } from "../../../../grammar/index.ts";
import type { Finding, LintInput, Rule } from "../../rule.ts";
import { bodyItems, itemsOf, nodesOf, removal } from "../../syntax.ts";

export const unusedDeclaration: Rule = {
  code: "L103",
  name: "unused-declaration",
  title: "declaration that nothing uses",
  level: "warn",
  check: (input) => {
    const used = usesOf(input);
    const unused = declarations(input).filter(({ name }) => !used.has(name.text, name));
    return unused.map((declaration) => findingOf(input, declaration));
  },
};

interface Declaration {
  readonly noun: string;
  readonly name: Name;
  readonly node: TopLevel | Extract<Control["clauses"][number], { kind: "define" }>;
}

const nouns = { use: "import", param: "parameter", enum: "enum", record: "record", predicate: "predicate", trust: "trust root" } as const;

/** A file without gates is there for others: what it offers them is not unused. Its imports, parameters and definitions are its own. */
function declarations({ file }: LintInput): readonly Declaration[] {
  const isLibrary = itemsOf(file, "gate").length === 0;
  const offered: ReadonlySet<string> = new Set(["enum", "record", "predicate", "trust"]);
  const items = file.items.flatMap((item): readonly Declaration[] => {
    if (!(item.kind in nouns) || !("name" in item) || (isLibrary && offered.has(item.kind))) return [];
    return [{ noun: nouns[item.kind as keyof typeof nouns], name: item.name, node: item }];
  });
  const defines = itemsOf(file, "control").flatMap((control) =>
    bodyItems(control).flatMap((item): readonly Declaration[] => {
      if (item.kind !== "define") return [];
      const node = item as Extract<Control["clauses"][number], { kind: "define" }>;
      return [{ noun: "definition", name: node.name, node }];
    }),
  );
  return [...items, ...defines];
}

interface Uses {
  readonly has: (text: string, declaredBy: Name) => boolean;
}

/** By word: another thing of the same name hides that this one is unused, and never the other way round. */
function usesOf({ file }: LintInput): Uses {
  const byText = new Map<string, Name[]>();
  for (const name of nodesOf<Name>(file, "name")) {
    const alike = byText.get(name.text);
    if (alike) alike.push(name);
    else byText.set(name.text, [name]);
  }
  return { has: (text, declaredBy) => (byText.get(text) ?? []).some((name) => name.span.start !== declaredBy.span.start) };
}

function findingOf(input: LintInput, { noun, name, node }: Declaration): Finding {
  return {
    span: name.span,
    message: `nothing uses the ${noun} \`${name.text}\``,
    parts: { help: ["remove it, or use it"], fixes: bringsPersons(input, node) ? [] : fixesOf(input, noun, node, name.text) },
  };
}

/** A run may set a parameter that nothing reads, and would then be refused: that is for a person to decide. */
function fixesOf(input: LintInput, noun: string, node: Declaration["node"], name: string) {
  return removal(input, node.span, `remove the ${noun} \`${name}\``, noun === "parameter" ? "ask" : "safe");
}

/** The `person` lines of a module count although nobody names the module. */
function bringsPersons({ policy, source }: LintInput, node: Declaration["node"]): boolean {
  if (node.kind !== "use") return false;
  const others = policy.sources.filter(({ path }) => path !== source.path);
  return others.some((other) => itemsOf(parse(other).file, "person").length > 0);
}
