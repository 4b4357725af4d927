/** Trust blocks as a policy writes them. */
import { compilePolicy } from "../../support/compile-policy.ts";

export const policyText = (trust: string): string => `policy corpus version 1
  description "The attack corpus"

predicate reviewed "https://example.com/reviewed/v1" {
  author: String at "/by"
}

${trust}

control C-01 "Reviewed" {
  statement "Somebody looked at it."
  severity high
  owner "security@acme.example"

  evidence seen: any reviewed signed by team
  require alice: seen.author is "alice"
    else "by {seen.author}"
}

gate release {
  enforce C-01
}
`;

const files = { "keys/a.pub": "a key", "keys/same-as-a.pub": "a key", "keys/b.pub": "another key" };

/** `good`, or `does not compile` and the codes. */
export function compiles(trust: string): string {
  const { diagnostics, policy: compiled } = compilePolicy(policyText(trust), { files });
  if (compiled !== undefined) return "good";
  const errors = diagnostics.filter(({ code }) => code.startsWith("E")).map(({ code }) => code);
  return `does not compile ${[...new Set(errors)].sort().join(" ")}`;
}
