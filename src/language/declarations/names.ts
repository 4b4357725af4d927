/** Which names a file declares, each once in its namespace: `language.md` §5.1. */
import type { Name } from "../../../grammar/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { DeclaredNames, TypeDeclaration } from "./declaring.ts";
import type { LoadedModule, LoadedUse } from "./loaded-module.ts";
import { isScalarName } from "./type-names.ts";

export function collectNames(module: LoadedModule, diagnostics: Diagnostic[]): DeclaredNames {
  const items = module.file.items;
  const types = items.filter((item) => item.kind === "enum" || item.kind === "record" || item.kind === "predicate");
  return {
    uses: firstOfEach("module", module.uses, (use: LoadedUse) => use.node.name, diagnostics),
    types: firstOfEach("type", withoutScalars(types, diagnostics), (type) => type.name, diagnostics),
    parameters: firstOfEach(
      "parameter",
      items.filter((item) => item.kind === "param"),
      (param) => param.name,
      diagnostics,
    ),
    trustRoots: firstOfEach(
      "trust root",
      items.filter((item) => item.kind === "trust"),
      (trust) => trust.name,
      diagnostics,
    ),
  };
}

function withoutScalars(types: readonly TypeDeclaration[], diagnostics: Diagnostic[]): readonly TypeDeclaration[] {
  return types.filter((type) => {
    if (!isScalarName(type.name.text)) return true;
    diagnostics.push(error("E2004", type.name.span, `\`${type.name.text}\` is the name of a type of the language`));
    return false;
  });
}

function firstOfEach<T>(what: string, declarations: readonly T[], nameOf: (declaration: T) => Name, diagnostics: Diagnostic[]) {
  const first = new Map<string, T>();
  for (const declaration of declarations) {
    const name = nameOf(declaration);
    const taken = first.get(name.text);
    if (taken === undefined) first.set(name.text, declaration);
    else diagnostics.push(nameTaken(what, name, nameOf(taken)));
  }
  return first;
}

/** `E2004` at the later of two declarations. */
export function nameTaken(what: string, name: Name, first: Name): Diagnostic {
  return error("E2004", name.span, `there is already a ${what} \`${name.text}\``, {
    related: [{ span: first.span, text: "the first one stands here" }],
  });
}

const DECLARES = /\b(?:use|param|enum|record|predicate|trust)\s+([A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)/gu;

/** What the unreadable parts of a file look as if they declared: nobody shall be told that these do not exist. */
export function namesInUnreadableParts(module: LoadedModule): readonly string[] {
  const parts = module.file.items.filter((item) => item.kind === "invalid");
  const texts = parts.map(({ span }) => module.source.text.slice(span.start, span.end));
  return texts.flatMap((text) => [...text.matchAll(DECLARES)].map((match) => match[1] ?? ""));
}
