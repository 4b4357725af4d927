import type { TextTest, Trust } from "../../../../grammar/index.ts";
import { admits, identityTests, issuerOf, namedTexts } from "../../identities.ts";
import type { Finding, Rule } from "../../rule.ts";
import { clausesOf, itemsOf } from "../../syntax.ts";

export const overlappingRoots: Rule = {
  code: "L202",
  name: "overlapping-roots",
  title: "two trust roots that accept one signer",
  level: "warn",
  check: ({ file }) => {
    const roots = itemsOf(file, "trust");
    return roots.flatMap((root, index) => roots.slice(0, index).flatMap((other) => overlap(other, root)));
  },
};

function overlap(first: Trust, second: Trust): readonly Finding[] {
  const shared = sharedKey(first, second) ?? sharedIdentity(first, second);
  if (shared === undefined) return [];
  return [
    {
      span: second.name.span,
      message: `\`${second.name.text}\` and \`${first.name.text}\` both accept ${shared}`,
      parts: {
        related: [{ span: first.name.span, text: "the other trust root" }],
        notes: ["who may do one job can then do the other, and two signatures may be one person's"],
        help: ["give each job a signer of its own, or make it one trust root"],
      },
    },
  ];
}

function sharedKey(first: Trust, second: Trust): string | undefined {
  const files = new Set(clausesOf(first, "key").map(({ file }) => file.value));
  const both = clausesOf(second, "key").find(({ file }) => files.has(file.value));
  return both && `the key \`${both.file.value}\``;
}

/** Claims may tell them apart: then nothing is said. */
function sharedIdentity(first: Trust, second: Trust): string | undefined {
  const [a, b] = [identityTests(first), identityTests(second)];
  if (a.length === 0 || b.length === 0 || issuerOf(first) !== issuerOf(second)) return undefined;
  if (claimsOf(first) !== claimsOf(second)) return undefined;
  const named = [...namedTexts(a), ...namedTexts(b)].find((text) => [...a, ...b].every((test) => admits(test, text) === true));
  if (named !== undefined) return `\`${named}\``;
  return textOf(a) === textOf(b) ? "the same identities" : undefined;
}

function claimsOf(trust: Trust): string {
  return JSON.stringify(clausesOf(trust, "claim").map(({ name, tests }) => [name.text, textOf(tests)]));
}

function textOf(tests: readonly TextTest[]): string {
  return JSON.stringify(
    tests.map((test) => [
      test.kind,
      test.kind === "test-is-one-of" ? test.texts.map(({ value }) => value) : "text" in test ? test.text.value : "",
    ]),
  );
}
