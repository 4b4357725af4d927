/** A text that passes tests of an identity or a claim: `language.md` §8 lets the runner choose one, except for a regular expression. */
import type { TextTest } from "../../language/index.ts";

/** The first candidate of any test that passes all of them; `undefined` where nobody can tell. */
export function textThatFits(tests: readonly TextTest[], passes: (text: string) => boolean): string | undefined {
  return tests.flatMap(candidates).find(passes);
}

function candidates(test: TextTest): readonly string[] {
  switch (test.kind) {
    case "is":
      return [test.text];
    case "is-one-of":
      return test.texts;
    case "under":
      return below(test.text);
    case "matches-glob":
      return fillings.map((filling) => filled(test.pattern, filling));
    case "matches-regex":
      return [];
  }
}

function below(text: string): readonly string[] {
  const parent = text.replace(/\/$/u, "");
  return [`${parent}/app/.github/workflows/build.yml@refs/heads/main`, `${parent}/app`, text, `somebody@${text}`];
}

const fillings = ["app", "somebody", "v1.0.0", "main", "1"];

function filled(pattern: string, filling: string): string {
  return pattern.replaceAll("**", filling).replaceAll("*", filling);
}
