/** What one element of a list is called: the list's own name in the singular. `language.md` §5.5. */

/** The singular that a message proposes: `findings` → `finding`, `dependencies` → `dependency`. */
export function singular(plural: string): string {
  return singulars(plural)[0] ?? plural;
}

/**
 * Every word that reads as the singular, the likeliest first; English does not let the spelling decide between `statuses` and
 * `releases`. Empty for a word that does not end in `s`: any noun will do.
 */
export function singulars(plural: string): readonly string[] {
  if (!plural.endsWith("s")) return [];
  const short = plural.slice(0, -1);
  if (plural.endsWith("ies")) return [`${plural.slice(0, -3)}y`, short];
  if (/(?:ss|sh|ch|x|us)es$/u.test(plural)) return [plural.slice(0, -2), short];
  if (/[sz]es$/u.test(plural)) return [short, plural.slice(0, -2)];
  return [short];
}
