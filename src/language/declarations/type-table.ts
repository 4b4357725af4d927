/**
 * The types and views of one file. Order in the file is free, so each declaration is lowered when it is first asked for;
 * `resolving` holds those on the way, which is how a record that contains itself is found.
 */
import type { Qualified, TypeNode } from "../../../grammar/index.ts";
import type { EnumType, RecordType, ScalarType, Type, View } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { ModuleScope } from "../checked/index.ts";
import { didYouMean } from "../nearest.ts";
import type { Declaring, TypeDeclaration } from "./declaring.ts";
import { lowerEnum } from "./enums.ts";
import { lowerRecord } from "./records.ts";
import { allScalarNames, isScalarName, scalarType } from "./type-names.ts";
import type { TypeLookup } from "./type-lookup.ts";
import { lowerView } from "./views.ts";

/** All types and views of a file, once they are lowered. */
export interface TypeTable extends TypeLookup {
  readonly types: ReadonlyMap<string, RecordType | EnumType>;
  readonly views: ReadonlyMap<string, View>;
}

type Named = RecordType | EnumType | ScalarType;

interface Building extends TypeTable {
  readonly declaring: Declaring;
  readonly types: Map<string, RecordType | EnumType>;
  readonly resolving: string[];
}

/** Records inside records; far beyond any real document. */
const DEEPEST = 32;

export function declareTypes(declaring: Declaring): TypeTable {
  const views = new Map<string, View>();
  const table: Building = { declaring, types: new Map(), views, resolving: [], resolve: (node) => resolveType(table, node) };
  for (const [name, declaration] of declaring.names.types) {
    if (declaration.kind !== "predicate") lowerNamed(table, name, declaration);
    else {
      const view = lowerView(declaring, table, declaration);
      if (view === undefined) declaring.poisoned.add(name);
      else views.set(name, view);
    }
  }
  return table;
}

function resolveType(table: Building, node: TypeNode): Type | undefined {
  const of = resolveNamed(table, node.name);
  if (of === undefined || node.collection === undefined) return of;
  if (node.collection === "List") return { kind: "list", of };
  if (of.kind !== "record") return { kind: "set", of };
  table.declaring.report(
    error("E2026", node.span, `a Set holds plain values, and \`${of.name}\` is a record`, {
      help: [`write \`List of ${written(node.name)}\``],
    }),
  );
  return undefined;
}

function resolveNamed(table: Building, name: Qualified): Named | undefined {
  const text = name.name.text;
  if (name.module !== undefined) return importedType(table.declaring, name.module.text, name);
  if (isScalarName(text)) return scalarType(text);
  const declaration = table.declaring.names.types.get(text);
  if (declaration !== undefined) return localType(table, declaration, name);
  if (!table.declaring.poisoned.has(text))
    table.declaring.report(unknownType(name, [...allScalarNames(), ...table.declaring.names.types.keys()]));
  return undefined;
}

function localType(table: Building, declaration: TypeDeclaration, at: Qualified): Named | undefined {
  const name = declaration.name.text;
  if (declaration.kind === "predicate") {
    table.declaring.report(notAValue(at));
    return undefined;
  }
  const start = table.resolving.indexOf(name);
  if (start >= 0) table.declaring.report(recursion(at, table.resolving.slice(start)));
  else if (table.resolving.length >= DEEPEST) {
    table.declaring.report(error("E2026", at.span, `records are nested more than ${DEEPEST} deep`));
  } else return lowerNamed(table, name, declaration);
  return undefined;
}

function lowerNamed(table: Building, name: string, declaration: Exclude<TypeDeclaration, { kind: "predicate" }>): Named | undefined {
  const known = table.types.get(name);
  if (known !== undefined || table.declaring.poisoned.has(name)) return known;
  table.resolving.push(name);
  const type = declaration.kind === "enum" ? lowerEnum(table.declaring, declaration) : lowerRecord(table.declaring, table, declaration);
  table.resolving.pop();
  if (type === undefined) table.declaring.poisoned.add(name);
  else table.types.set(name, type);
  return type;
}

function importedType(declaring: Declaring, alias: string, name: Qualified): Named | undefined {
  const module = moduleOf(declaring, alias, name);
  const type = module?.types.get(name.name.text);
  if (module === undefined || type !== undefined || module.poisoned.has(name.name.text)) return type;
  declaring.report(module.views.has(name.name.text) ? notAValue(name) : unknownType(name, module.types.keys()));
  return undefined;
}

function moduleOf(declaring: Declaring, alias: string, name: Qualified): ModuleScope | undefined {
  const module = declaring.uses.get(alias);
  if (module === undefined && !declaring.poisoned.has(alias)) {
    const span = name.module?.span ?? name.span;
    declaring.report(error("E2003", span, `no module is called \`${alias}\` here`, didYouMean(alias, span, declaring.uses.keys())));
  }
  return module;
}

function unknownType(name: Qualified, candidates: Iterable<string>): Diagnostic {
  const { text, span } = name.name;
  return error("E2003", span, `there is no type \`${written(name)}\``, didYouMean(text, span, candidates));
}

function notAValue(name: Qualified): Diagnostic {
  return error("E2026", name.span, `\`${written(name)}\` is a predicate, not the type of a value`, {
    help: ["a field or parameter has the type of a value, an enum or a record"],
  });
}

function recursion(at: Qualified, members: readonly string[]): Diagnostic {
  const through = members.slice(1).map((name) => `\`${name}\``);
  const way = through.length === 0 ? "" : ` through ${through.join(", ")}`;
  return error("E2026", at.span, `record \`${written(at)}\` contains itself${way}`);
}

function written(name: Qualified): string {
  return name.module === undefined ? name.name.text : `${name.module.text}.${name.name.text}`;
}
