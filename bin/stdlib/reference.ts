/** The tables of fields in the pages of the standard library: what a view gives, and where each value stands. */
import type { EnumType, Field, Place, RecordType, Type, View } from "../../src/base/index.ts";

/** One section for each view, and one for each record and enum that it shows. */
export function viewReference(view: View, moduleName: string): string {
  const records = new Map<string, RecordType>();
  const enums = new Map<string, EnumType>();
  collect(view.record, records, enums);
  const inner = [...records.values()].filter(({ name }) => name !== view.record.name);
  return [
    `### \`${shortName(view.name)}\``,
    view.predicateTypes.map(({ tag, type }) => `- \`${type}\`, below as *${tag}*`).join("\n"),
    fieldTable(
      view.record,
      view.predicateTypes.map(({ tag }) => tag),
    ),
    ...[...enums.values()].map((type) => `\`${shortName(type.name)}\` is ${membersText(type)}.`),
    ...inner.filter(({ name }) => !isShared(name, moduleName)).map((record) => recordSection(record)),
  ].join("\n\n");
}

export function recordSection(record: RecordType): string {
  const key = record.key === undefined ? "" : `, known by its \`${record.key}\``;
  return `#### \`${shortName(record.name)}\`${key}\n\n${fieldTable(record, [])}`;
}

/** Records of `std/artifact` stand on its own page. */
function isShared(name: string, moduleName: string): boolean {
  return name === "artifact.artifact" && moduleName !== "artifact";
}

const shortName = (name: string): string => name;

function collect(record: RecordType, records: Map<string, RecordType>, enums: Map<string, EnumType>): void {
  if (records.has(record.name)) return;
  records.set(record.name, record);
  for (const { type } of record.fields) {
    const element = type.kind === "list" || type.kind === "set" ? type.of : type;
    if (element.kind === "record") collect(element, records, enums);
    if (element.kind === "enum" && isDeclared(element)) enums.set(element.name, element);
  }
}

/** Members written in place are named after their field: `promotion.approval.decision`. */
function isDeclared({ name }: EnumType): boolean {
  return name.split(".").length <= 2;
}

function fieldTable(record: RecordType, tags: readonly string[]): string {
  const rows = record.fields.map((field) => `| \`${field.name}\` | ${typeText(field)} | ${placesText(field, tags)} |`);
  return ["| field | type | where it stands |", "| --- | --- | --- |", ...rows].join("\n");
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
