/** What two people who have nothing to do with each other could both have: a pattern that fits both does not ask whose it is. */

export const sharedHosts: ReadonlySet<string> = new Set([
  "github.com",
  "gitlab.com",
  "bitbucket.org",
  "codeberg.org",
  "gitee.com",
  "sr.ht",
]);
export const sharedMailDomains: ReadonlySet<string> = new Set([
  ...["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me", "protonmail.com"],
  ...["users.noreply.github.com", "gmx.net", "gmx.de", "web.de", "qq.com", "163.com"],
]);

type Pair = readonly [one: string, other: string];

/** Patterns often allow letters only, so some strangers have names of no more; the two have no letter in common. */
const owners: readonly Pair[] = [
  ["q7x-mallory", "zz9-eve"],
  ["mallory", "eve"],
];
const numbers: Pair = ["104729", "27644437"];
const mailboxes: readonly Pair[] = [...owners, ["ann.mallory", "bo.eve"], numbers, ["104729+mallory", "27644437+eve"]];

/** Names of repositories; at GitLab they may stand in a group. */
function repositoriesAt(host: string, words: readonly string[]): readonly Pair[] {
  const names = [["k2", "u5"] as const, ...words.map((word): Pair => [word, word])];
  return host === "gitlab.com" ? [...names, ...names.map(([one, other]): Pair => [`g4/${one}`, `h6/${other}`])] : names;
}

const workflowNames = ["release", "build", "ci", "main", "publish", "deploy", "w"];
const refs = ["refs/heads/main", "refs/tags/v1.0.0"];

/** Words of the pattern itself: whoever can name a repository, a workflow or a branch can use them. */
const MOST_WORDS = 6;

function wordsIn(pattern: string): readonly string[] {
  const words = pattern.replaceAll(/\\[dDsSwW]/gu, " ").match(/[A-Za-z0-9][A-Za-z0-9_-]+/gu) ?? [];
  return [...new Set(words)].filter((word) => word !== "https").slice(-MOST_WORDS);
}

/** Claims besides the identity: owners and repositories without their host, numbers, and digests. */
const claimed: readonly Pair[] = [
  ...owners,
  ...owners.map(([one, other]): Pair => [`${one}/k2`, `${other}/u5`]),
  numbers,
  ["a3".repeat(20), "0f5b".repeat(10)],
];

const addresses: readonly Pair[] = [...sharedMailDomains].flatMap((domain) =>
  mailboxes.map(([one, other]): Pair => [`${one}@${domain}`, `${other}@${domain}`]),
);

/** Those that any pattern could fit, and those that use the words of this one. */
export function* strangers(pattern: string): Generator<Pair> {
  yield* claimed;
  yield* addresses;
  const words = wordsIn(pattern);
  for (const host of sharedHosts) {
    const builds = buildsAt(host, words, /ya/iu.test(pattern) ? ["yml", "yaml"] : ["yml"]);
    for (const [one, other] of owners) {
      const [first, second] = [`https://${host}/${one}`, `https://${host}/${other}`];
      yield [first, second];
      yield [`${first}/`, `${second}/`];
      for (const [name, otherName] of repositoriesAt(host, words))
        for (const build of ["", ...builds]) yield [`${first}/${name}${build}`, `${second}/${otherName}${build}`];
    }
  }
}

/** How the identity of a build goes on behind its repository; other hosts give builds none. */
function buildsAt(host: string, words: readonly string[], endings: readonly string[]): readonly string[] {
  const branches = [...refs, ...words.map((word) => `refs/heads/${word}`)];
  const files = (names: readonly string[]) => names.flatMap((name) => endings.map((ending) => `${name}.${ending}`));
  const at = (folder: string, names: readonly string[]) =>
    files(names).flatMap((file) => branches.map((ref) => `/${folder}/${file}@${ref}`));
  if (host === "github.com") return at(".github/workflows", [...workflowNames, ...words]);
  return host === "gitlab.com" ? at("", [".gitlab-ci", ...words]) : [];
}
