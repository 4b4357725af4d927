/** The tables of fields in the pages of the standard library: what a view gives, and where each value stands. */
import type { EnumType, Field, Place, RecordType, Type, View } from "../../src/base/index.ts";

/** One section for each view, and one for each record that it shows; enums are said between them. */
export function viewReference(view: View, moduleName: string): string {
  const shown: Shown = { records: new Map(), enums: new Map() };
  for (const field of view.record.fields) collect(field, [], shown);
  return [
    `### \`${view.name}\``,
    view.predicateTypes.map(({ tag, type }) => `- \`${type}\`, below as *${tag}*`).join("\n"),
    fieldTable(
      view.record,
      view.predicateTypes.map(({ tag }) => tag),
    ),
    ...[...shown.enums.values()].map((type) => `\`${type.name}\` is ${membersText(type)}.`),
    ...[...shown.records.values()].filter(({ record }) => !isShared(record.name, moduleName)).map(recordSection),
  ].join("\n\n");
}

interface ShownRecord {
  readonly record: RecordType;
  /** What finds its fields; empty where they stand at their own places. */
  readonly rules: readonly string[];
}

interface Shown {
  readonly records: Map<string, ShownRecord>;
  readonly enums: Map<string, EnumType>;
}

export function recordSection({ record, rules }: ShownRecord): string {
  const key = record.key === undefined ? "" : `, known by its \`${record.key}\``;
  const head = `#### \`${record.name}\`${key}`;
  if (rules.length === 0) return `${head}\n\n${fieldTable(record, [])}`;
  const named = rules.map((rule) => `\`${rule}\``).join(" or ");
  return `${head}\n\nWhere each of these stands depends on the document: rule ${named}.\n\n${bareTable(record)}`;
}

/** Records of `std/artifact` stand on its own page. */
function isShared(name: string, moduleName: string): boolean {
  return name === "artifact.artifact" && moduleName !== "artifact";
}

/** Rules that only say what an absent list is leave the places of its elements as they are. */
const plainRules: ReadonlySet<string> = new Set(["empty-if-absent"]);

function collect({ type, places }: Field, outer: readonly string[], shown: Shown): void {
  const element = type.kind === "list" || type.kind === "set" ? type.of : type;
  if (element.kind === "enum" && isDeclared(element)) shown.enums.set(element.name, element);
  if (element.kind !== "record" || shown.records.has(element.name)) return;
  const own = places.map(({ via }) => via).filter((via) => via !== undefined && !plainRules.has(via)) as readonly string[];
  const isAlways = own.length > 0 && places.every(({ via }) => via !== undefined);
  const rules = outer.length > 0 ? outer : isAlways ? [...new Set(own)] : [];
  shown.records.set(element.name, { record: element, rules });
  for (const field of element.fields) collect(field, rules, shown);
}

/** Members written in place are named after their field: `promotion.approval.decision`. */
function isDeclared({ name }: EnumType): boolean {
  return name.split(".").length <= 2;
}

function fieldTable(record: RecordType, tags: readonly string[]): string {
  const rows = record.fields.map((field) => `| \`${field.name}\` | ${typeText(field)} | ${placesText(field, tags)} |`);
  return ["| field | type | where it stands |", "| --- | --- | --- |", ...rows].join("\n");
}

function bareTable(record: RecordType): string {
  const rows = record.fields.map((field) => `| \`${field.name}\` | ${typeText(field)} |`);
  return ["| field | type |", "| --- | --- |", ...rows].join("\n");
}

function typeText(field: Field): string {
  const words = [field.optional && "optional", field.exhaustive && "exhaustive", field.nonempty && "nonempty"].filter(
    (word) => word !== false,
  );
  const mark = field.mark === undefined ? [] : [`as ${field.mark}`];
  return [...words, nameOf(field.type), ...mark].join(" ");
}

function nameOf(type: Type): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "list":
      return `List of ${nameOf(type.of)}`;
    case "set":
      return `Set of ${nameOf(type.of)}`;
    case "record":
      return type.name === "artifact.artifact" ? "[`artifact.artifact`](artifact.md)" : `\`${type.name}\``;
    case "enum":
      return isDeclared(type) ? `\`${type.name}\`` : membersText(type);
  }
}

function membersText({ ordered, members }: EnumType): string {
  const texts = members.map(({ name, spellings }) => {
    const others = spellings.filter((spelling) => spelling !== name);
    return others.length === 0 ? `\`${name}\`` : `\`${name}\` (${others.map((spelling) => `\`"${spelling}"\``).join(", ")})`;
  });
  return ordered ? `ordered ${texts.join(" < ")}` : `one of ${texts.join(", ")}`;
}

/** Tags that read one place are named together; one place for all is named alone. */
function placesText({ places }: Field, tags: readonly string[]): string {
  if (tags.length === 0) return places.map(placeText).join(", else ");
  const byText = new Map<string, string[]>();
  for (const tag of tags) {
    const text = places
      .filter((place) => place.tag === undefined || place.tag === tag)
      .map(placeText)
      .join(", else ");
    if (text !== "") byText.set(text, [...(byText.get(text) ?? []), tag]);
  }
  const [only] = byText;
  if (only !== undefined && byText.size === 1 && only[1].length === tags.length) return only[0];
  return [...byText].map(([text, of]) => `*${of.join(", ")}*: ${text}`).join("; ");
}

function placeText({ pointer, via }: Place): string {
  const where = pointer === "" ? "the document" : `\`${pointer}\``;
  return via === undefined ? where : `${where} by rule \`${via}\``;
}
