/**
 * A JSON Schema of the statements that a view reads: what a predicate must look like so that every field can be read. What a rule makes of a
 * whole document is beyond a schema and left open, so a predicate that fits may still not be readable; one that is readable always fits.
 */
import { parsePointer, type Field, type Place, type RecordType, type ScalarName, type Type, type View } from "../../src/base/index.ts";

export interface Schema {
  readonly [keyword: string]: unknown;
}

/** A place in the document, with what is said about the value there. */
interface Node {
  readonly members: Map<string, Node>;
  readonly required: Set<string>;
  readonly says: Schema[];
}

const newNode = (): Node => ({ members: new Map(), required: new Set(), says: [] });

export function viewSchema(view: View, moduleName: string, version: string): Schema {
  const byShape = new Map<string, { readonly types: string[]; readonly predicate: Schema }>();
  for (const { tag, type } of view.predicateTypes) {
    const predicate = recordSchema(view.record, tag);
    const shape = byShape.get(JSON.stringify(predicate)) ?? { types: [], predicate };
    shape.types.push(type);
    byShape.set(JSON.stringify(predicate), shape);
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `https://proviso.dev/schemas/std/${moduleName}/${version}/${viewName(view)}.schema.json`,
    title: `Statements that ${moduleName}.${viewName(view)} reads`,
    type: "object",
    required: ["predicateType", "predicate"],
    properties: { predicateType: { enum: view.predicateTypes.map(({ type }) => type) } },
    allOf: [...byShape.values()].map(({ types, predicate }) => ({
      if: { properties: { predicateType: { enum: types } } },
      then: { properties: { predicate } },
    })),
  };
}

export function viewName(view: View): string {
  return view.name.split(".").at(-1) ?? view.name;
}

function recordSchema(record: RecordType, tag: string | undefined): Schema {
  const root = newNode();
  for (const field of record.fields) {
    const places = field.places.filter((place) => place.tag === undefined || place.tag === tag);
    const [first] = places;
    if (first !== undefined) addField(root, field, first, places.length > 1);
  }
  return nodeSchema(root, true);
}

/** A second place is only read where the first is absent, so nothing can be said about it. */
function addField(root: Node, field: Field, place: Place, hasOthers: boolean): void {
  const tokens = parsePointer(place.pointer) ?? [];
  const star = tokens.findIndex((token) => token === "*" || /^[0-9]+$/u.test(token));
  const isRequired = !field.optional && !hasOthers && place.via !== "empty-if-absent";
  const path = star < 0 ? tokens : tokens.slice(0, star);
  let at = root;
  for (const token of path) {
    if (isRequired) at.required.add(token);
    const next = at.members.get(token) ?? newNode();
    at.members.set(token, next);
    at = next;
  }
  const value = star < 0 ? placeSchema(field, place) : { type: ["array", "object"] };
  at.says.push(isRequired ? value : orNull(value));
}

function placeSchema(field: Field, { via }: Place): Schema {
  if (via === undefined) return typeSchema(field);
  return ruleSchemas[via]?.(field) ?? { $comment: `read by rule ${via}` };
}

const text = (): Schema => ({ type: "string" });
const descriptors = (): Schema => ({ type: "array", items: { type: "object" } });
const ruleSchemas: Readonly<Record<string, (field: Field) => Schema>> = {
  "empty-if-absent": typeSchema,
  "digest-set": () => ({ type: "object" }),
  "git-uri": text,
  purl: text,
  "purl-version": text,
  "inputs-named": descriptors,
  "inputs-verified": descriptors,
  "slsa-level": () => ({ type: "array", items: text() }),
  "member-name": () => ({ type: "object" }),
};

function typeSchema(field: Field): Schema {
  const { type } = field;
  if (type.kind !== "list" && type.kind !== "set") return valueSchema(type);
  return { type: "array", items: valueSchema(type.of), ...(field.nonempty ? { minItems: 1 } : {}) };
}

function valueSchema(type: Exclude<Type, { kind: "list" | "set" }>): Schema {
  if (type.kind === "record") return recordSchema(type, undefined);
  return type.kind === "enum" ? { enum: type.members.flatMap(({ spellings }) => spellings) } : scalarSchemas[type.name];
}

const scalarSchemas: Readonly<Record<ScalarName, Schema>> = {
  Bool: { type: "boolean" },
  Int: { type: ["integer", "string"] },
  Decimal: { type: ["number", "string"] },
  String: { type: "string" },
  Timestamp: {
    type: "string",
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$",
  },
  Duration: { type: "string" },
  Digest: { anyOf: [{ type: "string", pattern: "^sha(256|384|512):[0-9a-f]+" }, { type: "object" }] },
  Commit: { type: "string", pattern: "^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$" },
  Uri: { type: "string", format: "uri" },
  Repository: { type: "string" },
  GitRef: { type: "string" },
  Platform: { type: "string" },
  Purl: { type: "string", pattern: "^[pP][kK][gG]:" },
  SemVer: { type: "string" },
  Licence: { type: "string" },
  Identity: { type: "string" },
};

function nodeSchema(node: Node, isRequired: boolean): Schema {
  const says = unique(node.says.filter((schema) => Object.keys(schema).length > 0));
  if (node.members.size === 0) return says.length === 1 ? (says[0] ?? {}) : { allOf: says };
  const object: Schema = {
    type: isRequired ? "object" : ["object", "null"],
    ...(node.required.size > 0 ? { required: [...node.required] } : {}),
    properties: Object.fromEntries([...node.members].map(([name, member]) => [name, nodeSchema(member, node.required.has(name))])),
  };
  return says.length === 0 ? object : { ...object, allOf: says };
}

function unique(schemas: readonly Schema[]): readonly Schema[] {
  return [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
}

/** JSON null is absent. */
function orNull(schema: Schema): Schema {
  const { type, enum: members } = schema;
  if (Array.isArray(members)) return { ...schema, enum: [...(members as readonly unknown[]), null] };
  if (type !== undefined) return { ...schema, type: [type, "null"].flat() };
  return Object.keys(schema).some((keyword) => keyword !== "$comment") ? { anyOf: [schema, { type: "null" }] } : schema;
}
