/** Tests of identities and certificate claims: `is`, `under`, `matches`. `language.md` §5.6. */
import type { MatchesTest, TextTest as WrittenTest, UnderTest } from "../../../grammar/index.ts";
import { compileGlob, compileRegex, err, parseGitRef, parseUri, type Result } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { TextTest } from "../checked/index.ts";
import { notValid } from "./values.ts";

/** What the tested text is: decides how it is cut into segments. */
export type Tested = "identity" | "git-ref" | "claim";

/** `undefined` when one of them does not check; that has been reported. */
export function lowerTests(
  written: readonly WrittenTest[],
  tested: Tested,
  report: (d: Diagnostic) => void,
): readonly TextTest[] | undefined {
  const tests = written.map((test) => lowerTest(test, tested, report));
  return tests.includes(undefined) ? undefined : tests.filter((test) => test !== undefined);
}

function lowerTest(test: WrittenTest, tested: Tested, report: (d: Diagnostic) => void): TextTest | undefined {
  switch (test.kind) {
    case "test-is":
      if (test.text.value !== "") return { kind: "is", text: test.text.value };
      report(emptyText(test.text));
      return undefined;
    case "test-is-one-of": {
      const empty = test.texts.find((text) => text.value === "");
      if (empty === undefined) return { kind: "is-one-of", texts: test.texts.map((text) => text.value) };
      report(emptyText(empty));
      return undefined;
    }
    case "test-under":
      return lowerUnder(test, tested, report);
    case "test-matches":
      return lowerMatches(test, tested, report);
    case "invalid":
      return undefined;
  }
}

function emptyText({ span }: { readonly span: Diagnostic["span"] }): Diagnostic {
  return error("E2015", span, "an empty text is nobody's identity and no claim");
}

function lowerUnder({ text }: UnderTest, tested: Tested, report: (d: Diagnostic) => void): TextTest | undefined {
  const problem = tested === "git-ref" ? problemOf(parseGitRef(text.value)) : uriProblem(text.value);
  if (problem === undefined) return { kind: "under", text: text.value };
  report(notValid(text.span, text.value, tested === "git-ref" ? "GitRef" : "Uri", problem));
  return undefined;
}

function problemOf(result: Result<unknown, string>): string | undefined {
  return result.ok ? undefined : result.error;
}

/** Verification refuses to cut what is not in normal form, so a test against it would accept nobody (`verification.md` §5). */
function uriProblem(text: string): string | undefined {
  if (!text.includes("://") && text.includes("@"))
    return "nothing is under an e-mail address: use `is`, or `matches glob` with `*@acme.example`";
  const uri = parseUri(text);
  if (!uri.ok) return uri.error;
  const { authority, query, fragment } = uri.value;
  if (authority === undefined) return "it has no host";
  if (/:[0-9]+$/u.test(authority)) return "no signer is accepted whose identity has a port";
  if (query !== undefined || fragment !== undefined) return "nothing is under a query or a fragment";
  const isNormal = uri.value.text === text || uri.value.text === `${text}/`;
  return isNormal ? undefined : `its normal form is \`${uri.value.text}\``;
}

function lowerMatches({ pattern, text }: MatchesTest, tested: Tested, report: (d: Diagnostic) => void): TextTest | undefined {
  const compiled = pattern === "glob" ? checkGlob(text.value, tested) : compileRegex(text.value);
  if (compiled.ok) return { kind: pattern === "glob" ? "matches-glob" : "matches-regex", pattern: text.value };
  report(notValid(text.span, text.value, pattern === "glob" ? "glob" : "regular expression", compiled.error));
  return undefined;
}

/** Cut as verification cuts it: a URI at `/`, an e-mail address at `@`, what is neither at `/`. */
function checkGlob(pattern: string, tested: Tested): Result<unknown, string> {
  const isUri = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//u.test(pattern);
  const isEmail = !isUri && pattern.includes("@");
  if (tested === "identity" && !isUri && !isEmail) return err("it fits no signer: write a URI with its scheme, or `*@acme.example`");
  return compileGlob(pattern, isEmail ? "@" : "/");
}
