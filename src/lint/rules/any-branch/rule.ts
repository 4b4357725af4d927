import type { TextTest, Trust } from "../../../../grammar/index.ts";
import { identityTests, issuerOf, namesItsRef } from "../../identities.ts";
import type { Finding, Rule } from "../../rule.ts";
import { itemsOf } from "../../syntax.ts";

export const anyBranch: Rule = {
  code: "L209",
  name: "any-branch",
  title: "workflow accepted from every branch",
  level: "warn",
  check: ({ file }) => itemsOf(file, "trust").flatMap(findingsOf),
};

function findingsOf(trust: Trust): readonly Finding[] {
  const tests = identityTests(trust);
  const [first] = tests;
  const isWorkflow = issuerOf(trust)?.startsWith("https://token.actions.githubusercontent.com") ?? false;
  if (first === undefined || !isWorkflow || namesItsRef(trust) || !tests.every(admitsEveryRef)) return [];
  return [
    {
      span: first.span,
      message: `\`${trust.name.text}\` accepts the workflow from every branch`,
      parts: {
        notes: ["who may push a branch can change the workflow on it, and sign"],
        help: [
          "name the branch or the tags: `…/release.yml@refs/tags/*`",
          'or ask for it: `claim source-repository-ref is "refs/heads/main"`',
        ],
      },
    },
  ];
}

function admitsEveryRef(test: TextTest): boolean {
  if (test.kind === "test-under") return true;
  if (test.kind !== "test-matches") return false;
  const text = test.text.value;
  if (test.pattern === "regex") return !text.includes("@") || /@(?:refs\/(?:heads\/)?)?\.[*+]\$?$/u.test(text);
  // A `*` is one segment, and `refs/heads/main` has three.
  const ref = /@([^@]*)$/u.exec(text)?.[1];
  return ref === undefined ? /\/\*\*$/u.test(text) : /^(?:\*\/?)*(?:\*\*|refs\/\*\*|refs\/heads\/\*\*?|refs\/\*\/\*)$/u.test(ref);
}
