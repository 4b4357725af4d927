import type { Trust } from "../../../../grammar/index.ts";
import { identityTests, issuerOf, namesItsSource } from "../../identities.ts";
import type { Finding, Rule } from "../../rule.ts";
import { itemsOf } from "../../syntax.ts";

export const reusableWorkflow: Rule = {
  code: "L203",
  name: "reusable-workflow",
  title: "workflow that any repository could call",
  level: "warn",
  check: ({ file }) => itemsOf(file, "trust").flatMap(findingsOf),
};

/** Providers whose certificates name the workflow that ran, wherever it was called from. */
const providers = /^https:\/\/(?:token\.actions\.githubusercontent\.com|gitlab\.com)(?:\/|$)/u;
const workflow = /\/\.github\/workflows\/|\/\/\.?[\w./-]+\.ya?ml/u;

function findingsOf(trust: Trust): readonly Finding[] {
  const issuer = issuerOf(trust);
  const named = identityTests(trust).find((test) => "text" in test && workflow.test(test.text.value));
  if (issuer === undefined || !providers.test(issuer) || named === undefined || namesItsSource(trust)) return [];
  return [
    {
      span: named.span,
      message: `\`${trust.name.text}\` asks which workflow ran, and not for whose source`,
      parts: {
        notes: ["a workflow that can be called from elsewhere signs under the same identity for every repository that calls it"],
        help: ['say whose source it must be: `claim source-repository under "https://github.com/acme"`'],
      },
    },
  ];
}
