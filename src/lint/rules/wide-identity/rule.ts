import type { TextTest, Trust } from "../../../../grammar/index.ts";
import { parseUri } from "../../../base/index.ts";
import { identityTests, namesItsSource } from "../../identities.ts";
import type { Finding, Rule } from "../../rule.ts";
import { itemsOf } from "../../syntax.ts";

export const wideIdentity: Rule = {
  code: "L201",
  name: "wide-identity",
  title: "identity that fits every repository of a host, or a stranger's",
  level: "warn",
  check: ({ file }) => itemsOf(file, "trust").flatMap(findingsOf),
};

function findingsOf(trust: Trust): readonly Finding[] {
  const tests = identityTests(trust);
  const reaches = tests.map(reachOf);
  const [first] = tests;
  if (first === undefined || namesItsSource(trust) || reaches.includes(undefined)) return [];
  return [
    {
      span: first.span,
      message: `\`${trust.name.text}\` accepts ${reaches[0] ?? "identities that strangers can have"}`,
      parts: {
        notes: ["whoever can make a repository or an account there can sign"],
        help: [
          "name the owner as a whole segment: `https://github.com/acme/…`",
          "or say whose source it is: `claim source-repository under …`",
        ],
      },
    },
  ];
}

/** Whom besides one owner a test lets in; `undefined` when it names one. */
function reachOf(test: TextTest): string | undefined {
  if (test.kind === "test-under") return wholeHost(test.text.value) ? "every identity of a host" : undefined;
  if (test.kind !== "test-matches") return undefined;
  return test.pattern === "glob" ? globReach(test.text.value) : regexReach(test.text.value);
}

function wholeHost(text: string): boolean {
  const uri = parseUri(text);
  return uri.ok && uri.value.segments.every((segment) => segment === "");
}

function globReach(pattern: string): string | undefined {
  const [, host = "", owner] = /^[^/]*:\/\/([^/]*)(?:\/([^/]*))?/u.exec(pattern) ?? [];
  if (host === "") return undefined;
  if (host.includes("*")) return "hosts that anybody can have";
  if (owner === undefined || /^\*+$/u.test(owner)) return "every repository of a host";
  return owner.includes("*") ? `every owner whose name fits \`${owner}\`` : undefined;
}

/** A regular expression is anchored, so what it leaves open it leaves open on purpose or by the dot that was not escaped. */
function regexReach(pattern: string): string | undefined {
  const [, host = "", owner] = /^\^?[a-z]+:\/\/((?:[^/\\]|\\.)*)(?:\/((?:[^/\\]|\\.)*))?/u.exec(pattern) ?? [];
  if (host === "") return "identities of every host";
  if (/(?<!\\)\./u.test(host)) return "other hosts: a dot that is not escaped stands for any character";
  return owner === undefined || /(?<!\\)[.*+?[(|]/u.test(owner) ? "repositories of other owners" : undefined;
}
