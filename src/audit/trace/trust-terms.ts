/** Whom a trust root admits, as lines of a `trust` block: for people to compare with what was found. */
import { formatInstant, quoted } from "../../base/index.ts";
import type { TextTest, TrustedKey, TrustRoot } from "../../language/index.ts";

export function trustTerms(root: TrustRoot): readonly string[] {
  return [
    ...(root.sigstore === undefined ? [] : [`sigstore ${instanceText(root.sigstore)}`]),
    ...(root.authorities.length === 0 ? [] : [`authority ${filesOf(root.authorities).map(quoted).join(", ")}`]),
    ...root.keys.map(keyTerm),
    ...(root.issuer === undefined ? [] : [`issuer ${quoted(root.issuer)}`]),
    ...(root.identity.length === 0 ? [] : [`identity ${testsText(root.identity)}`]),
    ...root.claims.map(({ name, tests }) => `claim ${name} ${testsText(tests)}`),
    ...(root.threshold === 1 ? [] : [`threshold ${root.threshold}`]),
    ...countTerm("logged", root.logged),
    ...countTerm("timestamped", root.timestamped),
    ...(root.provenBy === undefined ? [] : [`proven by ${instanceText(root.provenBy.sigstore)}`]),
    ...root.refused.map(
      ({ tests, since }) => `refuse identity ${testsText(tests)}${since === undefined ? "" : ` since ${formatInstant(since)}`}`,
    ),
    ...(root.acceptsClaimedTime ? ["accept claimed time"] : []),
  ];
}

function instanceText(name: string): string {
  return /^[A-Za-z_][\w-]*$/u.test(name) ? name : quoted(name);
}

function filesOf(authorities: TrustRoot["authorities"]): readonly string[] {
  return [...new Set(authorities.map(({ file }) => file))];
}

function keyTerm({ file, holder, validFrom, validUntil, revokedSince }: TrustedKey): string {
  const dates = [
    ["valid from", validFrom],
    ["valid until", validUntil],
    ["revoked since", revokedSince],
  ] as const;
  const windows = dates.flatMap(([words, at]) => (at === undefined ? [] : [` ${words} ${formatInstant(at)}`]));
  return `key ${quoted(file)}${holder === undefined ? "" : ` held by ${quoted(holder)}`}${windows.join("")}`;
}

function countTerm(word: string, count: number): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? `${word} yes` : `${word} yes at least ${count}`];
}

function testsText(tests: readonly TextTest[]): string {
  return tests.map(testText).join(" and ");
}

function testText(test: TextTest): string {
  switch (test.kind) {
    case "is":
      return `is ${quoted(test.text)}`;
    case "is-one-of":
      return `is one of { ${test.texts.map(quoted).join(", ")} }`;
    case "under":
      return `under ${quoted(test.text)}`;
    case "matches-glob":
      return `matches glob ${quoted(test.pattern)}`;
    case "matches-regex":
      return `matches regex ${quoted(test.pattern)}`;
  }
}
