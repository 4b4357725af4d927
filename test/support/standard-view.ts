/**
 * A standard module's views, read from its own text. A small lowering for tests of evidence, which must not lean on the language
 * above it: names are looked up in the module and the modules it uses, nothing is checked.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type {
  EnumDeclaration,
  FieldDeclaration,
  Members,
  PolicyFile,
  PredicateDeclaration,
  RecordDeclaration,
  TypeNode,
} from "../../grammar/index.ts";
import { parse } from "../../grammar/index.ts";
import type { EnumType, Field, Needed, Place, RecordType, ScalarName, ScalarType, Type, View } from "../../src/base/index.ts";
import { scalars } from "../../src/base/index.ts";
import { SourceFile } from "../../src/diagnostics/index.ts";

export function stdlibPath(path: string): string {
  return fileURLToPath(new URL(`../../stdlib/${path}`, import.meta.url));
}

export function parseModule(name: string): ReturnType<typeof parse> {
  const path = `${name}/1/module.policy`;
  return parse(new SourceFile(`stdlib/${path}`, readFileSync(stdlibPath(path), "utf8")));
}

interface Module {
  readonly name: string;
  readonly file: PolicyFile;
}

/** `standardView("vuln", "report")`. */
export function standardView(moduleName: string, predicateName: string): View {
  const module = { name: moduleName, file: parseModule(moduleName).file };
  const declaration = find<PredicateDeclaration>(module, "predicate", predicateName);
  const types = declaration.reads.map(({ type, tag }) => ({ tag: tag.text, type: type.value }));
  const name = `${moduleName}.${predicateName}`;
  const fields = declaration.fields.map((field) => lowerField(module, name, field));
  return { name, module: `std/${moduleName}@1`, predicateTypes: types, record: { kind: "record", name, fields } };
}

/** A view over one predicate type from text in Proviso, `predicate p "…" { … }` with its records and enums. */
export function viewFromText(text: string, predicateName = "p"): View {
  const { file, diagnostics } = parse(new SourceFile("test.policy", `policy acme version 1\n${text}`));
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const module = { name: "acme", file };
  const declaration = find<PredicateDeclaration>(module, "predicate", predicateName);
  const short = declaration.type === undefined ? [] : [{ tag: "", type: declaration.type.value }];
  const types = [...short, ...declaration.reads.map(({ type, tag }) => ({ tag: tag.text, type: type.value }))];
  const fields = declaration.fields.map((field) => lowerField(module, predicateName, field));
  return { name: predicateName, module: "test.policy", predicateTypes: types, record: { kind: "record", name: predicateName, fields } };
}

function find<T extends { readonly kind: string; readonly name: { readonly text: string } }>(
  module: Module,
  kind: T["kind"],
  name: string,
): T {
  const found = module.file.items.find((item) => item.kind === kind && (item as unknown as T).name.text === name);
  if (found === undefined) throw new Error(`module ${module.name} has no ${kind} ${name}`);
  return found as unknown as T;
}

function lowerField(module: Module, owner: string, declaration: FieldDeclaration): Field {
  const { type, optional, exhaustive, nonempty, mark } = declaration.type;
  const name = declaration.name.text;
  if (type.kind === "invalid") throw new Error(`${owner}.${name} has no type`);
  const lowered = type.kind === "members" ? lowerMembers(`${owner}.${name}`, type) : lowerType(module, type);
  const written = declaration.places.map(({ tag, pointer, via }): Place => ({
    ...(tag === undefined ? {} : { tag: tag.text }),
    pointer: pointer.value,
    ...(via === undefined ? {} : { via: via.text }),
  }));
  const places = written.length === 0 ? [{ pointer: `/${name}` }] : written;
  return { name, type: lowered, optional, exhaustive, nonempty, ...(mark === undefined ? {} : { mark }), places };
}

function lowerMembers(name: string, { ordered, members }: Members): EnumType {
  const lowered = members.map((member) => ({
    name: member.name.text,
    spellings: member.spellings.length === 0 ? [member.name.text] : member.spellings.map(({ value }) => value),
  }));
  return { kind: "enum", name, ordered, members: lowered };
}

function lowerType(module: Module, { collection, name }: TypeNode): Type {
  const home = name.module === undefined ? module : { name: name.module.text, file: parseModule(name.module.text).file };
  const type = lowerNamed(home, name.name.text);
  if (collection === "List") return { kind: "list", of: type };
  return collection === "Set" ? { kind: "set", of: type as ScalarType | EnumType } : type;
}

function lowerNamed(module: Module, name: string): RecordType | ScalarType | EnumType {
  if (Object.hasOwn(scalars, name)) return { kind: "scalar", name: name as ScalarName };
  const isEnum = module.file.items.some((item) => item.kind === "enum" && item.name.text === name);
  if (isEnum) return lowerMembers(`${module.name}.${name}`, find<EnumDeclaration>(module, "enum", name).members);
  const record = find<RecordDeclaration>(module, "record", name);
  const fields = record.fields.map((field) => lowerField(module, `${module.name}.${name}`, field));
  return { kind: "record", name: `${module.name}.${name}`, ...(record.key === undefined ? {} : { key: record.key.text }), fields };
}

/** The needed tree of dotted paths: `needs("findings.id", "finishedOn")`. */
export function needs(...paths: readonly string[]): Needed {
  const root: MutableNeeded = { fields: new Map() };
  for (const path of paths) {
    let at = root;
    for (const name of path.split(".")) {
      const next: MutableNeeded = at.fields.get(name) ?? { fields: new Map() };
      at.fields.set(name, next);
      at = next;
    }
  }
  return root;
}

interface MutableNeeded {
  readonly fields: Map<string, MutableNeeded>;
}

/** Every field of a record, records and lists all the way down. */
export function needsAll(record: RecordType): Needed {
  return { fields: new Map(record.fields.map((field) => [field.name, needsBelow(field.type)])) };
}

function needsBelow(type: Type): Needed {
  if (type.kind === "list") return needsBelow(type.of);
  return type.kind === "record" ? needsAll(type) : { fields: new Map() };
}
