/** How far the identity tests of a trust root reach, read from its clauses as they are written. */
import type { TextTest, Trust } from "../../grammar/index.ts";
import { compileGlob, matchesGlob, parseUri, uriUnder } from "../base/index.ts";
import { clausesOf } from "./syntax.ts";

export function identityTests(trust: Trust): readonly TextTest[] {
  return clausesOf(trust, "identity").flatMap(({ tests }) => tests);
}

export function issuerOf(trust: Trust): string | undefined {
  return clausesOf(trust, "issuer")[0]?.issuer.value;
}

/** Claims that say from whose repository a build came. */
const owning: ReadonlySet<string> = new Set([
  ...["source-repository", "source-repository-id", "source-repository-digest", "source-owner", "source-owner-id", "legacy-repository"],
]);

export function namesItsSource(trust: Trust): boolean {
  return clausesOf(trust, "claim").some(({ name }) => owning.has(name.text));
}

export function namesItsRef(trust: Trust): boolean {
  return clausesOf(trust, "claim").some(({ name }) => name.text.endsWith("-ref") || name.text === "source-repository-digest");
}

/** The texts that `is` and `is one of` name. */
export function namedTexts(tests: readonly TextTest[]): readonly string[] {
  return tests.flatMap((test) =>
    test.kind === "test-is" ? [test.text.value] : test.kind === "test-is-one-of" ? test.texts.map(({ value }) => value) : [],
  );
}

/** Whether a text passes; `undefined` where a regular expression would have to say. */
export function admits(test: TextTest, text: string): boolean | undefined {
  switch (test.kind) {
    case "test-is":
      return test.text.value === text;
    case "test-is-one-of":
      return test.texts.some(({ value }) => value === text);
    case "test-under": {
      const [own, other] = [parseUri(test.text.value), parseUri(text)];
      return own.ok && other.ok && uriUnder(other.value, own.value);
    }
    case "test-matches":
      return test.pattern === "glob" ? globAdmits(test.text.value, text) : undefined;
    case "invalid":
      return undefined;
  }
}

function globAdmits(pattern: string, text: string): boolean | undefined {
  const separator = !pattern.includes("://") && pattern.includes("@") ? "@" : "/";
  const glob = compileGlob(pattern, separator);
  return glob.ok ? matchesGlob(glob.value, text.split(separator)) : undefined;
}
