/** Tests of identities and certificate claims: `is`, `under`, `matches`. `language.md` §5.6. */
import type { MatchesTest, TextTest as WrittenTest, UnderTest } from "../../../grammar/index.ts";
import { compileRegex, compileValueGlob, parseGitRef, parseIdentity, parseUri, type GlobType, type Result } from "../../base/index.ts";
import { error, type Diagnostic } from "../../diagnostics/index.ts";
import type { TextTest } from "../checked/index.ts";
import { notValid } from "./values.ts";

/** What the tested text is: decides how it is cut into segments. */
export type Tested = Extract<GlobType, "Uri" | "GitRef" | "Identity">;

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
  const problem = underProblem(text.value, tested);
  if (problem === undefined) return { kind: "under", text: text.value };
  report(notValid(text.span, text.value, tested === "GitRef" ? "GitRef" : "Uri", problem));
  return undefined;
}

/** What `under` cannot cut into segments. */
function underProblem(text: string, tested: Tested): string | undefined {
  if (tested === "GitRef") return problemOf(parseGitRef(text));
  const identity = tested === "Identity" ? parseIdentity(text) : undefined;
  return identity?.ok === true && identity.value.kind === "email" ? undefined : problemOf(parseUri(text));
}

function problemOf(result: Result<unknown, string>): string | undefined {
  return result.ok ? undefined : result.error;
}

function lowerMatches({ pattern, text }: MatchesTest, tested: Tested, report: (d: Diagnostic) => void): TextTest | undefined {
  const compiled = pattern === "glob" ? compileValueGlob(tested, text.value) : compileRegex(text.value);
  if (compiled.ok) return { kind: pattern === "glob" ? "matches-glob" : "matches-regex", pattern: text.value };
  report(notValid(text.span, text.value, pattern === "glob" ? "glob" : "regular expression", compiled.error));
  return undefined;
}
