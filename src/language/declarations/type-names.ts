/** The scalar types of the language, and how types are named to people. `language.md` §5.2. */
import type { ScalarName, ScalarType, Type } from "../../base/index.ts";

const scalarNames: { readonly [K in ScalarName]: true } = {
  Bool: true,
  Int: true,
  Decimal: true,
  String: true,
  Timestamp: true,
  Duration: true,
  Digest: true,
  Commit: true,
  Uri: true,
  Repository: true,
  GitRef: true,
  Platform: true,
  Purl: true,
  SemVer: true,
  Licence: true,
  Identity: true,
};

export function isScalarName(name: string): name is ScalarName {
  return Object.hasOwn(scalarNames, name);
}

export function allScalarNames(): readonly string[] {
  return Object.keys(scalarNames);
}

export function scalarType(name: ScalarName): ScalarType {
  return { kind: "scalar", name };
}

/** As a policy writes it: `Set of Uri`, `vuln.severity`. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case "list":
      return `List of ${typeName(type.of)}`;
    case "set":
      return `Set of ${typeName(type.of)}`;
    case "scalar":
    case "enum":
    case "record":
      return type.name;
  }
}

/** With the article a sentence needs: `an Int`, `a Set of Uri`. */
export function aType(type: Type): string {
  const name = typeName(type);
  return `${/^[AEIO]/iu.test(name) ? "an" : "a"} ${name}`;
}
