/** Spellings of other languages and ours for the same (E1016). */

/** What a foreign symbol becomes: words of ours that stand in for it, or nothing where it can be left out. */
export const foreignSymbols: ReadonlyMap<string, readonly string[]> = new Map([
  ["==", ["is"]],
  ["===", ["is"]],
  ["!=", ["is", "not"]],
  ["!==", ["is", "not"]],
  ["<>", ["is", "not"]],
  ["&&", ["and"]],
  ["||", ["or"]],
  ["!", ["not"]],
  ["=~", ["matches", "regex"]],
  [":=", ["="]],
  [";", []],
]);

/** `isOneOf`, `is_one_of`: words of ours that are written apart. */
function oneWord(words: string): readonly (readonly [string, string])[] {
  const camel = words.replaceAll(/ ([a-z])/gu, (_, letter: string) => letter.toUpperCase());
  return [camel, words.replaceAll(" ", "_")].map((word) => [word, `write \`${words}\``]);
}

/** Words that mean something elsewhere, with the advice for them. */
export const foreignWords: ReadonlyMap<string, string> = new Map([
  ...["null", "nil", "None", "undefined", "NULL", "Null"].map(
    (word) => [word, "ask `x has field`, or give a value with `otherwise`"] as const,
  ),
  ...["True", "TRUE"].map((word) => [word, "write `true`"] as const),
  ...["False", "FALSE"].map((word) => [word, "write `false`"] as const),
  ...["AND", "And"].map((word) => [word, "write `and`"] as const),
  ...["OR", "Or"].map((word) => [word, "write `or`"] as const),
  ...["NOT", "Not"].map((word) => [word, "write `not`"] as const),
  ...["equals", "eq", "equal"].map((word) => [word, "write `is`"] as const),
  ...["ne", "neq", "isnt"].map((word) => [word, "write `is not`"] as const),
  ["like", "write `matches glob`"],
  ["exists", "write `has` for a field, `some x y in list where …` for an element"],
  ["if", "write `applies when …` in a control, or join conditions with `and` and `or`"],
  ["then", "join conditions with `and` and `or`"],
  ["deny", "write `require …`, which says what must hold"],
  ["let", "write `define x = …`"],
  ["import", 'write `use name from "…"`'],
  ["package", "write `policy name version 1`"],
  ["rule", 'write `control ID "title" { … }`'],
]);

/** Functions of other languages, with the operator that does their work. */
export const foreignFunctions: ReadonlyMap<string, string> = new Map([
  ...["startsWith", "starts_with", "startswith", "hasPrefix", "StartsWith"].map(
    (word) => [word, 'write `x under "…"`, which compares whole segments, or `x matches glob "…"`'] as const,
  ),
  ...["endsWith", "ends_with", "endswith", "hasSuffix", "EndsWith"].map((word) => [word, 'write `x matches glob "…"`'] as const),
  ...["is not", "is one of", "is none of", "is empty", "is at least", "is at most", "is above", "is below"].flatMap(oneWord),
  ...["allowed by", "in range", "matches glob", "matches regex", "count of", "signer of", "signed by"].flatMap(oneWord),
  ...["includes", "contains", "Contains", "indexOf"].map(
    (word) => [word, 'write `x contains "…"` for text, `x is one of list` for members'] as const,
  ),
  ...["matches", "match", "test", "regex", "re_match"].map((word) => [word, 'write `x matches regex "…"`'] as const),
  ...["len", "length", "size", "count"].map((word) => [word, "write `count of x y in list where …`, or `is empty`"] as const),
  ...["any", "some", "exists", "exists_one"].map((word) => [word, "write `some x y in list where …`"] as const),
  ...["all", "every"].map((word) => [word, "write `every x y in list satisfies …`"] as const),
  ...["filter", "map"].map((word) => [word, "write the condition after `where` in a quantifier"] as const),
  ...["has", "defined", "is_defined"].map((word) => [word, "write `x has field`"] as const),
  ["not", "write `not …`"],
]);
