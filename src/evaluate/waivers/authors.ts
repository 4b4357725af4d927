/** Fields that a view marks `as author`, however deep they stand. */
import type { Needed, RecordType, Type } from "../../base/index.ts";

/** The fields that lead to them and no others; empty where the record names no authors. */
export function authorNeeds(record: RecordType): Needed {
  const fields = record.fields.flatMap((field): readonly (readonly [string, Needed])[] => {
    if (field.mark === "author") return [[field.name, { fields: new Map() }]];
    const below = inside(field.type);
    return below.fields.size > 0 ? [[field.name, below]] : [];
  });
  return { fields: new Map(fields) };
}

function inside(type: Type): Needed {
  if (type.kind === "list") return inside(type.of);
  return type.kind === "record" ? authorNeeds(type) : { fields: new Map() };
}
