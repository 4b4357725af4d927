/** Whether a pattern lets anybody through is what all strangers say, though few of them are asked. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileRegex, matchesRegex } from "../../../src/base/index.ts";
import { acceptsAnybody } from "../../../src/language/declarations/anybody.ts";
import { strangers } from "../../../src/language/declarations/strangers.ts";
import { checkProperty, fc } from "../../support/property.ts";

const tests = suite("patterns and strangers");

const accepts = (pattern: string) => acceptsAnybody({ identity: [{ kind: "matches-regex", pattern }], claims: [] });

/** Every pair of strangers is asked. */
function fitsBoth(pattern: string): boolean {
  const regex = compileRegex(pattern);
  return regex.ok && [...strangers(pattern)].some((pair) => pair.every((text) => matchesRegex(regex.value, text)));
}

const OPEN = [
  ...[".*", "https://.*", "https://github\\.com/.*", "^https://github\\.com/.*$", "https://github\\.com/?.*", "https://github\\.com/x*.*"],
  ...["https://github\\.com/(.*)", "https://github\\.com/(?i).*", "https://github\\.comx?/.*", "https://githubx{0}\\.com/.*"],
  ...["https://github\\.com/(?:acme|[a-z]+)/.*", "https://acme\\.example|https://github\\.com/.*", "acme.*|[^@]+@gmail\\.com"],
  ...["https://github\\.com/acme(?:(?:)*|x)|https://github\\.com/[^/]+", "https://gitee\\.com/\\w[^/]*/[^/]+", "[a-z]+\\.[a-z]+@gmx\\.de"],
];
const CLOSED = [
  ...[
    "https://github\\.com/acme/.*",
    "^https://github\\.com/acme/.*$",
    "https://github\\.com/acme-[a-z]+/.*",
    "https://github\\.com/acme?/.*",
  ],
  ...[
    "https://github\\.com/(acme|acme-labs)/.*",
    "https://acme\\.example/.*|https://github\\.com/acme/.*",
    "ada@gmail\\.com|grace@gmx\\.de",
  ],
  ...[
    "https://github\\.com/mallory/.*",
    "https://ci\\.acme\\.example/.*",
    "(?i)https://github\\.com/acme/.*",
    "\\Qhttps://github.com/acme/\\E.*",
  ],
];

for (const [patterns, isOpen] of [
  [OPEN, true],
  [CLOSED, false],
] as const)
  for (const pattern of patterns)
    tests(`${pattern}: ${isOpen ? "anybody" : "somebody"}`, () => {
      assert.is(fitsBoth(pattern), isOpen, "asking all strangers");
      assert.is(accepts(pattern), isOpen);
    });

const WORDS = ["acme", "payments", "release"];
const parts = (own: readonly string[]) => fc.constantFrom(...own);
const scheme = parts(["https://", "^https://", "https?://", "(?i)https://", "(https|http)://", "\\Qhttps://\\E", "[a-z]+://", ""]);
const host = parts(["github\\.com", "gitlab\\.com", "git(hub|lab)\\.com", "githubx*\\.com", "[^/]+", ".*", "ci\\.acme\\.example"]);
const owner = parts([
  "/acme",
  "/(acme|labs)",
  "/acme-.*",
  "/[^/]+",
  "/[a-z0-9-]+",
  "/.+",
  "/\\w.*",
  "/(?:)[a-z]+",
  "/m.*|.*",
  "/mallory",
  "",
]);
const rest = parts([...["/.*", "/[^/]+", "", "$", "/?.*", "(/.*)?", "/x{0}.*", "/(?i)*.*"], ...WORDS.map((word) => `/${word}.*`)]);
const address = fc.tuple(
  parts(["[a-z]+", ".*", "ada", "(ada|[a-z]+)", "[0-9]+\\+[a-z]+"]),
  parts(["gmail\\.com", "acme\\.example", "[^@]+"]),
);
const uris = fc.tuple(scheme, host, owner, rest).map((each) => each.join(""));
const patterns = fc.oneof({ arbitrary: uris, weight: 5 }, { arbitrary: address.map((each) => each.join("@")), weight: 1 });

tests("law: those who are passed over would not have changed the answer", () => {
  const answers = new Set<boolean>();
  checkProperty(
    fc.property(patterns, (pattern) => {
      const answer = accepts(pattern);
      answers.add(answer);
      assert.is(answer, fitsBoth(pattern), pattern);
    }),
  );
  assert.is(answers.size, 2, "some are open and some are not");
});

tests.run();
